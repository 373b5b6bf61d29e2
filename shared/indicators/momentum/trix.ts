import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';

export const trix = defineIndicator({
  id: 'trix',
  name: 'Triple exponential average oscillator',
  group: 'momentum',
  about: 'Change from row to row of a price smoothed exponentially three times, in percent.',
  inputs: ['close'],
  parameters: { period: int(15, { min: 1, max: 1000, about: 'period of all three exponential averages' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => 3 * (period - 1) + 1,
  settle: ({ period }) => 3 * (period - 1) + 1 + 3 * rowsToForget(2 / (period + 1)),
  source: 'Hutson (1983), "Good TRIX", Stocks & Commodities 1:5.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const averages = [part(new Ema(period)), part(new Ema(period)), part(new Ema(period))] as const;
      const before = part(new Cell(Number.NaN));
      return (x) => {
        const now = averages[2].update(averages[1].update(averages[0].update(x)));
        const last = before.value;
        before.value = now;
        return last === 0 ? 0 : 100 * (now / last - 1);
      };
    }),
});
