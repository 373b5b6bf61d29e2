import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Recent } from '../recent.ts';
import { RollingCorrelation } from '../rolling-correlation.ts';
import { steps } from '../steps.ts';

const SHARED = { group: 'statistics', inputs: ['high', 'low'], outputs: ['value'] } as const;

export const correl = defineIndicator({
  ...SHARED,
  id: 'correl',
  name: 'Pearson correlation',
  about: 'Correlation of two columns over the last rows, -1 to 1; 0 when one of them does not move.',
  parameters: { period: int(30, { min: 2, max: 5000, about: 'pairs in the window' }) },
  unit: 2,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Pearson (1895), "Notes on regression and inheritance", Proc. Royal Society 58; id and period like TA-Lib.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const pairs = part(new RollingCorrelation(period));
      return (a, b) => pairs.push(a, b);
    }),
});

/** Sums of products about the means of the last `period` pairs: of the first with itself in `squares`, of both in `products`. */
class Pairs {
  readonly first: Recent;
  readonly second: Recent;
  squares = 0;
  products = 0;

  constructor(period: number) {
    this.first = new Recent(period);
    this.second = new Recent(period);
  }

  push(a: number, b: number): boolean {
    this.first.push(a);
    if (!this.second.push(b)) return false;
    const centerA = this.first.mean();
    const centerB = this.second.mean();
    this.squares = 0;
    this.products = 0;
    for (let i = 0; i < this.first.length; i++) {
      const distance = this.first.at(i) - centerA;
      this.squares += distance * distance;
      this.products += distance * (this.second.at(i) - centerB);
    }
    return true;
  }
}

function ofPairs(inputs: 1 | 2, period: number, of: (pairs: Pairs, x: Lag, y: Lag) => (a: number, b: number) => number): Kernel {
  return steps(inputs, ({ part }) => {
    const pairs = new Pairs(period);
    part(pairs.first);
    part(pairs.second);
    return of(pairs, part(new Lag(1)), part(new Lag(1)));
  });
}

/** Relative change; 0 from a value of 0. */
const change = (now: number, before: number) => (before === 0 ? 0 : (now - before) / before);
const slowPairs = (value: number) => int(value, { min: 2, max: 1000, about: 'pairs in the window; the cost of a row grows with it' });

export const beta = defineIndicator({
  ...SHARED,
  id: 'beta',
  name: 'Beta',
  about: 'How far the second column moves in percent when the first moves by one percent, by least squares; 0 when the first stands still.',
  parameters: { period: slowPairs(5) },
  unit: 2,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Sharpe (1964), "Capital asset prices", J. of Finance 19:3; id, period and the order of the columns like TA-Lib.',
  kernel: ({ period }) =>
    ofPairs(2, period, (pairs, x, y) => (a, b) => {
      const known = pairs.push(change(a, x.push(a)), change(b, y.push(b)));
      if (!known) return Number.NaN;
      return pairs.squares === 0 ? 0 : pairs.products / pairs.squares;
    }),
});

export const covariance = defineIndicator({
  ...SHARED,
  id: 'covariance',
  name: 'Covariance',
  about: 'Population covariance of two columns over the last rows.',
  parameters: { period: slowPairs(30) },
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Weisstein, "Covariance", MathWorld (divisor n).',
  kernel: ({ period }) => ofPairs(2, period, (pairs) => (a, b) => (pairs.push(a, b) ? pairs.products / period : Number.NaN)),
});

export const autocorrelation = defineIndicator({
  ...SHARED,
  id: 'autocorrelation',
  name: 'Autocorrelation of changes',
  about: 'Correlation of the change of a row with that of an earlier row, over the last rows; above 0 trends go on, below 0 they turn.',
  inputs: ['close'],
  parameters: {
    period: int(50, { min: 3, max: 5000, about: 'pairs in the window' }),
    lag: int(1, { min: 1, max: 500, about: 'rows between the two changes' }),
  },
  unit: 2,
  warmup: ({ period, lag }) => period + lag,
  settle: ({ period, lag }) => period + lag,
  source: 'Box, Jenkins & Reinsel (1994), Time Series Analysis, ch. 2, as Pearson’s correlation of the pairs.',
  kernel: ({ period, lag }) =>
    steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const earlier = part(new Lag(lag));
      const pairs = part(new RollingCorrelation(period));
      return (x) => {
        const now = x - before.push(x);
        if (Number.isNaN(now)) return Number.NaN;
        const then = earlier.push(now);
        return Number.isNaN(then) ? Number.NaN : pairs.push(now, then);
      };
    }),
});

export const rollSpread = defineIndicator({
  ...SHARED,
  id: 'roll-spread',
  name: 'Roll’s effective spread',
  about: 'Spread between bid and ask that the bouncing of the closes betrays; 0 when they do not bounce.',
  inputs: ['close'],
  parameters: { period: slowPairs(50) },
  unit: 'price',
  warmup: ({ period }) => period + 1,
  settle: ({ period }) => period + 1,
  source: 'Roll (1984), "A simple implicit measure of the effective bid-ask spread", J. of Finance 39:4.',
  kernel: ({ period }) =>
    ofPairs(1, period, (pairs, close, change) => (x) => {
      const now = x - close.push(x);
      if (Number.isNaN(now)) return Number.NaN;
      const then = change.push(now);
      if (Number.isNaN(then) || !pairs.push(now, then)) return Number.NaN;
      return 2 * Math.sqrt(Math.max(0, -pairs.products / period));
    }),
});
