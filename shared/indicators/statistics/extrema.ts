import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Extremum } from '../windows.ts';

const SHARED = {
  group: 'statistics',
  inputs: ['close'],
  parameters: { period: int(30, { min: 2, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }: { period: number }) => period - 1,
  settle: ({ period }: { period: number }) => period - 1,
  source: 'Lemire (2006), "Streaming maximum-minimum filter", Nordic J. of Computing 13:4; ids like TA-Lib.',
} as const;

export const max = defineIndicator({
  ...SHARED,
  id: 'max',
  name: 'Highest value',
  about: 'Highest of the last values.',
  kernel: ({ period }) => new Extremum(period, 1),
});

export const min = defineIndicator({
  ...SHARED,
  id: 'min',
  name: 'Lowest value',
  about: 'Lowest of the last values.',
  kernel: ({ period }) => new Extremum(period, -1),
});

export const minmax = defineIndicator({
  ...SHARED,
  id: 'minmax',
  name: 'Lowest and highest value',
  about: 'Lowest and highest of the last values.',
  outputs: ['min', 'max'],
  kernel: ({ period }) =>
    steps(
      1,
      ({ part, out }) => {
        const lowest = part(new Extremum(period, -1));
        const highest = part(new Extremum(period, 1));
        return (x) => {
          out[1] = highest.update(x);
          return lowest.update(x);
        };
      },
      2,
    ),
});
