import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Sma } from '../trend/sma.ts';
import { TrueRange } from '../volatility/true-range.ts';

const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

export const ravi = defineIndicator({
  id: 'ravi',
  name: 'Range action verification index',
  group: 'momentum',
  about: 'Distance between a short and a long average in percent of the long one, whatever its direction: above 3 there is a trend.',
  inputs: ['close'],
  parameters: { short: rows(7, 'rows in the short average'), long: rows(65, 'rows in the long average') },
  outputs: ['value'],
  unit: 100,
  warmup: ({ short, long }) => Math.max(short, long) - 1,
  settle: ({ short, long }) => Math.max(short, long) - 1,
  source: 'Chande (1997), Beyond Technical Analysis, ch. 4.',
  kernel: ({ short, long }) =>
    steps(1, ({ part }) => {
      const [quick, base] = [part(new Sma(short)), part(new Sma(long))];
      return (x) => {
        const middle = base.update(x);
        const value = quick.update(x) - middle;
        return middle === 0 ? 0 : (100 * Math.abs(value)) / middle;
      };
    }),
});

export const disparity = defineIndicator({
  id: 'disparity',
  name: 'Disparity index',
  group: 'momentum',
  about: 'Distance of the price from its simple average, in percent of the average.',
  inputs: ['close'],
  parameters: { period: rows(14, 'rows in the average') },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Nison (1994), Beyond Candlesticks, ch. 5.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const average = part(new Sma(period));
      return (x) => {
        const middle = average.update(x);
        return middle === 0 ? 0 : (100 * (x - middle)) / middle;
      };
    }),
});

export const pgo = defineIndicator({
  id: 'pgo',
  name: 'Pretty good oscillator',
  group: 'momentum',
  about: 'Distance of the close from its simple average in units of an exponentially averaged true range; 0 when nothing moved.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: rows(14, 'rows in both averages') },
  outputs: ['value'],
  unit: 10,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + rowsToForget(2 / (period + 1)),
  source: 'Johnson (2001), "Pretty good oscillator": (close - SMA) / EMA(true range).',
  kernel: ({ period }) =>
    steps(3, ({ part }) => {
      const [average, range, trueRange] = [part(new Sma(period)), part(new Ema(period)), part(new TrueRange())];
      return (high, low, close) => {
        const away = close - average.update(close);
        const size = range.update(trueRange.update(high, low, close));
        return size === 0 ? 0 : away / size;
      };
    }),
});

/** Lambert's constant, as in the commodity channel index. */
const LAMBERT = 0.015;

export const wavetrend = defineIndicator({
  id: 'wavetrend',
  name: 'WaveTrend oscillator',
  group: 'momentum',
  about: 'Distance of the typical price from its exponential average in units of its own smoothed size, smoothed, and the average of that.',
  inputs: ['hlc3'],
  parameters: {
    channel: rows(10, 'period of the average of the price and of its distance'),
    average: rows(21, 'period of the average of the oscillator'),
    signal: rows(4, 'rows in the signal line'),
  },
  outputs: ['wavetrend', 'signal'],
  unit: 100,
  warmup: ({ channel, average, signal }) => 2 * (channel - 1) + average - 1 + signal - 1,
  settle: ({ channel, average, signal }) =>
    2 * (channel - 1) + average - 1 + signal - 1 + 2 * rowsToForget(2 / (channel + 1)) + rowsToForget(2 / (average + 1)),
  source: 'LazyBear (2014), "WaveTrend oscillator"; 0 for a row whose smoothed distance is 0.',
  kernel: ({ channel, average, signal }) =>
    steps(
      1,
      ({ part, out }) => {
        const [middle, distance] = [part(new Ema(channel)), part(new Ema(channel))];
        const [smooth, line] = [part(new Ema(average)), part(new Sma(signal))];
        return (x) => {
          const away = x - middle.update(x);
          const size = distance.update(Math.abs(away));
          const value = smooth.update(size === 0 ? 0 : away / (LAMBERT * size));
          out[1] = line.update(value);
          return value;
        };
      },
      2,
    ),
});
