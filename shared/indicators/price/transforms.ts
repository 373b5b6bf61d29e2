import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Lag } from '../lag.ts';
import { steps } from '../steps.ts';

const price = {
  group: 'price',
  parameters: {},
  outputs: ['value'],
  unit: 'price',
  warmup: () => 0,
  settle: () => 0,
  source: 'Achelis (2000), Technical Analysis from A to Z, "Median price", "Typical price" and "Weighted close".',
} as const;

export const avgPrice = defineIndicator({
  ...price,
  id: 'avg-price',
  name: 'Average price',
  about: 'Mean of open, high, low and close.',
  inputs: ['open', 'high', 'low', 'close'],
  kernel: () => steps(4, () => (open, high, low, close) => (open + high + low + close) / 4),
});

export const medianPrice = defineIndicator({
  ...price,
  id: 'median-price',
  name: 'Median price',
  about: 'Middle between high and low.',
  inputs: ['high', 'low'],
  kernel: () => steps(2, () => (high, low) => (high + low) / 2),
});

export const typicalPrice = defineIndicator({
  ...price,
  id: 'typical-price',
  name: 'Typical price',
  about: 'Mean of high, low and close.',
  inputs: ['high', 'low', 'close'],
  kernel: () => steps(3, () => (high, low, close) => (high + low + close) / 3),
});

export const weightedClose = defineIndicator({
  ...price,
  id: 'weighted-close',
  name: 'Weighted close',
  about: 'Mean of high, low and twice the close.',
  inputs: ['high', 'low', 'close'],
  kernel: () => steps(3, () => (high, low, close) => (high + low + 2 * close) / 4),
});

const change = {
  group: 'price',
  inputs: ['close'],
  parameters: { period: int(1, { min: 1, max: 5000, about: 'rows between the two values' }) },
  outputs: ['value'],
  warmup: ({ period }: { readonly period: number }) => period,
  settle: ({ period }: { readonly period: number }) => period,
  source: 'Tsay (2010), Analysis of Financial Time Series, sec. 1.1.',
} as const;

export const percentReturn = defineIndicator({
  ...change,
  id: 'percent-return',
  name: 'Simple return',
  about: 'Change over some rows in percent; 0 after a value of 0.',
  unit: 100,
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const lag = part(new Lag(period));
      return (x) => {
        const before = lag.push(x);
        return before === 0 ? 0 : (100 * (x - before)) / before;
      };
    }),
});

export const logReturn = defineIndicator({
  ...change,
  id: 'log-return',
  name: 'Logarithmic return',
  about: 'Natural logarithm of the ratio to the value some rows before; 0 where the two have no positive ratio.',
  unit: 1,
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const lag = part(new Lag(period));
      return (x) => {
        const before = lag.push(x);
        if (Number.isNaN(before)) return Number.NaN;
        return before * x > 0 ? Math.log(x / before) : 0;
      };
    }),
});
