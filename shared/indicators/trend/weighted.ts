import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { WeightedWindow } from '../windows.ts';

const window = (value: number, max: number) => int(value, { min: 1, max, about: 'rows in the window; the cost of a row grows with it' });
const weights = (period: number, weight: (i: number) => number) => Array.from({ length: period }, (_, i) => weight(i));
const common = { group: 'trend', inputs: ['close'], outputs: ['value'], unit: 'price' } as const;
const last = ({ period }: { readonly period: number }) => period - 1;

export const alma = defineIndicator({
  ...common,
  id: 'alma',
  name: 'Arnaud Legoux moving average',
  about: 'Average with the weights of a bell curve whose middle lies at a chosen place of the window.',
  parameters: {
    period: window(9, 1000),
    offset: float(0.85, { min: 0, max: 1, step: 0.05, about: 'place of the middle: 0 the oldest value, 1 the newest' }),
    sigma: float(6, { min: 0.5, max: 50, step: 0.5, about: 'window lengths in a standard deviation of the curve' }),
  },
  warmup: last,
  settle: last,
  source: 'Legoux & Kouzis-Loukas (2009), "ALMA: Arnaud Legoux Moving Average".',
  kernel: ({ period, offset, sigma }) => {
    const middle = offset * (period - 1);
    return new WeightedWindow(weights(period, (i) => Math.exp(-((i - middle) ** 2) / (2 * (period / sigma) ** 2))));
  },
});

export const swma = defineIndicator({
  ...common,
  id: 'swma',
  name: 'Symmetrically weighted moving average',
  about: 'Average of the last four values with the weights 1, 2, 2, 1.',
  parameters: {},
  warmup: () => 3,
  settle: () => 3,
  source: 'Ehlers (2002), "Relative vigor index", Stocks & Commodities 20:1, where it smooths numerator and denominator.',
  kernel: () => new WeightedWindow([1, 2, 2, 1]),
});

export const sinwma = defineIndicator({
  ...common,
  id: 'sinwma',
  name: 'Sine-weighted moving average',
  about: 'Average with the weights of half a sine wave: the middle of the window weighs most.',
  parameters: { period: window(14, 1000) },
  warmup: last,
  settle: last,
  source: 'Lebeau & Lucas (1992), Computer Analysis of the Futures Market: weights sin(pi i / (n + 1)).',
  kernel: ({ period }) => new WeightedWindow(weights(period, (i) => Math.sin(((i + 1) * Math.PI) / (period + 1)))),
});

export const pwma = defineIndicator({
  ...common,
  id: 'pwma',
  name: 'Pascal-weighted moving average',
  about: 'Average with the weights of a row of Pascal’s triangle.',
  parameters: { period: window(10, 60) },
  warmup: last,
  settle: last,
  source: 'Binomial smoothing: Marchand & Marmet (1983), "Binomial smoothing filter", Rev. Sci. Instrum. 54:8.',
  kernel: ({ period }) => {
    let weight = 1;
    return new WeightedWindow(weights(period, (i) => (weight = i === 0 ? 1 : (weight * (period - i)) / i)));
  },
});

export const fwma = defineIndicator({
  ...common,
  id: 'fwma',
  name: 'Fibonacci-weighted moving average',
  about: 'Average in which the weights towards the newest value are the Fibonacci numbers.',
  parameters: { period: window(10, 60) },
  warmup: last,
  settle: last,
  source: 'Definition: weights F(1) for the oldest to F(n) for the newest value, each the sum of the two before.',
  kernel: ({ period }) => {
    let [before, now] = [0, 1];
    return new WeightedWindow(
      weights(period, () => {
        const weight = now;
        [before, now] = [now, before + now];
        return weight;
      }),
    );
  },
});
