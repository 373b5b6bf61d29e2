import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from './ema.ts';

/** Tilson's T3: six exponential averages of each other, combined by the volume factor. */
export const t3 = defineIndicator({
  id: 't3',
  name: 'Tilson T3 moving average',
  group: 'trend',
  about: 'Generalised double exponential average applied three times: smooth with little lag.',
  inputs: ['close'],
  parameters: {
    period: int(5, { min: 1, max: 1000, about: 'period of all six exponential averages' }),
    volumeFactor: float(0.7, { min: 0, max: 1, step: 0.05, about: '0 gives three averages in a row, 1 gives DEMA three times' }),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => 6 * (period - 1),
  settle: ({ period }) => 6 * (period - 1) + 6 * rowsToForget(2 / (period + 1)),
  source: 'Tilson (1998), "Smoothing techniques for more accurate signals", Stocks & Commodities 16:1.',
  kernel: ({ period, volumeFactor: v }) =>
    steps(1, ({ part }) => {
      const averages = Array.from({ length: 6 }, () => part(new Ema(period)));
      const weights = [0, 0, 1 + 3 * v + v ** 3 + 3 * v ** 2, -6 * v ** 2 - 3 * v - 3 * v ** 3, 3 * v ** 2 + 3 * v ** 3, -(v ** 3)];
      return (x) => {
        let value = x;
        let sum = 0;
        for (let i = 0; i < 6; i++) {
          value = (averages[i] as Ema).update(value);
          sum += (weights[i] as number) * value;
        }
        return sum;
      };
    }),
});
