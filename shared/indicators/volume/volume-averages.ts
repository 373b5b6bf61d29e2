import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { Roc } from '../momentum/roc.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Total } from '../windows.ts';

const SHARED = { group: 'volume', inputs: ['volume'], outputs: ['value'], unit: 100 } as const;
const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

export const volumeRoc = defineIndicator({
  ...SHARED,
  id: 'volume-roc',
  name: 'Volume rate of change',
  about: 'Change of the volume over the last bars in percent; 0 when there was none then.',
  parameters: { period: rows(14, 'bars between the two volumes') },
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Achelis (2001), Technical Analysis from A to Z, "Volume rate-of-change".',
  kernel: ({ period }) => new Roc(period),
});

export const relativeVolume = defineIndicator({
  ...SHARED,
  id: 'relative-volume',
  name: 'Relative volume',
  about: 'Volume over the mean volume of the bars before: 2 is twice the usual; 0 when nothing was traded before.',
  parameters: { period: rows(20, 'bars before, in the mean') },
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Bellafiore (2010), One Good Trade, ch. 7 (stocks in play).',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const usual = part(new Total(period, 'flow'));
      const before = part(new Lag(1));
      return (volume) => {
        const total = usual.update(before.push(volume));
        return total === 0 ? 0 : (volume * period) / total;
      };
    }),
});

export const volumeOscillator = defineIndicator({
  ...SHARED,
  id: 'volume-oscillator',
  name: 'Volume oscillator',
  about: 'Distance of a fast simple average of the volume from a slow one, in percent of the slow; 0 without volume.',
  parameters: { fast: rows(5, 'bars in the fast average'), slow: rows(10, 'bars in the slow average') },
  warmup: ({ fast, slow }) => Math.max(fast, slow) - 1,
  settle: ({ fast, slow }) => Math.max(fast, slow) - 1,
  source: 'Achelis (2001), Technical Analysis from A to Z, "Volume oscillator".',
  kernel: ({ fast, slow }) =>
    steps(1, ({ part }) => {
      const quick = part(new Total(fast, 'flow'));
      const calm = part(new Total(slow, 'flow'));
      return (volume) => {
        const short = quick.update(volume) / fast;
        const long = calm.update(volume) / slow;
        if (Number.isNaN(short + long)) return Number.NaN;
        return long === 0 ? 0 : 100 * (short / long - 1);
      };
    }),
});

export const pvo = defineIndicator({
  ...SHARED,
  id: 'pvo',
  name: 'Percentage volume oscillator',
  about:
    'Distance of a fast exponential average of the volume from a slow one, in percent of the slow, with its own average as the signal line.',
  parameters: {
    fast: rows(12, 'period of the fast average'),
    slow: rows(26, 'period of the slow average'),
    signal: rows(9, 'period of the average of the line'),
  },
  outputs: ['pvo', 'signal', 'histogram'],
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) - 1 + signal - 1,
  settle: ({ fast, slow, signal }) =>
    Math.max(fast, slow) - 1 + signal - 1 + rowsToForget(2 / (Math.max(fast, slow) + 1)) + rowsToForget(2 / (signal + 1)),
  source: 'StockCharts ChartSchool, "Percentage Volume Oscillator (PVO)"; 0 without volume.',
  kernel: ({ fast, slow, signal }) =>
    steps(
      1,
      ({ part, out }) => {
        const quick = part(new Ema(fast));
        const calm = part(new Ema(slow));
        const average = part(new Ema(signal));
        return (volume) => {
          const short = quick.update(volume);
          const long = calm.update(volume);
          if (Number.isNaN(short + long)) return Number.NaN;
          const line = long === 0 ? 0 : 100 * (short / long - 1);
          const mean = average.update(line);
          out[1] = mean;
          out[2] = line - mean;
          return line;
        };
      },
      3,
    ),
});
