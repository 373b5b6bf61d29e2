import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Sma } from '../trend/sma.ts';
import { Extremum, Total } from '../windows.ts';
import { TrueRange } from './true-range.ts';

const SHARED = { group: 'volatility', inputs: ['high', 'low'], outputs: ['value'] } as const;
const bars = (value: number, min = 1) => int(value, { min, max: 5000, about: 'bars in the window' });

export const donchianWidth = defineIndicator({
  ...SHARED,
  id: 'donchian-width',
  name: 'Donchian channel width',
  about: 'Distance of the highest high and the lowest low of the last bars.',
  parameters: { period: bars(20) },
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Faith (2003), The Original Turtle Trading Rules, ch. 4 (the channel).',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const highest = part(new Extremum(period, 1));
      const lowest = part(new Extremum(period, -1));
      return (high, low) => highest.update(high) - lowest.update(low);
    }),
});

export const averageRange = defineIndicator({
  ...SHARED,
  id: 'average-range',
  name: 'Average range',
  about: 'Mean distance of high and low of the last bars, gaps left out; of daily bars also known as the average day range.',
  parameters: { period: bars(14) },
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Crabel (1990), Day Trading with Short Term Price Patterns, ch. 1.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const mean = part(new Sma(period));
      return (high, low) => mean.update(high - low);
    }),
});

export const chaikinVolatility = defineIndicator({
  ...SHARED,
  id: 'chaikin-volatility',
  name: 'Chaikin volatility',
  about: 'Change in percent of the exponential average of the range of the bars; 0 when that average was 0.',
  parameters: { period: bars(10), change: int(10, { min: 1, max: 5000, about: 'bars between the two averages compared' }) },
  unit: 100,
  warmup: ({ period, change }) => period - 1 + change,
  settle: ({ period, change }) => period - 1 + change + rowsToForget(2 / (period + 1)),
  source: 'Achelis (2001), Technical Analysis from A to Z, "Volatility, Chaikin’s".',
  kernel: ({ period, change }) =>
    steps(2, ({ part }) => {
      const average = part(new Ema(period));
      const earlier = part(new Lag(change));
      return (high, low) => {
        const now = average.update(high - low);
        if (Number.isNaN(now)) return Number.NaN;
        const then = earlier.push(now);
        return then === 0 ? 0 : 100 * (now / then - 1);
      };
    }),
});

export const massIndex = defineIndicator({
  ...SHARED,
  id: 'mass-index',
  name: 'Mass index',
  about: 'Sum over the last bars of the average range over its own average: a bulge above 27 and back warns of a turn.',
  parameters: {
    period: bars(25),
    average: int(9, { min: 1, max: 2000, about: 'period of both exponential averages' }),
  },
  unit: 10,
  warmup: ({ period, average }) => 2 * (average - 1) + period - 1,
  settle: ({ period, average }) => 2 * (average - 1) + period - 1 + 2 * rowsToForget(2 / (average + 1)),
  source: 'Dorsey (1992), "The mass index", Stocks & Commodities 10:6; a range of nothing counts as 1.',
  kernel: ({ period, average }) =>
    steps(2, ({ part }) => {
      const once = part(new Ema(average));
      const twice = part(new Ema(average));
      const total = part(new Total(period, 'flow'));
      return (high, low) => {
        const range = once.update(high - low);
        const mean = twice.update(range);
        return total.update(mean === 0 ? 1 : range / mean);
      };
    }),
});

export const choppiness = defineIndicator({
  ...SHARED,
  id: 'choppiness',
  name: 'Choppiness index',
  about:
    'Way that the last bars went over the range that they covered, as a logarithm: 100 to and fro, 0 straight; 100 in a range of nothing.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: bars(14, 2) },
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Dreiss, as in Futures magazine (October 1992), "Trading the choppiness index".',
  kernel: ({ period }) =>
    steps(3, ({ part }) => {
      const trueRange = part(new TrueRange());
      const way = part(new Total(period, 'flow'));
      const highest = part(new Extremum(period, 1));
      const lowest = part(new Extremum(period, -1));
      return (high, low, close) => {
        const walked = way.update(trueRange.update(high, low, close));
        const covered = highest.update(high) - lowest.update(low);
        return walked === 0 || covered === 0 ? 100 : (100 * Math.log(walked / covered)) / Math.log(period);
      };
    }),
});

export const rangeIndex = defineIndicator({
  ...SHARED,
  id: 'gapo',
  name: 'Gopalakrishnan range index',
  about: 'Logarithm of the range of the last bars over that of their number: how erratic a market is; 0 in a range of nothing.',
  parameters: { period: bars(5, 2) },
  unit: 4,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Gopalakrishnan (2001), "Gopalakrishnan range index", Stocks & Commodities 19:1.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const highest = part(new Extremum(period, 1));
      const lowest = part(new Extremum(period, -1));
      return (high, low) => {
        const range = highest.update(high) - lowest.update(low);
        return range === 0 ? 0 : Math.log(range) / Math.log(period);
      };
    }),
});

export const trueRangePercent = defineIndicator({
  ...SHARED,
  id: 'true-range-percent',
  name: 'True range in percent',
  about: 'True range in percent of the close before, comparable between instruments; 0 after a close of 0.',
  inputs: ['high', 'low', 'close'],
  parameters: {},
  unit: 100,
  warmup: () => 1,
  settle: () => 1,
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 3 (the range).',
  kernel: () =>
    steps(3, ({ part }) => {
      const trueRange = part(new TrueRange());
      const before = part(new Cell(Number.NaN));
      return (high, low, close) => {
        const last = before.value;
        before.value = close;
        const range = trueRange.update(high, low, close);
        return last === 0 ? 0 : (100 * range) / last;
      };
    }),
});
