import { expect, test } from 'vitest';
import { KalmanRegression } from '../../../shared/indicators/statistics/kalman-regression.ts';
import { normal, randomNumbers } from '../../support/random-bars.ts';

const random = randomNumbers(7);
const ROWS = 25;
const X = Array.from({ length: ROWS }, () => 2 * normal(random));
const Y = X.map((x, i) => (1 + 0.05 * i) * x - 0.5 + 0.3 * normal(random));
const OPTIONS = { drift: 0.02, noise: 0.1, start: 5 };

/** Solves a x = b by Gauss's elimination with pivots. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] as number]);
  const n = rows.length;
  const cell = (i: number, j: number) => rows[i]?.[j] as number;
  for (let k = 0; k < n; k++) {
    const pivot = rows.findIndex(
      (_, i) => i >= k && Math.abs(cell(i, k)) === Math.max(...rows.slice(k).map((row) => Math.abs(row[k] as number))),
    );
    [rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = cell(i, k) / cell(k, k);
      rows[i] = (rows[i] as number[]).map((value, j) => value - factor * cell(k, j));
    }
  }
  return rows.map((row, i) => (row[n] as number) / (row[i] as number));
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/**
 * The same without a filter: slope, intercept and observations are jointly normal. At row t (from 1) a coefficient has variance start + t drift, and
 * covariance start + min(s, t) drift with itself at row s; what is expected given rows 1..t follows from one solution of t equations.
 */
function expectedAt(t: number, given: number) {
  const { drift, noise, start } = OPTIONS;
  const shared = (s: number, u: number) => start + (Math.min(s, u) + 1) * drift;
  const across = (s: number, u: number) => shared(s, u) * ((X[s] as number) * (X[u] as number) + 1);
  const seen = Array.from({ length: given }, (_, s) => s);
  const covariance = seen.map((s) => seen.map((u) => across(s, u) + (s === u ? noise : 0)));
  const values = Y.slice(0, given);
  const regress = (withSeen: readonly number[]) => dot(solve(covariance, withSeen), values);
  const withY = seen.map((s) => across(s, t));
  return {
    slope: regress(seen.map((s) => shared(s, t) * (X[s] as number))),
    intercept: regress(seen.map((s) => shared(s, t))),
    y: regress(withY),
    variance: across(t, t) + noise - dot(withY, solve(covariance, withY)),
  };
}

test('[SR-06] slope, intercept, error and its deviation are what conditioning the joint normal distribution gives, row by row', () => {
  const kernel = new KalmanRegression(OPTIONS);
  for (let t = 0; t < ROWS; t++) {
    kernel.update(X[t] as number, Y[t] as number);
    const [slope, intercept, error, deviation] = kernel.outputs as unknown as [number, number, number, number];
    const [before, after] = [expectedAt(t, t), expectedAt(t, t + 1)];
    expect(slope).toBeCloseTo(after.slope, 9);
    expect(intercept).toBeCloseTo(after.intercept, 9);
    expect(error).toBeCloseTo((Y[t] as number) - before.y, 9);
    expect(deviation).toBeCloseTo(Math.sqrt(before.variance), 9);
  }
});

test('[SR-06] without drift and prior knowledge it is the line of least squares', () => {
  const kernel = new KalmanRegression({ drift: 0, noise: 1, start: 1e9 });
  X.forEach((x, i) => kernel.update(x, Y[i] as number));
  const [mx, my] = [
    dot(
      X,
      X.map(() => 1 / ROWS),
    ),
    dot(
      Y,
      Y.map(() => 1 / ROWS),
    ),
  ];
  const slope = X.reduce((sum, x, i) => sum + (x - mx) * ((Y[i] as number) - my), 0) / X.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  expect(kernel.outputs[0]).toBeCloseTo(slope, 6);
  expect(kernel.outputs[1]).toBeCloseTo(my - slope * mx, 6);
});

test('[SR-06] restored from a snapshot that went through JSON it goes on bit for bit; an unknown value changes nothing; another state is refused', () => {
  const [one, other] = [new KalmanRegression(OPTIONS), new KalmanRegression(OPTIONS)];
  for (let t = 0; t < 10; t++) one.update(X[t] as number, Y[t] as number);
  other.restore(JSON.parse(JSON.stringify(one.snapshot())));
  one.update(NaN, 1);
  one.update(1, Infinity);
  for (let t = 10; t < ROWS; t++) expect(one.update(X[t] as number, Y[t] as number)).toBe(other.update(X[t] as number, Y[t] as number));
  expect([...one.outputs]).toEqual([...other.outputs]);
  expect(() => one.restore([1, 2])).toThrow("the state has 2 numbers, but this kernel's has 9");
});
