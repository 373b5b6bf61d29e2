import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Sma } from './sma.ts';

/** Simple average of a simple average: weights that rise to the middle of the window and fall again. */
export const trima = defineIndicator({
  id: 'trima',
  name: 'Triangular moving average',
  group: 'trend',
  about: 'Average in which the values in the middle of the window weigh most.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Lyons (1991), "The triangular moving average", Stocks & Commodities 9; lengths as in TA-Lib.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const first = part(new Sma(Math.ceil((period + 1) / 2)));
      const second = part(new Sma(Math.floor((period + 1) / 2)));
      return (x) => second.update(first.update(x));
    }),
});
