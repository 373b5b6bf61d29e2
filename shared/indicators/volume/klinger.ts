import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';

const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

export const klinger = defineIndicator({
  id: 'klinger',
  name: 'Klinger oscillator',
  group: 'volume',
  about:
    'Fast exponential average less a slow one of the volume force: volume with the sign of the trend, weighed by how far the bar goes in it.',
  inputs: ['high', 'low', 'close', 'volume'],
  parameters: {
    fast: rows(34, 'period of the fast average'),
    slow: rows(55, 'period of the slow average'),
    signal: rows(13, 'period of the average of the difference'),
  },
  outputs: ['klinger', 'signal'],
  unit: 'volume',
  warmup: ({ fast, slow, signal }) => 1 + Math.max(fast, slow) - 1 + signal - 1,
  settle: ({ fast, slow, signal }) =>
    Math.max(fast, slow) + signal + 2 * (rowsToForget(2 / (Math.max(fast, slow) + 1)) + rowsToForget(2 / (signal + 1))),
  source: 'Klinger (1997), "Identifying trends with volume analysis", Stocks & Commodities 15:12.',
  kernel: ({ fast, slow, signal }) =>
    steps(
      4,
      ({ part, out }) => {
        const price = part(new Cell(Number.NaN));
        const range = part(new Cell(Number.NaN));
        const trend = part(new Cell(0));
        const measured = part(new Cell(0));
        const quick = part(new Ema(fast));
        const calm = part(new Ema(slow));
        const average = part(new Ema(signal));
        return (high, low, close, volume) => {
          const [lastPrice, lastRange] = [price.value, range.value];
          price.value = high + low + close;
          range.value = high - low;
          if (Number.isNaN(lastPrice)) return Number.NaN;
          // A bar that stands still does not end a trend.
          const now = price.value === lastPrice ? trend.value || 1 : Math.sign(price.value - lastPrice);
          // Ranges add up while the trend lasts; a new one starts with its first bar and the one before.
          measured.value = (now === trend.value ? measured.value : lastRange) + range.value;
          trend.value = now;
          const share = measured.value === 0 ? 0 : Math.abs((2 * range.value) / measured.value - 1);
          const force = 100 * volume * share * now;
          const line = quick.update(force) - calm.update(force);
          out[1] = average.update(line);
          return line;
        };
      },
      2,
    ),
});
