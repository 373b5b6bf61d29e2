import { defineIndicator } from '../define.ts';
import { steps } from '../steps.ts';

/** Every level is a price that the bar alone gives; of a day, the levels of the next day. */
const ABOUT = 'Computed of each bar; with the timeframe 1d the levels of the last complete day.';

const three = {
  group: 'price',
  parameters: {},
  outputs: ['pivot', 'r1', 'r2', 'r3', 's1', 's2', 's3'],
  unit: 'price',
  warmup: () => 0,
  settle: () => 0,
} as const;

export const pivotClassic = defineIndicator({
  ...three,
  id: 'pivot-classic',
  name: 'Pivot points, classic',
  about: `Floor traders’ pivot with three resistances and three supports. ${ABOUT}`,
  inputs: ['high', 'low', 'close'],
  source: 'Person (2004), A Complete Guide to Technical Trading Tactics, ch. 6.',
  kernel: () =>
    steps(
      3,
      ({ out }) =>
        (high, low, close) => {
          const pivot = (high + low + close) / 3;
          out[1] = 2 * pivot - low;
          out[2] = pivot + (high - low);
          out[3] = high + 2 * (pivot - low);
          out[4] = 2 * pivot - high;
          out[5] = pivot - (high - low);
          out[6] = low - 2 * (high - pivot);
          return pivot;
        },
      7,
    ),
});

const GOLDEN = [0.382, 0.618, 1] as const;

export const pivotFibonacci = defineIndicator({
  ...three,
  id: 'pivot-fibonacci',
  name: 'Pivot points, Fibonacci',
  about: `Pivot with levels at 38.2 %, 61.8 % and 100 % of the range. ${ABOUT}`,
  inputs: ['high', 'low', 'close'],
  source: 'Person (2004), A Complete Guide to Technical Trading Tactics, ch. 6, with Fibonacci shares of the range.',
  kernel: () =>
    steps(
      3,
      ({ out }) =>
        (high, low, close) => {
          const pivot = (high + low + close) / 3;
          for (let k = 0; k < 3; k++) {
            out[1 + k] = pivot + (GOLDEN[k] as number) * (high - low);
            out[4 + k] = pivot - (GOLDEN[k] as number) * (high - low);
          }
          return pivot;
        },
      7,
    ),
});

export const pivotCamarilla = defineIndicator({
  ...three,
  id: 'pivot-camarilla',
  name: 'Pivot points, Camarilla',
  about: `Four levels on each side of the close, at 1.1 times a twelfth, a sixth, a quarter and a half of the range. ${ABOUT}`,
  inputs: ['high', 'low', 'close'],
  outputs: ['pivot', 'r1', 'r2', 'r3', 'r4', 's1', 's2', 's3', 's4'],
  source: 'Stott (1989), Camarilla equation, in Ochoa (2010), Secrets of a Pivot Boss, ch. 7.',
  kernel: () =>
    steps(
      3,
      ({ out }) =>
        (high, low, close) => {
          const width = 1.1 * (high - low);
          for (let k = 0; k < 4; k++) {
            const away = width / ([12, 6, 4, 2][k] as number);
            out[1 + k] = close + away;
            out[5 + k] = close - away;
          }
          return (high + low + close) / 3;
        },
      9,
    ),
});

export const pivotWoodie = defineIndicator({
  ...three,
  id: 'pivot-woodie',
  name: 'Pivot points, Woodie',
  about: `Pivot in which the close counts twice. ${ABOUT}`,
  inputs: ['high', 'low', 'close'],
  outputs: ['pivot', 'r1', 'r2', 's1', 's2'],
  source: 'Wood (2002), "Woodie’s pivots": (high + low + 2 close) / 4.',
  kernel: () =>
    steps(
      3,
      ({ out }) =>
        (high, low, close) => {
          const pivot = (high + low + 2 * close) / 4;
          out[1] = 2 * pivot - low;
          out[2] = pivot + high - low;
          out[3] = 2 * pivot - high;
          out[4] = pivot - high + low;
          return pivot;
        },
      5,
    ),
});

export const pivotDemark = defineIndicator({
  ...three,
  id: 'pivot-demark',
  name: 'Pivot points, DeMark',
  about: `One resistance and one support, by whether the bar rose, fell or did neither. ${ABOUT}`,
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['pivot', 'r1', 's1'],
  source: 'DeMark (1994), The New Science of Technical Analysis, ch. 9.',
  kernel: () =>
    steps(
      4,
      ({ out }) =>
        (open, high, low, close) => {
          const sum = high + low + close + (close < open ? low : close > open ? high : close);
          out[1] = sum / 2 - low;
          out[2] = sum / 2 - high;
          return sum / 4;
        },
      3,
    ),
});
