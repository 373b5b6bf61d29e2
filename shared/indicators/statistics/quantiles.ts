import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { float, int } from '../parameters.ts';
import { ofRecent } from '../recent.ts';
import { steps } from '../steps.ts';
import { SortedRecent } from './sorted-recent.ts';

const SHARED = {
  group: 'statistics',
  inputs: ['close'],
  outputs: ['value'],
  warmup: ({ period }: { period: number }) => period - 1,
  settle: ({ period }: { period: number }) => period - 1,
} as const;
const period = int(20, { min: 2, max: 5000, about: 'rows in the window' });
const TYPE_7 = 'Hyndman & Fan (1996), "Sample quantiles in statistical packages", The American Statistician 50:4, type 7.';

function ofSorted(rows: number, of: (sorted: SortedRecent) => number): Kernel {
  return steps(1, ({ part }) => {
    const sorted = part(new SortedRecent(rows));
    return (x) => (sorted.push(x) ? of(sorted) : Number.NaN);
  });
}

export const median = defineIndicator({
  ...SHARED,
  id: 'median',
  name: 'Median',
  about: 'The value in the middle of the last ones: an average that outliers do not move.',
  parameters: { period },
  unit: 'price',
  source: TYPE_7,
  kernel: (values) => ofSorted(values.period, (sorted) => sorted.quantile(0.5)),
});

export const quantile = defineIndicator({
  ...SHARED,
  id: 'quantile',
  name: 'Quantile',
  about: 'The value below which a share of the last ones lies.',
  parameters: { period, share: float(0.9, { min: 0, max: 1, step: 0.05, about: 'share of the values below: 0.5 is the median' }) },
  unit: 'price',
  source: TYPE_7,
  kernel: (values) => ofSorted(values.period, (sorted) => sorted.quantile(values.share)),
});

export const interquartileRange = defineIndicator({
  ...SHARED,
  id: 'interquartile-range',
  name: 'Interquartile range',
  about: 'Width of the middle half of the last values.',
  parameters: { period },
  unit: 'price',
  source: TYPE_7,
  kernel: (values) => ofSorted(values.period, (sorted) => sorted.quantile(0.75) - sorted.quantile(0.25)),
});

export const mad = defineIndicator({
  ...SHARED,
  id: 'mad',
  name: 'Median absolute deviation',
  about: 'Median distance of the last values from their median: a spread that outliers do not move.',
  parameters: { period: int(20, { min: 2, max: 1000, about: 'rows in the window; the cost of a row grows with it' }) },
  unit: 'price',
  source: 'Hampel (1974), "The influence curve and its role in robust estimation", J. Amer. Statist. Assoc. 69:346.',
  kernel: (values) => ofSorted(values.period, medianDistance),
});

/** Median distance from the median. The distances grow from the middle outwards, so the nearest are taken one by one from either side. */
function medianDistance(sorted: SortedRecent): number {
  const rows = sorted.length;
  const center = sorted.quantile(0.5);
  let below = Math.ceil(rows / 2) - 1;
  let above = below + 1;
  let [last, before] = [0, 0];
  for (let taken = 0; taken <= rows >> 1; taken++) {
    const down = below >= 0 ? center - sorted.at(below) : Number.POSITIVE_INFINITY;
    const up = above < rows ? sorted.at(above) - center : Number.POSITIVE_INFINITY;
    before = last;
    last = Math.min(down, up);
    if (down <= up) below--;
    else above++;
  }
  return rows % 2 === 1 ? last : (before + last) / 2;
}

export const percentileRank = defineIndicator({
  ...SHARED,
  id: 'percentile-rank',
  name: 'Percentile rank',
  about: 'Percent of the values before it, so many rows back, that are below the value, 0 to 100.',
  parameters: { period: int(100, { min: 1, max: 1000, about: 'rows compared with; the cost of a row grows with it' }) },
  unit: 100,
  warmup: (values) => values.period,
  settle: (values) => values.period,
  source: 'Connors & Alvarez (2012), An Introduction to ConnorsRSI.',
  kernel: (values) =>
    ofRecent(values.period + 1, (recent) => {
      const now = recent.at(values.period);
      let below = 0;
      for (let i = 0; i < values.period; i++) if (recent.at(i) < now) below++;
      return (100 * below) / values.period;
    }),
});

export const avgdev = defineIndicator({
  ...SHARED,
  id: 'avgdev',
  name: 'Average deviation',
  about: 'Mean distance of the last values from their mean.',
  parameters: { period: int(14, { min: 2, max: 1000, about: 'rows in the window; the cost of a row grows with it' }) },
  unit: 'price',
  source: 'Weisstein, "Mean deviation", MathWorld; id and period like TA-Lib.',
  kernel: (values) =>
    ofRecent(values.period, (recent) => {
      const mean = recent.mean();
      let distance = 0;
      for (let i = 0; i < values.period; i++) distance += Math.abs(recent.at(i) - mean);
      return distance / values.period;
    }),
});
