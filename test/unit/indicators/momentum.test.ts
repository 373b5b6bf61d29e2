import { expect, test } from 'vitest';
import { MOMENTUM } from '../../../shared/indicators/momentum/catalogue.ts';
import { ago, type Column, deviation, each, exponential, highest, lowest, mean, over, sum, wilders } from '../../support/naive.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { open, high, low, close } = COLUMNS;
const middle = each([high, low], (h, l) => (h + l) / 2);
const typical = each([high, low, close], (h, l, c) => (h + l + c) / 3);
const before = ago(close, 1);
const change = each([close, before], (c, b) => c - b);
const trueRanges = each([high, low, before], (h, l, b) => Math.max(h, b) - Math.min(l, b));
const less = (a: Column, b: Column) => each([a, b], (x, y) => x - y);
const share = (a: Column, b: Column, scale = 1) => each([a, b], (x, y) => (y === 0 ? 0 : (scale * x) / y));
const percent = (xs: Column, rows: number) => each([xs, ago(xs, rows)], (x, y) => (x / y - 1) * 100);
const ups = (xs: Column) => xs.map((x) => (Number.isNaN(x) ? NaN : Math.max(0, x)));
const downs = (xs: Column) => xs.map((x) => (Number.isNaN(x) ? NaN : Math.max(0, -x)));
const linear = (xs: Column, rows: number) => over(xs, rows, (window) => sum(window.map((x, i) => (i + 1) * x)) / ((rows * (rows + 1)) / 2));
const whole = (a: Column, b: Column) => each([a, b], (x, y) => x + y);

/** Relative strength as Wilder writes it: 100 - 100 / (1 + RS). */
function strength(moves: Column, rows: number): number[] {
  const [gain, loss] = [wilders(ups(moves), rows), wilders(downs(moves), rows)];
  return each([gain, loss], (g, l) => (g + l === 0 ? 0 : 100 - 100 / (1 + g / l)));
}
const rsi = (xs: Column, rows: number) => strength(less(xs, ago(xs, 1)), rows);

/** Place among the highest highs and the lowest lows of the last rows. */
function place(h: Column, l: Column, c: Column, rows: number): number[] {
  return each([over(h, rows, highest), over(l, rows, lowest), c], (top, bottom, x) =>
    top === bottom ? 0 : (100 * (x - bottom)) / (top - bottom),
  );
}

/** A recursion row by row: `next` of the value before and the row; `first` where it begins. */
function recursion(start: number, first: number, next: (value: number, row: number) => number): number[] {
  const out: number[] = [];
  for (let i = 0; i < close.length; i++) out.push(i < start ? NaN : i === start ? first : next(out[i - 1] as number, i));
  return out;
}
const known = (xs: Column) => xs.findIndex((x) => !Number.isNaN(x));
const smoothed = (xs: Column, weight: number, first = xs[known(xs)] as number) =>
  recursion(known(xs), first, (value, row) => value + weight * ((xs[row] as number) - value));

function streaks(): number[] {
  let run = 0;
  return close.map((c, i) => {
    const b = close[i - 1] as number;
    run = c > b ? Math.max(run, 0) + 1 : c < b ? Math.min(run, 0) - 1 : 0;
    return run;
  });
}

function fisherOf(rows: number): number[][] {
  const [top, bottom] = [over(middle, rows, highest), over(middle, rows, lowest)];
  let [position, value] = [0, 0];
  const line = middle.map((m, i) => {
    const [t, b] = [top[i] as number, bottom[i] as number];
    if (Number.isNaN(t)) return NaN;
    position = 0.66 * ((t === b ? 0.5 : (m - b) / (t - b)) - 0.5) + 0.67 * position;
    position = position > 0.99 ? Math.min(position, 0.999) : Math.max(position, -0.999);
    return (value = Math.atanh(position) + 0.5 * value);
  });
  return [line, ago(line, 1)];
}

function laguerreOf(gamma: number): number[] {
  let stages = [close[0], close[0], close[0], close[0]] as number[];
  return close.map((c, i) => {
    // At the first row all stages are the close itself, but for rounding.
    if (i === 0) return 0;
    const [a, b, d, e] = stages as [number, number, number, number];
    const a1 = (1 - gamma) * c + gamma * a;
    const b1 = -gamma * a1 + a + gamma * b;
    const d1 = -gamma * b1 + b + gamma * d;
    const e1 = -gamma * d1 + d + gamma * e;
    stages = [a1, b1, d1, e1];
    const steps = [a1 - b1, b1 - d1, d1 - e1];
    const [up, down] = [sum(ups(steps)), sum(downs(steps))];
    return up + down === 0 ? 0 : up / (up + down);
  });
}

function schaffOf(cycle: number, factor: number): number[] {
  const stage = (xs: Column) => {
    let last = 0;
    const raw = over(xs, cycle, (window) => {
      const [top, bottom] = [highest(window), lowest(window)];
      return (last = top > bottom ? (100 * ((window[cycle - 1] as number) - bottom)) / (top - bottom) : last);
    });
    return smoothed(raw, factor);
  };
  return stage(stage(less(exponential(close, 8), exponential(close, 17))));
}

function qqeOf(): number[][] {
  const line = exponential(rsi(close, 6), 3);
  const width = exponential(exponential(less(line, ago(line, 1)).map(Math.abs), 11), 11).map((x) => 3 * x);
  let [long, short, side] = [NaN, NaN, 1];
  const trail = line.map((now, i) => {
    const [last, w] = [line[i - 1] as number, width[i] as number];
    if (Number.isNaN(w)) return NaN;
    const [longBefore, shortBefore] = [long, short];
    long = last > long && now > long ? Math.max(long, now - w) : now - w;
    short = last < short && now < short ? Math.min(short, now + w) : now + w;
    if (now > shortBefore) side = 1;
    else if (now < longBefore) side = -1;
    return side === 1 ? long : short;
  });
  return [line, trail];
}

const twice = (xs: Column, first: number, second: number) => exponential(exponential(xs, first), second);
const awesome = less(over(middle, 5, mean), over(middle, 34, mean));
const summed = (xs: Column) => over(xs, 4, ([a, b, c, d]) => ((a as number) + 2 * (b as number) + 2 * (c as number) + (d as number)) / 6);

const REFERENCES: readonly Reference[] = [
  { id: 'awesome', values: {}, outputs: () => [awesome] },
  { id: 'accelerator', values: {}, outputs: () => [less(awesome, over(awesome, 5, mean))] },
  {
    id: 'cmo',
    values: { period: 9, smoothing: 1 },
    outputs: () => [share(over(change, 9, sum), over(change.map(Math.abs), 9, sum), 100)],
  },
  {
    id: 'connors-rsi',
    values: { period: 3, streak: 2, rank: 20 },
    outputs: () => {
      const moves = percent(close, 1);
      const rank = over(moves, 21, (window) => (100 * window.filter((x) => x < (window[20] as number)).length) / 20);
      return [each([rsi(close, 3), rsi(streaks(), 2), rank], (a, b, c) => (a + b + c) / 3)];
    },
  },
  { id: 'coppock', values: { long: 9, short: 6, period: 5 }, outputs: () => [linear(whole(percent(close, 9), percent(close, 6)), 5)] },
  {
    id: 'cutler-rsi',
    values: { period: 7 },
    outputs: () => [share(over(ups(change), 7, sum), over(change.map(Math.abs), 7, sum), 100)],
  },
  {
    id: 'demarker',
    values: { period: 7 },
    outputs: () => {
      const [rise, fall] = [over(ups(less(high, ago(high, 1))), 7, mean), over(downs(less(low, ago(low, 1))), 7, mean)];
      return [share(rise, whole(rise, fall))];
    },
  },
  {
    id: 'derivative-osc',
    values: { period: 7, first: 4, second: 3, signal: 5 },
    outputs: () => {
      const line = twice(rsi(close, 7), 4, 3);
      return [less(line, over(line, 5, mean))];
    },
  },
  { id: 'disparity', values: { period: 9 }, outputs: () => [each([close, over(close, 9, mean)], (c, m) => (c / m - 1) * 100)] },
  { id: 'dpo', values: { period: 9 }, outputs: () => [less(ago(close, 5), over(close, 9, mean))] },
  {
    id: 'dss',
    values: { period: 7, smooth: 4 },
    outputs: () => {
      const once = exponential(place(high, low, close, 7), 4);
      return [exponential(place(once, once, once, 7), 4)];
    },
  },
  {
    id: 'elder-impulse',
    values: { period: 7, fast: 4, slow: 9, signal: 5, seed: 1 },
    outputs: () => {
      const average = exponential(close, 7);
      const line = less(exponential(close, 1, 0.4), exponential(close, 1, 0.2));
      const histogram = less(line, exponential(line, 1, 1 / 3));
      const sides = [less(average, ago(average, 1)), less(histogram, ago(histogram, 1))];
      return [each(sides, (a, b) => (a > 0 && b > 0 ? 1 : a < 0 && b < 0 ? -1 : 0))];
    },
  },
  { id: 'elder-ray', values: { period: 7 }, outputs: () => [less(high, exponential(close, 7)), less(low, exponential(close, 7))] },
  { id: 'fisher', values: { period: 8 }, outputs: () => fisherOf(8) },
  {
    id: 'ift-rsi',
    values: { period: 5, smooth: 6 },
    outputs: () => {
      const line = linear(
        rsi(close, 5).map((x) => (x - 50) / 10),
        6,
      );
      return [line.map((x) => (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1))];
    },
  },
  {
    id: 'kdj',
    values: { period: 7, smooth: 3, signal: 4 },
    outputs: () => {
      const raw = place(high, low, close, 7);
      const k = smoothed(raw, 1 / 3, 50 + ((raw[6] as number) - 50) / 3);
      const d = smoothed(k, 1 / 4, 50 + ((k[6] as number) - 50) / 4);
      return [k, d, each([k, d], (x, y) => 3 * x - 2 * y)];
    },
  },
  {
    id: 'kst',
    values: { change1: 4, change2: 6, change3: 8, change4: 11, smooth1: 3, smooth2: 4, smooth3: 5, smooth4: 6, signal: 4 },
    outputs: () => {
      const part = (rows: number, smooth: number) => over(percent(close, rows), smooth, mean);
      const line = each([part(4, 3), part(6, 4), part(8, 5), part(11, 6)], (a, b, c, d) => a + 2 * b + 3 * c + 4 * d);
      return [line, over(line, 4, mean)];
    },
  },
  { id: 'laguerre-rsi', values: { gamma: 0.7 }, outputs: () => [laguerreOf(0.7)] },
  {
    id: 'macd',
    values: { fast: 4, slow: 9, signal: 5, seed: 1 },
    outputs: () => {
      const line = less(exponential(close, 1, 0.4), exponential(close, 1, 0.2));
      const signal = exponential(line, 1, 1 / 3);
      return [line, signal, less(line, signal)];
    },
  },
  { id: 'pgo', values: { period: 9 }, outputs: () => [share(less(close, over(close, 9, mean)), exponential(trueRanges, 9))] },
  {
    id: 'pmo',
    values: { first: 7, second: 5, signal: 4 },
    outputs: () => {
      const line = exponential(
        exponential(percent(close, 1), 7, 2 / 7).map((x) => 10 * x),
        5,
        2 / 5,
      );
      return [line, exponential(line, 4)];
    },
  },
  {
    id: 'ppo',
    values: { fast: 5, slow: 9, average: 1, signal: 4 },
    outputs: () => {
      const line = each([exponential(close, 5), exponential(close, 9)], (f, s) => 100 * (f / s - 1));
      return [line, exponential(line, 4), less(line, exponential(line, 4))];
    },
  },
  { id: 'psy', values: { period: 7 }, outputs: () => [over(change, 7, (xs) => (100 * xs.filter((x) => x > 0).length) / 7)] },
  { id: 'qqe', values: { period: 6, smooth: 3, factor: 3 }, outputs: qqeOf },
  {
    id: 'ravi',
    values: { short: 4, long: 11 },
    outputs: () => [each([over(close, 4, mean), over(close, 11, mean)], (s, l) => 100 * Math.abs(s / l - 1))],
  },
  { id: 'rmi', values: { period: 7, momentum: 4 }, outputs: () => [strength(less(close, ago(close, 4)), 7)] },
  {
    id: 'rvgi',
    values: { period: 6 },
    outputs: () => {
      const line = share(over(summed(less(close, open)), 6, sum), over(summed(less(high, low)), 6, sum));
      return [line, summed(line)];
    },
  },
  {
    id: 'smi',
    values: { period: 7, first: 4, second: 3, signal: 5 },
    outputs: () => {
      const [top, bottom] = [over(high, 7, highest), over(low, 7, lowest)];
      const away = each([close, top, bottom], (c, t, b) => c - (t + b) / 2);
      const line = share(twice(away, 4, 3), twice(less(top, bottom), 4, 3), 200);
      return [line, exponential(line, 5)];
    },
  },
  { id: 'sroc', values: { smooth: 7, period: 5 }, outputs: () => [percent(exponential(close, 7), 5)] },
  { id: 'stc', values: { fast: 8, slow: 17, cycle: 6, factor: 0.4 }, outputs: () => [schaffOf(6, 0.4)] },
  {
    id: 'stoch-rsi',
    values: { period: 6, range: 7, smooth: 3, signal: 4 },
    outputs: () => {
      const line = rsi(close, 6);
      const k = over(place(line, line, line, 7), 3, mean);
      return [k, over(k, 4, mean)];
    },
  },
  {
    id: 'td-setup',
    values: { lookback: 4 },
    outputs: () => [
      close.map((_c, i) => {
        const side = (row: number) => Math.sign((close[row] as number) - (close[row - 4] as number));
        let rows = 0;
        while (i - rows >= 4 && side(i - rows) === side(i)) rows++;
        return side(i) === 0 ? 0 : side(i) * rows;
      }),
    ],
  },
  {
    id: 'tsi',
    values: { long: 9, short: 5, signal: 4 },
    outputs: () => {
      const line = share(twice(change, 9, 5), twice(change.map(Math.abs), 9, 5), 100);
      return [line, exponential(line, 4)];
    },
  },
  {
    id: 'wavetrend',
    values: { channel: 6, average: 9, signal: 4 },
    outputs: () => {
      const away = less(typical, exponential(typical, 6));
      const line = exponential(share(away, exponential(away.map(Math.abs), 6), 1 / 0.015), 9);
      return [line, over(line, 4, mean)];
    },
  },
  {
    id: 'bop',
    values: {},
    outputs: () => [each([open, high, low, close], (o, h, l, c) => (h === l ? 0 : (c - o) / (h - l)))],
  },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

test('[IN-04] the reference bars move enough that an oscillator wrong by a row is seen', () => {
  expect(deviation(rsi(close, 7).slice(10))).toBeGreaterThan(10);
});

/** Compared with TA-Lib itself, in test/golden/indicators, or worked by hand and compared with other libraries. */
const ELSEWHERE = [
  'apo',
  'cci',
  'imi',
  'macd-ext',
  'macd-fix',
  'momentum',
  'roc',
  'rocp',
  'rocr',
  'rocr100',
  'rsi',
  'stoch-fast',
  'stochastic',
  'trix',
  'ultimate-osc',
  'williams-r',
];

test('[IN-01] every indicator of momentum has a reference', () => {
  const covered = [...REFERENCES.map(({ id }) => id), ...ELSEWHERE];
  expect(MOMENTUM.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
