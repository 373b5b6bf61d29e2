import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';

const common = {
  group: 'momentum',
  inputs: ['close'],
  parameters: { period: int(10, { min: 1, max: 5000, about: 'rows between the two values' }) },
  outputs: ['value'],
  warmup: ({ period }: { readonly period: number }) => period,
  settle: ({ period }: { readonly period: number }) => period,
  source: 'Murphy (1999), Technical Analysis of the Financial Markets, ch. 10; 0 after a value of 0, as in TA-Lib.',
} as const;

/** The kernel of a ratio to the value `period` rows before. */
const ratio = (period: number, scale: number, shift: number) =>
  steps(1, ({ part }) => {
    const lag = part(new Lag(period));
    return (x) => {
      const before = lag.push(x);
      return before === 0 ? 0 : scale * (x / before - shift);
    };
  });

export const rocp = defineIndicator({
  ...common,
  id: 'rocp',
  name: 'Rate of change, as a share',
  about: 'Change over the last rows as a share of the value before.',
  unit: 1,
  kernel: ({ period }) => ratio(period, 1, 1),
});

export const rocr = defineIndicator({
  ...common,
  id: 'rocr',
  name: 'Rate of change, as a ratio',
  about: 'The value divided by the one some rows before.',
  unit: 1,
  kernel: ({ period }) => ratio(period, 1, 0),
});

export const rocr100 = defineIndicator({
  ...common,
  id: 'rocr100',
  name: 'Rate of change, as a ratio in percent',
  about: 'The value in percent of the one some rows before.',
  unit: 100,
  kernel: ({ period }) => ratio(period, 100, 0),
});
