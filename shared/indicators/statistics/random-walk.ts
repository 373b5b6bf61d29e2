import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { float, int } from '../parameters.ts';
import { ofRecent, Recent } from '../recent.ts';
import { steps } from '../steps.ts';
import { Sma } from '../trend/sma.ts';
import { StdDev } from './stddev.ts';

const SHARED = { group: 'statistics', inputs: ['close'], outputs: ['value'] } as const;

/** The six orders that three values can have; equal ones count as rising. */
const ORDERS = 6;

/** Which of the six orders three values have. */
function orderOf(a: number, b: number, c: number): number {
  if (a <= b) return b <= c ? 0 : a <= c ? 1 : 2;
  return a <= c ? 3 : b <= c ? 4 : 5;
}

export const entropy = defineIndicator({
  ...SHARED,
  id: 'entropy',
  name: 'Permutation entropy',
  about:
    'How evenly the last rows take the six orders that three values in a row can have: 0 always the same one, 1 all alike, as in noise.',
  parameters: { period: int(50, { min: 6, max: 5000, about: 'orders counted' }) },
  unit: 1,
  warmup: ({ period }) => period + 1,
  settle: ({ period }) => period + 1,
  source: 'Bandt & Pompe (2002), "Permutation entropy", Physical Review Letters 88:174102, order 3, over its largest value.',
  kernel: ({ period }) => {
    const counts = new Float64Array(ORDERS);
    return steps(1, ({ part }) => {
      const recent = part(new Recent(period + 2));
      return (x) => {
        if (!recent.push(x)) return Number.NaN;
        counts.fill(0);
        for (let i = 0; i < period; i++) {
          const order = orderOf(recent.at(i), recent.at(i + 1), recent.at(i + 2));
          counts[order] = (counts[order] as number) + 1;
        }
        let sum = 0;
        for (const count of counts) if (count > 0) sum -= (count / period) * Math.log(count / period);
        return sum / Math.log(ORDERS);
      };
    });
  },
});

/** Smallest stretch whose range is compared with its deviation. */
const SHORTEST = 8;

/** Mean range of the running sums over the deviation, of the stretches of `rows` changes that fit; 0 when none moved. */
function rescaledRange(changes: Float64Array, rows: number): number {
  let sum = 0;
  let moved = 0;
  for (let start = changes.length % rows; start < changes.length; start += rows) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += (changes[start + i] as number) / rows;
    let [total, highest, lowest, squares] = [0, 0, 0, 0];
    for (let i = 0; i < rows; i++) {
      const distance = (changes[start + i] as number) - mean;
      total += distance;
      squares += distance * distance;
      if (total > highest) highest = total;
      else if (total < lowest) lowest = total;
    }
    if (squares === 0) continue;
    sum += (highest - lowest) / Math.sqrt(squares / rows);
    moved++;
  }
  return moved === 0 ? 0 : sum / moved;
}

/** Slope of the logarithm of the rescaled range over that of the length, for lengths that double; 0.5 when too little moved. */
function hurstExponent(changes: Float64Array): number {
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let rows = SHORTEST; rows <= changes.length; rows *= 2) {
    const range = rescaledRange(changes, rows);
    if (range === 0) continue;
    const [x, y] = [Math.log(rows), Math.log(range)];
    n++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  return n < 2 ? 0.5 : (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
}

export const hurst = defineIndicator({
  ...SHARED,
  id: 'hurst',
  name: 'Hurst exponent',
  about:
    'How the range of the last changes grows with the time given to them: above 0.5 they go on, below they turn. Short windows read high.',
  parameters: { period: int(128, { min: 16, max: 1024, about: 'changes in the window; the cost of a row grows with it' }) },
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Mandelbrot & Wallis (1969), "Robustness of the rescaled range R/S", Water Resources Research 5:5, lengths 8, 16, 32 ...',
  kernel: ({ period }) => {
    const inOrder = new Float64Array(period);
    return steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const changes = part(new Recent(period));
      return (x) => {
        if (!changes.push(x - before.push(x))) return Number.NaN;
        for (let i = 0; i < period; i++) inOrder[i] = changes.at(i);
        return hurstExponent(inOrder);
      };
    });
  },
});

export const varianceRatio = defineIndicator({
  ...SHARED,
  id: 'variance-ratio',
  name: 'Variance ratio',
  about:
    'Variance of changes over several rows for each row, over that of one row: 1 in a random walk, above in trends, below when it turns.',
  parameters: {
    period: int(64, { min: 4, max: 1000, about: 'changes in the window; the cost of a row grows with it' }),
    span: int(2, { min: 2, max: 64, about: 'rows in a long change; at most half the period counts' }),
  },
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source:
    'Lo & MacKinlay (1988), "Stock market prices do not follow random walks", Review of Financial Studies 1:1, eq. 10 without bias terms.',
  kernel: ({ period, span }) => ofRecent(period + 1, (recent) => ratioOfVariances(recent, Math.min(span, period >> 1))),
});

/** 1 when nothing moved. */
function ratioOfVariances(values: Recent, span: number): number {
  const changes = values.length - 1;
  const drift = (values.at(changes) - values.at(0)) / changes;
  let [short, long] = [0, 0];
  for (let i = 1; i <= changes; i++) short += (values.at(i) - values.at(i - 1) - drift) ** 2;
  for (let i = span; i <= changes; i++) long += (values.at(i) - values.at(i - span) - span * drift) ** 2;
  return short === 0 ? 1 : long / (changes - span + 1) / ((span * short) / changes);
}

export const sharpe = defineIndicator({
  ...SHARED,
  id: 'sharpe',
  name: 'Rolling Sharpe ratio',
  about: 'Mean of the last relative changes over their population deviation, for a year; 0 when nothing moved.',
  parameters: {
    period: int(60, { min: 2, max: 5000, about: 'changes in the window' }),
    year: float(252, { min: 1, max: 1_000_000, step: 1, about: 'rows in a year: 252 trading days, 365 days, 8760 hours' }),
  },
  unit: 4,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Sharpe (1994), "The Sharpe ratio", J. of Portfolio Management 21:1, without an interest rate.',
  kernel: ({ period, year }) =>
    steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const mean = part(new Sma(period));
      const deviation = part(new StdDev(period));
      return (x) => {
        const then = before.push(x);
        const change = then === 0 ? 0 : x / then - 1;
        const center = mean.update(change);
        const unit = deviation.update(change);
        return unit === 0 ? 0 : (Math.sqrt(year) * center) / unit;
      };
    }),
});
