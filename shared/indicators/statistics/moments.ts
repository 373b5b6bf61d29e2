import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { int } from '../parameters.ts';
import { ofRecent } from '../recent.ts';
import { steps } from '../steps.ts';
import { Sma } from '../trend/sma.ts';
import { StdDev } from './stddev.ts';

/** A variance below this share of the squared mean is the rounding of values that do not move. */
const STILL_RATIO = 1e-28;

const SHARED = {
  group: 'statistics',
  inputs: ['close'],
  outputs: ['value'],
  warmup: ({ period }: { period: number }) => period - 1,
  settle: ({ period }: { period: number }) => period - 1,
} as const;
const period = int(20, { min: 2, max: 5000, about: 'rows in the window' });
const slow = int(20, { min: 3, max: 1000, about: 'rows in the window; the cost of a row grows with it' });

export const variance = defineIndicator({
  ...SHARED,
  id: 'var',
  name: 'Variance',
  about: 'Population variance of the last values: squares about their mean, divided by their number.',
  parameters: { period: int(5, { min: 2, max: 5000, about: 'rows in the window' }) },
  unit: 'price',
  source: 'Weisstein, "Variance", MathWorld (divisor n); id and period like TA-Lib.',
  kernel: (values) =>
    steps(1, ({ part }) => {
      const deviation = part(new StdDev(values.period));
      return (x) => deviation.update(x) ** 2;
    }),
});

export const zscore = defineIndicator({
  ...SHARED,
  id: 'zscore',
  name: 'Z-score',
  about: 'Distance of the value from the mean of the last values, in population standard deviations; 0 when nothing moved.',
  parameters: { period },
  unit: 4,
  source: 'Kreyszig (1979), Advanced Engineering Mathematics, ch. 23 (standardised variable).',
  kernel: (values) =>
    steps(1, ({ part }) => {
      const mean = part(new Sma(values.period));
      const deviation = part(new StdDev(values.period));
      return (x) => {
        const center = mean.update(x);
        const unit = deviation.update(x);
        return unit * unit <= STILL_RATIO * center * center ? 0 : (x - center) / unit;
      };
    }),
});

export const coefficientOfVariation = defineIndicator({
  ...SHARED,
  id: 'coefficient-of-variation',
  name: 'Coefficient of variation',
  about: 'Population standard deviation of the last values in percent of their mean; 0 when the mean is 0.',
  parameters: { period },
  unit: 100,
  source: 'Pearson (1896), "Mathematical contributions to the theory of evolution III".',
  kernel: (values) =>
    steps(1, ({ part }) => {
      const mean = part(new Sma(values.period));
      const deviation = part(new StdDev(values.period));
      return (x) => {
        const center = mean.update(x);
        const unit = deviation.update(x);
        return center === 0 ? 0 : (100 * unit) / Math.abs(center);
      };
    }),
});

/** Moment of `power` about the mean, in deviations to that power, less that of a normal distribution; 0 when nothing moved. */
function standardised(rows: number, power: number, normal: number): Kernel {
  return ofRecent(rows, (recent) => {
    const mean = recent.mean();
    const squares = recent.moment(mean, 2);
    return squares <= STILL_RATIO * mean * mean ? 0 : recent.moment(mean, power) / squares ** (power / 2) - normal;
  });
}

export const skew = defineIndicator({
  ...SHARED,
  id: 'skew',
  name: 'Skewness',
  about: 'How much further the last values reach above their mean than below, as population skewness; 0 when nothing moved.',
  parameters: { period: slow },
  unit: 2,
  source: 'Joanes & Gill (1998), "Comparing measures of sample skewness and kurtosis", g1.',
  kernel: (values) => standardised(values.period, 3, 0),
});

export const kurtosis = defineIndicator({
  ...SHARED,
  id: 'kurtosis',
  name: 'Kurtosis',
  about: 'Weight of the tails of the last values over that of a normal distribution (population excess); 0 when nothing moved.',
  parameters: { period: slow },
  unit: 6,
  source: 'Joanes & Gill (1998), "Comparing measures of sample skewness and kurtosis", g2.',
  kernel: (values) => standardised(values.period, 4, 3),
});
