import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Sma } from './sma.ts';

export const qstick = defineIndicator({
  id: 'qstick',
  name: 'Qstick',
  group: 'trend',
  about: 'Average of close less open: above 0 when most bars end higher than they began.',
  inputs: ['open', 'close'],
  parameters: { period: int(8, { min: 1, max: 5000, about: 'bars in the average' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Chande & Kroll (1994), The New Technical Trader, ch. 8.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const average = part(new Sma(period));
      return (open, close) => average.update(close - open);
    }),
});
