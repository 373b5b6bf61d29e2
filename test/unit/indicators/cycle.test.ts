import { expect, test } from 'vitest';
import { CYCLE } from '../../../shared/indicators/cycle/catalogue.ts';
import { ago, type Column, correlation, each, exponential, filtered, mean, over, sum } from '../../support/naive.ts';
import { COLUMNS, type Reference, referenceDifference } from '../../support/reference.ts';

const { high, low, close } = COLUMNS;
const middle = each([high, low], (h, l) => (h + l) / 2);
const degrees = (angle: number) => (angle * Math.PI) / 180;

/** The filters as Ehlers lists them, in degrees. */
function smoother(xs: Column, period: number): number[] {
  const a = Math.exp((-1.4142135623730951 * Math.PI) / period);
  const c2 = 2 * a * Math.cos(degrees((1.4142135623730951 * 180) / period));
  const c3 = -a * a;
  const c1 = 1 - c2 - c3;
  return filtered(xs, [c1 / 2, c1 / 2], [c2, c3]);
}

function highPass(xs: Column, period: number): number[] {
  const angle = degrees((0.7071067811865476 * 360) / period);
  const alpha = (Math.cos(angle) + Math.sin(angle) - 1) / Math.cos(angle);
  const gain = (1 - alpha / 2) * (1 - alpha / 2);
  return filtered(xs, [gain, -2 * gain, gain], [2 * (1 - alpha), -(1 - alpha) * (1 - alpha)]);
}

function bandPass(xs: Column, period: number, width: number): number[] {
  const gamma = 1 / Math.cos(degrees((360 * width) / period));
  const alpha = gamma - Math.sqrt(gamma * gamma - 1);
  return filtered(xs, [(1 - alpha) / 2, 0, -(1 - alpha) / 2], [Math.cos(degrees(360 / period)) * (1 + alpha), -alpha]);
}

function cyber(alpha: number): number[][] {
  const smooth = over(middle, 4, (xs) => ((xs[3] as number) + 2 * (xs[2] as number) + 2 * (xs[1] as number) + (xs[0] as number)) / 6);
  const gain = (1 - 0.5 * alpha) ** 2;
  const cycle = [NaN, NaN, NaN, ...filtered(smooth.slice(3), [gain, -2 * gain, gain], [2 * (1 - alpha), -((1 - alpha) ** 2)])];
  return [cycle, ago(cycle, 1).map((x) => (Number.isNaN(x) ? 0 : x))];
}

function flex(period: number, expected: (now: number, slope: number, rows: number) => number): number[] {
  const sums = over(smoother(close, period / 2), period + 1, (xs) => {
    const now = xs[period] as number;
    const slope = ((xs[0] as number) - now) / period;
    return mean(Array.from({ length: period }, (_x, i) => expected(now, slope, i + 1) - (xs[period - 1 - i] as number)));
  });
  const squares = sums.map((x) => x * x);
  // An exponential average that starts at 0 one row before the first square.
  const strength = exponential([...Array.from({ length: period - 1 }, () => NaN), 0, ...squares.slice(period)], 1, 0.04);
  return each([sums, strength], (x, s) => x / Math.sqrt(s));
}

const REFERENCES: readonly Reference[] = [
  { id: 'bandpass', values: { period: 20, width: 0.3 }, outputs: () => [bandPass(close, 20, 0.3)] },
  {
    id: 'center-of-gravity',
    values: { period: 8 },
    outputs: () => [over(middle, 8, (xs) => -sum(xs.map((x, i) => (8 - i) * x)) / sum(xs) + 4.5)],
  },
  {
    id: 'correlation-cycle',
    values: { period: 14 },
    outputs: () => {
      const wave = (of: (angle: number) => number) => Array.from({ length: 14 }, (_x, i) => of(degrees((360 * (13 - i)) / 14)));
      return [
        over(close, 14, (xs) => correlation(xs, wave(Math.cos))),
        over(close, 14, (xs) =>
          correlation(
            xs,
            wave((a) => -Math.sin(a)),
          ),
        ),
      ];
    },
  },
  { id: 'cyber-cycle', values: { alpha: 0.1 }, outputs: () => cyber(0.1) },
  {
    id: 'decycler',
    values: { period: 30 },
    outputs: () => {
      const alpha = (Math.cos(degrees(12)) + Math.sin(degrees(12)) - 1) / Math.cos(degrees(12));
      return [filtered(close, [alpha / 2, alpha / 2], [1 - alpha])];
    },
  },
  {
    id: 'decycler-oscillator',
    values: { period: 40, multiplier: 2 },
    outputs: () => {
      const slow = each([close, highPass(close, 40)], (c, fast) => c - fast);
      return [each([highPass(slow, 20), close], (x, c) => (200 * x) / c)];
    },
  },
  {
    id: 'even-better-sinewave',
    values: { duration: 30, smooth: 8 },
    outputs: () => {
      const alpha = (1 - Math.sin(degrees(12))) / Math.cos(degrees(12));
      const fast = filtered(close, [(1 + alpha) / 2, -(1 + alpha) / 2], [alpha]);
      return [over(smoother(fast, 8), 3, (xs) => mean(xs) / Math.sqrt(mean(xs.map((x) => x * x))))];
    },
  },
  { id: 'high-pass', values: { period: 30 }, outputs: () => [highPass(close, 30)] },
  {
    id: 'instantaneous-trendline',
    values: { alpha: 0.1 },
    outputs: () => {
      const trend = filtered(middle, [0.1 - 0.0025, 0.005, -(0.1 - 0.0075)], [1.8, -0.81]);
      return [trend, each([trend, ago(trend, 2)], (now, then) => 2 * now - then)];
    },
  },
  { id: 'reflex', values: { period: 12 }, outputs: () => [flex(12, (now, slope, rows) => now + rows * slope)] },
  { id: 'roofing-filter', values: { longest: 40, shortest: 10 }, outputs: () => [smoother(highPass(close, 40), 10)] },
  { id: 'super-smoother', values: { period: 10 }, outputs: () => [smoother(close, 10)] },
  { id: 'trendflex', values: { period: 12 }, outputs: () => [flex(12, (now) => now)] },
];

test.each(REFERENCES)('[IN-04] $id $values is what its definition gives, worked out the plain way', (reference) => {
  expect(referenceDifference(reference)).toBeUndefined();
});

/** Compared with TA-Lib itself, in test/golden/indicators. */
const ELSEWHERE = ['ht-dcperiod', 'ht-dcphase', 'ht-phasor', 'ht-sine', 'ht-trendline', 'ht-trendmode', 'mama'];

test('[IN-01] every indicator of cycles has a reference', () => {
  const covered = [...REFERENCES.map(({ id }) => id), ...ELSEWHERE];
  expect(CYCLE.map(({ definition }) => definition.id).sort()).toEqual(covered.sort());
});
