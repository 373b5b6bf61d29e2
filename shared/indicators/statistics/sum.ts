import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Total } from '../windows.ts';

export const sum = defineIndicator({
  id: 'sum',
  name: 'Sum',
  group: 'statistics',
  about: 'Sum of the last values.',
  inputs: ['close'],
  parameters: { period: int(30, { min: 2, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'The sum itself; id like TA-Lib.',
  kernel: ({ period }) => new Total(period, 'any'),
});
