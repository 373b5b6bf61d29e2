import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';

/** Known once the longest period is, whatever the row asks for (TA-Lib's rule). */
export const mavp = defineIndicator({
  id: 'mavp',
  name: 'Moving average of a variable period',
  group: 'trend',
  about:
    'Simple average whose period each row chooses itself: the second input, cut to a whole number between the shortest and the longest.',
  inputs: ['close', 'volume'],
  parameters: {
    longest: int(30, { min: 2, max: 1000, about: 'longest period; the cost of a row grows with it' }),
    shortest: int(2, { min: 1, max: 1000, about: 'shortest period; no longer than the longest counts' }),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ longest }) => longest - 1,
  settle: ({ longest }) => longest - 1,
  source: 'TA-Lib, function MAVP, with simple averages.',
  kernel: ({ longest, shortest }) =>
    steps(2, ({ part }) => {
      const [window, seen] = [part(new Lag(longest)), part(new Cell(0))];
      return (x, period) => {
        window.push(x);
        if (seen.value < longest) seen.value++;
        if (seen.value < longest) return Number.NaN;
        return window.meanOfLast(Math.trunc(Math.min(longest, Math.max(shortest, period))));
      };
    }),
});
