import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { float, int } from '../parameters.ts';
import { StdDev } from '../statistics/stddev.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Sma } from '../trend/sma.ts';
import { Total } from '../windows.ts';
import { Vwap } from './vwap.ts';

const SHARED = { group: 'volume', inputs: ['close', 'volume'], outputs: ['value'] } as const;
const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

export const vwmacd = defineIndicator({
  ...SHARED,
  id: 'vwmacd',
  name: 'Volume-weighted MACD',
  about: 'Fast volume-weighted average of the close less a slow one, with its exponential average as the signal line.',
  parameters: {
    fast: rows(12, 'bars in the fast average'),
    slow: rows(26, 'bars in the slow average'),
    signal: rows(9, 'period of the average of the difference'),
  },
  outputs: ['vwmacd', 'signal', 'histogram'],
  unit: 'price',
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) - 1 + signal - 1,
  settle: ({ fast, slow, signal }) => Math.max(fast, slow) - 1 + signal - 1 + rowsToForget(2 / (signal + 1)),
  source: 'Dormeier (2011), Investing with Volume Analysis, ch. 12.',
  kernel: ({ fast, slow, signal }) =>
    steps(
      2,
      ({ part, out }) => {
        const quick = part(new Vwap(fast));
        const calm = part(new Vwap(slow));
        const average = part(new Ema(signal));
        return (close, volume) => {
          const line = quick.update(close, volume) - calm.update(close, volume);
          const mean = average.update(line);
          out[1] = mean;
          out[2] = line - mean;
          return line;
        };
      },
      3,
    ),
});

export const vpci = defineIndicator({
  ...SHARED,
  id: 'vpci',
  name: 'Volume price confirmation indicator',
  about:
    'How far volume-weighted averages stand above simple ones, in the long window times the short, times the relative volume: above 0 volume confirms.',
  parameters: { fast: rows(5, 'bars in the short averages'), slow: rows(20, 'bars in the long averages') },
  unit: 'price',
  warmup: ({ fast, slow }) => Math.max(fast, slow) - 1,
  settle: ({ fast, slow }) => Math.max(fast, slow) - 1,
  source: 'Dormeier (2007), "Price & volume, digging deeper", J. of Technical Analysis 64; 0 where an average is 0.',
  kernel: ({ fast, slow }) =>
    steps(2, ({ part }) => {
      const [shortWeighted, longWeighted] = [part(new Vwap(fast)), part(new Vwap(slow))];
      const [shortMean, longMean] = [part(new Sma(fast)), part(new Sma(slow))];
      const [shortVolume, longVolume] = [part(new Total(fast, 'flow')), part(new Total(slow, 'flow'))];
      return (close, volume) => {
        const confirmation = longWeighted.update(close, volume) - longMean.update(close);
        const price = shortWeighted.update(close, volume);
        const mean = shortMean.update(close);
        const recent = shortVolume.update(volume) / fast;
        const usual = longVolume.update(volume) / slow;
        if (Number.isNaN(confirmation + price + mean + recent + usual)) return Number.NaN;
        return mean === 0 || usual === 0 ? 0 : (confirmation * (price / mean) * recent) / usual;
      };
    }),
});

/** Rows of logarithmic changes whose deviation sets the cutoff. */
const CUTOFF_ROWS = 30;

export const vfi = defineIndicator({
  ...SHARED,
  id: 'vfi',
  name: 'Volume flow indicator',
  about:
    'Running volume of the bars that moved by more than noise, each capped, over the mean volume: above 0 buyers prevail; 0 without volume.',
  inputs: ['hlc3', 'close', 'volume'],
  parameters: {
    period: rows(130, 'bars in the sum and in the mean volume'),
    cutoff: float(0.2, { min: 0, max: 5, step: 0.1, about: 'deviations of a change that count as noise' }),
    cap: float(2.5, { min: 0.1, max: 100, step: 0.1, about: 'mean volumes that a bar can count at most' }),
    smooth: rows(3, 'period of the exponential average'),
  },
  unit: 10,
  warmup: ({ period, smooth }) => Math.max(CUTOFF_ROWS, period) + period - 1 + smooth - 1,
  settle: ({ period, smooth }) => Math.max(CUTOFF_ROWS, period) + period - 1 + smooth - 1 + rowsToForget(2 / (smooth + 1)),
  source: 'Katsanos (2004), "Using money flow to stay with the trend", Stocks & Commodities 22:6.',
  kernel: ({ period, cutoff, cap, smooth }) =>
    steps(3, ({ part }) => {
      const before = part(new Lag(1));
      const deviation = part(new StdDev(CUTOFF_ROWS));
      const lastVolume = part(new Cell(Number.NaN));
      const usual = part(new Total(period, 'flow'));
      const bought = part(new Total(period, 'flow'));
      const sold = part(new Total(period, 'flow'));
      const average = part(new Ema(smooth));
      return (typical, close, volume) => {
        const last = before.push(typical);
        const spread = deviation.update(last <= 0 || typical <= 0 ? 0 : Math.log(typical / last));
        const mean = usual.update(lastVolume.value) / period;
        lastVolume.value = volume;
        const noise = cutoff * spread * close;
        if (Number.isNaN(noise + mean)) return Number.NaN;
        const counted = Math.min(volume, cap * mean);
        const rise = typical - last;
        const net = bought.update(rise > noise ? counted : 0) - sold.update(rise < -noise ? counted : 0);
        if (Number.isNaN(net)) return Number.NaN;
        return average.update(mean === 0 ? 0 : net / mean);
      };
    }),
});
