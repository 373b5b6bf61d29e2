import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Extremum, Total } from '../windows.ts';

export const ulcerIndex = defineIndicator({
  id: 'ulcer-index',
  name: 'Ulcer index',
  group: 'volatility',
  about: 'Root of the mean square of how far, in percent, the closes stood below the highest close of the rows before them.',
  inputs: ['close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'rows in which the highest is sought, and in the mean' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => 2 * (period - 1),
  settle: ({ period }) => 2 * (period - 1),
  source: 'Martin & McCann (1989), The Investor’s Guide to Fidelity Funds, ch. 6, over a rolling window.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const highest = part(new Extremum(period, 1));
      const squares = part(new Total(period, 'flow'));
      return (close) => {
        const top = highest.update(close);
        const fall = top === 0 ? 0 : (100 * (close - top)) / top;
        return Math.sqrt(squares.update(fall * fall) / period);
      };
    }),
});
