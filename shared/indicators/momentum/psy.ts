import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Total } from '../windows.ts';

export const psy = defineIndicator({
  id: 'psy',
  name: 'Psychological line',
  group: 'momentum',
  about: 'Rows that rose among the last ones, in percent.',
  inputs: ['close'],
  parameters: { period: int(12, { min: 1, max: 5000, about: 'changes counted' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Shimizu (1986), The Japanese Chart of Charts, ch. 4.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const [rises, before] = [part(new Total(period, 'flow')), part(new Cell(Number.NaN))];
      return (x) => {
        const last = before.value;
        before.value = x;
        return Number.isNaN(last) ? Number.NaN : (100 * rises.update(x > last ? 1 : 0)) / period;
      };
    }),
});
