import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { wilderSettle } from '../trend/rma.ts';
import { Cell, steps } from '../steps.ts';
import { Atr } from './atr.ts';

export const atrTrailingStop = defineIndicator({
  id: 'atr-trailing-stop',
  name: 'Average true range trailing stop',
  group: 'volatility',
  about: 'Stop that follows the close at so many average true ranges, never back, and changes sides when the close crosses it.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: int(21, { min: 1, max: 5000, about: 'true ranges in the average' }),
    multiplier: float(3, { min: 0.1, max: 20, step: 0.1, about: 'average ranges between the close and the stop' }),
  },
  outputs: ['stop', 'direction'],
  unit: 'price',
  warmup: ({ period }) => period,
  // A stop forgets where it came from when it changes sides; the range outlasts it.
  settle: ({ period }) => period + 2 * wilderSettle(period),
  source: 'Vervoort (2009), "Average true range trailing stops", Stocks & Commodities 27:6.',
  kernel: ({ period, multiplier }) =>
    steps(
      3,
      ({ part, out }) => {
        const range = part(new Atr(period));
        const stop = part(new Cell(Number.NaN));
        const before = part(new Cell(Number.NaN));
        return (high, low, close) => {
          const distance = multiplier * range.update(high, low, close);
          if (Number.isNaN(distance)) return Number.NaN;
          const [old, last] = [stop.value, before.value];
          before.value = close;
          const above = close > old || Number.isNaN(old);
          out[1] = above ? 1 : -1;
          if (above) stop.value = last > old ? Math.max(old, close - distance) : close - distance;
          else stop.value = last < old ? Math.min(old, close + distance) : close + distance;
          return stop.value;
        };
      },
      2,
    ),
});
