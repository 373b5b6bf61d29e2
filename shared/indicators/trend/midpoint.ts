import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Extremum } from '../windows.ts';

export const midpoint = defineIndicator({
  id: 'midpoint',
  name: 'Midpoint of the last values',
  group: 'trend',
  about: 'Mean of the highest and the lowest of the last values.',
  inputs: ['close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'TA-Lib, function MIDPOINT.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const highest = part(new Extremum(period, 1));
      const lowest = part(new Extremum(period, -1));
      return (x) => (highest.update(x) + lowest.update(x)) / 2;
    }),
});

export const midprice = defineIndicator({
  id: 'midprice',
  name: 'Midpoint of the last range',
  group: 'trend',
  about: 'Mean of the highest high and the lowest low of the last bars.',
  inputs: ['high', 'low'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'bars in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'TA-Lib, function MIDPRICE.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const highest = part(new Extremum(period, 1));
      const lowest = part(new Extremum(period, -1));
      return (high, low) => (highest.update(high) + lowest.update(low)) / 2;
    }),
});
