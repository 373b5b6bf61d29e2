import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, type Kit, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Sma } from '../trend/sma.ts';
import { Extremum } from '../windows.ts';
import { Rsi } from './rsi.ts';
import { wilderSettle } from '../trend/rma.ts';

const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

/** Place of a value in a range, 0..100; 0 in a range of nothing, which is TA-Lib's value. */
export function place(x: number, bottom: number, top: number): number {
  return top === bottom ? 0 : (100 * (x - bottom)) / (top - bottom);
}

/** Place of each value in the range of the last `period` of them. */
export function placeAmongLast({ part }: Kit, period: number) {
  const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
  return (x: number) => place(x, lowest.update(x), highest.update(x));
}

/** Place of the close in the range of the last `period` bars. */
export function placeInRange({ part }: Kit, period: number) {
  const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
  return (high: number, low: number, close: number) => place(close, lowest.update(low), highest.update(high));
}

export const stochFast = defineIndicator({
  id: 'stoch-fast',
  name: 'Fast stochastic oscillator',
  group: 'momentum',
  about: 'Where the close stands in the range of the last bars, 0 to 100 and 0 in a range of nothing, and the average of that.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: rows(14, 'bars in the range'), signal: rows(3, 'rows in the average that makes d') },
  outputs: ['k', 'd'],
  unit: 100,
  warmup: ({ period, signal }) => period - 1 + signal - 1,
  settle: ({ period, signal }) => period - 1 + signal - 1,
  source: 'Lane (1984), "Lane’s stochastics", Stocks & Commodities 2:3.',
  kernel: ({ period, signal }) =>
    steps(
      3,
      (kit) => {
        const [k, d] = [placeInRange(kit, period), kit.part(new Sma(signal))];
        return (high, low, close) => {
          const value = k(high, low, close);
          kit.out[1] = d.update(value);
          return value;
        };
      },
      2,
    ),
});

export const stochRsi = defineIndicator({
  id: 'stoch-rsi',
  name: 'Stochastic relative strength index',
  group: 'momentum',
  about: 'Where the relative strength index stands in its own range, 0 to 100, smoothed (k), and the average of that (d).',
  inputs: ['close'],
  parameters: {
    period: int(14, { min: 2, max: 2000, about: 'changes in the relative strength index' }),
    range: rows(14, 'rows in the range; TA-Lib’s default is 5'),
    smooth: rows(3, 'rows in the average that makes k; TA-Lib has none (1)'),
    signal: rows(3, 'rows in the average that makes d'),
  },
  outputs: ['k', 'd'],
  unit: 100,
  warmup: ({ period, range, smooth, signal }) => period + range - 1 + smooth - 1 + signal - 1,
  settle: ({ period, range, smooth, signal }) => period + range - 1 + smooth - 1 + signal - 1 + wilderSettle(period),
  source: 'Chande & Kroll (1994), The New Technical Trader, ch. 5.',
  kernel: ({ period, range, smooth, signal }) =>
    steps(
      1,
      (kit) => {
        const strength = kit.part(new Rsi(period));
        const [k, d] = [kit.part(new Sma(smooth)), kit.part(new Sma(signal))];
        const position = placeAmongLast(kit, range);
        return (x) => {
          const value = k.update(position(strength.update(x)));
          kit.out[1] = d.update(value);
          return value;
        };
      },
      2,
    ),
});

export const kdj = defineIndicator({
  id: 'kdj',
  name: 'KDJ',
  group: 'momentum',
  about: 'Stochastic smoothed by 1 / smooth, from 50 on, its own smoothing, and j = 3 k - 2 d, which can leave 0 to 100.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: rows(9, 'bars in the range'),
    smooth: int(3, { min: 1, max: 500, about: 'the newest value weighs 1 / smooth in k' }),
    signal: int(3, { min: 1, max: 500, about: 'the newest k weighs 1 / signal in d' }),
  },
  outputs: ['k', 'd', 'j'],
  unit: 100,
  warmup: ({ period }) => period - 1,
  settle: ({ period, smooth, signal }) => period - 1 + wilderSettle(smooth) + wilderSettle(signal),
  source: 'The form of Chinese trading programs, after Lane (1984): k and d start from 50.',
  kernel: ({ period, smooth, signal }) =>
    steps(
      3,
      (kit) => {
        const position = placeInRange(kit, period);
        const [k, d] = [kit.part(new Cell(50)), kit.part(new Cell(50))];
        return (high, low, close) => {
          const value = position(high, low, close);
          if (Number.isNaN(value)) return Number.NaN;
          k.value += (value - k.value) / smooth;
          d.value += (k.value - d.value) / signal;
          kit.out[1] = d.value;
          kit.out[2] = 3 * k.value - 2 * d.value;
          return k.value;
        };
      },
      3,
    ),
});

export const smi = defineIndicator({
  id: 'smi',
  name: 'Stochastic momentum index',
  group: 'momentum',
  about: 'Distance of the close from the middle of the range in percent of half the range, both smoothed twice: -100 to 100.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: rows(13, 'bars in the range'),
    first: rows(25, 'period of the first smoothing'),
    second: rows(2, 'period of the second smoothing'),
    signal: rows(9, 'period of the signal line'),
  },
  outputs: ['smi', 'signal'],
  unit: 200,
  warmup: ({ period, first, second, signal }) => period - 1 + first - 1 + second - 1 + signal - 1,
  settle: ({ period, first, second, signal }) =>
    period + first + second + signal - 4 + rowsToForget(2 / (first + 1)) + rowsToForget(2 / (second + 1)) + rowsToForget(2 / (signal + 1)),
  source: 'Blau (1993), "Stochastic momentum", Stocks & Commodities 11:1.',
  kernel: ({ period, first, second, signal }) =>
    steps(
      3,
      ({ part, out }) => {
        const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
        const twice = () => {
          const [one, two] = [part(new Ema(first)), part(new Ema(second))];
          return (x: number) => two.update(one.update(x));
        };
        const [distance, range, smooth] = [twice(), twice(), part(new Ema(signal))];
        return (high, low, close) => {
          const [top, bottom] = [highest.update(high), lowest.update(low)];
          const away = distance(close - (top + bottom) / 2);
          const whole = range(top - bottom);
          const value = whole === 0 ? 0 : (200 * away) / whole;
          out[1] = smooth.update(value);
          return value;
        };
      },
      2,
    ),
});

export const dss = defineIndicator({
  id: 'dss',
  name: 'Double smoothed stochastic',
  group: 'momentum',
  about: 'Stochastic of an exponentially smoothed stochastic, smoothed again: 0 to 100.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: rows(13, 'rows in both ranges'), smooth: rows(8, 'period of both exponential averages') },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period, smooth }) => 2 * (period - 1 + smooth - 1),
  settle: ({ period, smooth }) => 2 * (period - 1 + smooth - 1) + 2 * rowsToForget(2 / (smooth + 1)),
  source: 'Bressert (1998), The Power of Oscillator/Cycle Combinations, ch. 5.',
  kernel: ({ period, smooth }) =>
    steps(3, (kit) => {
      const [inRange, amongLast] = [placeInRange(kit, period), placeAmongLast(kit, period)];
      const [one, two] = [kit.part(new Ema(smooth)), kit.part(new Ema(smooth))];
      return (high, low, close) => two.update(amongLast(one.update(inRange(high, low, close))));
    }),
});
