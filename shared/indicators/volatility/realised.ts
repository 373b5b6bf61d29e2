import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { float, int } from '../parameters.ts';
import { StdDev } from '../statistics/stddev.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Total } from '../windows.ts';

/** Parameters and rows that all estimators of the volatility share. */
const year = float(252, {
  min: 1,
  max: 1_000_000,
  step: 1,
  about: 'rows in a year: 252 trading days, 365 days, 8760 hours; 1 leaves it a row',
});
const bars = int(20, { min: 1, max: 5000, about: 'bars in the window' });
const changes = int(20, { min: 2, max: 5000, about: 'changes in the window' });
const SHARED = { group: 'volatility', inputs: ['open', 'high', 'low', 'close'], outputs: ['value'], unit: 100 } as const;

/** Deviation for a year in percent, of a variance for one row. */
const percentOfYear = (variance: number, rows: number) => 100 * Math.sqrt(variance * rows);
/** Logarithmic change; 0 where a price has no logarithm, NaN where one is unknown. */
const change = (now: number, before: number) => (now <= 0 || before <= 0 ? 0 : Math.log(now / before));

export const historicalVolatility = defineIndicator({
  ...SHARED,
  id: 'historical-volatility',
  name: 'Historical volatility',
  about: 'Standard deviation (of a sample) of the logarithmic changes of the close, for a year, in percent.',
  inputs: ['close'],
  parameters: { period: changes, year },
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Hull (2018), Options, Futures, and Other Derivatives, ch. 15.4.',
  kernel: ({ period, year: rows }) =>
    steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const deviation = part(new StdDev(period));
      return (close) => percentOfYear((deviation.update(change(close, before.push(close))) ** 2 * period) / (period - 1), rows);
    }),
});

/** Kernel of the mean over the last bars of what a bar by itself tells about the variance, never negative. */
function meanOfBars(period: number, rows: number, variance: (open: number, high: number, low: number, close: number) => number): Kernel {
  return steps(4, ({ part }) => {
    const total = part(new Total(period, 'flow'));
    return (open, high, low, close) => percentOfYear(total.update(Math.max(0, variance(open, high, low, close))) / period, rows);
  });
}

export const parkinson = defineIndicator({
  ...SHARED,
  id: 'parkinson',
  name: 'Parkinson volatility',
  about: 'Volatility for a year in percent from the highs and lows of the bars: five times as sharp as from closes, blind to gaps.',
  parameters: { period: bars, year },
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Parkinson (1980), "The extreme value method", J. of Business 53:1.',
  kernel: (values) => meanOfBars(values.period, values.year, (_open, high, low) => change(high, low) ** 2 / (4 * Math.LN2)),
});

export const garmanKlass = defineIndicator({
  ...SHARED,
  id: 'garman-klass',
  name: 'Garman-Klass volatility',
  about: 'Volatility for a year in percent from all four prices of the bars, for a market without drift and gaps.',
  parameters: { period: bars, year },
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Garman & Klass (1980), "On the estimation of security price volatilities", J. of Business 53:1.',
  kernel: (values) =>
    meanOfBars(
      values.period,
      values.year,
      (open, high, low, close) => 0.5 * change(high, low) ** 2 - (2 * Math.LN2 - 1) * change(close, open) ** 2,
    ),
});

/** Variance of a bar whatever its drift: Rogers & Satchell (1991). */
const driftless = (open: number, high: number, low: number, close: number) =>
  change(high, close) * change(high, open) + change(low, close) * change(low, open);

export const rogersSatchell = defineIndicator({
  ...SHARED,
  id: 'rogers-satchell',
  name: 'Rogers-Satchell volatility',
  about: 'Volatility for a year in percent from all four prices of the bars, whatever the drift, blind to gaps.',
  parameters: { period: bars, year },
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Rogers & Satchell (1991), "Estimating variance from high, low and closing prices", Annals of Applied Probability 1:4.',
  kernel: (values) => meanOfBars(values.period, values.year, driftless),
});

export const yangZhang = defineIndicator({
  ...SHARED,
  id: 'yang-zhang',
  name: 'Yang-Zhang volatility',
  about: 'Volatility for a year in percent from all four prices and the gaps between bars, whatever the drift.',
  parameters: { period: changes, year },
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Yang & Zhang (2000), "Drift-independent volatility estimation", J. of Business 73:3.',
  kernel: ({ period, year: rows }) =>
    steps(4, ({ part }) => {
      const before = part(new Cell(Number.NaN));
      const gaps = part(new StdDev(period));
      const bodies = part(new StdDev(period));
      const within = part(new Total(period, 'flow'));
      const share = 0.34 / (1.34 + (period + 1) / (period - 1));
      return (open, high, low, close) => {
        const last = before.value;
        before.value = close;
        if (Number.isNaN(last)) return Number.NaN;
        const gap = gaps.update(change(open, last)) ** 2;
        const body = bodies.update(change(close, open)) ** 2;
        const inside = within.update(Math.max(0, driftless(open, high, low, close))) / period;
        return percentOfYear(((gap + share * body) * period) / (period - 1) + (1 - share) * inside, rows);
      };
    }),
});

export const ewmaVolatility = defineIndicator({
  ...SHARED,
  id: 'ewma-volatility',
  name: 'Exponentially weighted volatility',
  about: 'Root of the exponential average of squared logarithmic changes, for a year, in percent; seeded with the first change.',
  inputs: ['close'],
  parameters: { decay: float(0.94, { min: 0.5, max: 0.999, step: 0.01, about: 'what remains of the weight of a row at the next' }), year },
  warmup: () => 1,
  settle: ({ decay }) => 1 + rowsToForget(1 - decay),
  source: 'J. P. Morgan/Reuters (1996), RiskMetrics Technical Document, ch. 5.',
  kernel: ({ decay, year: rows }) =>
    steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const variance = part(new Ema(1, 1 - decay));
      return (close) => percentOfYear(variance.update(change(close, before.push(close)) ** 2), rows);
    }),
});

export const downsideDeviation = defineIndicator({
  ...SHARED,
  id: 'downside-deviation',
  name: 'Downside deviation',
  about: 'Root of the mean square of the falling changes of the close, rises counting as 0, for a year, in percent.',
  inputs: ['close'],
  parameters: { period: changes, year },
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Sortino & van der Meer (1991), "Downside risk", J. of Portfolio Management 17:4, of logarithmic changes against 0.',
  kernel: ({ period, year: rows }) =>
    steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const falls = part(new Total(period, 'flow'));
      return (close) => percentOfYear(falls.update(Math.min(0, change(close, before.push(close))) ** 2) / period, rows);
    }),
});
