import { expect, test } from 'vitest';
import { correlationMatrix, pearson } from '../../../shared/performance/correlation.ts';
import { alignBars } from '../../../shared/research/correlation/align.ts';
import { correlationInterval, ranks, spearman } from '../../../shared/research/correlation/coefficients.ts';
import { correlate } from '../../../shared/research/correlation/correlate.ts';
import { eigenvalues } from '../../../shared/research/correlation/eigenvalues.ts';
import { correlationHistory } from '../../../shared/research/correlation/history.ts';
import { leadLag } from '../../../shared/research/correlation/lead-lag.ts';
import { dailyBars, noise, pricesOf, walk } from './world.ts';

/** Columns that share a common part so that each pair correlates by `rho`. */
function related(count: number, length: number, { rho, seed }: { rho: number; seed: number }): Float64Array[] {
  const common = noise(length, seed);
  return Array.from({ length: count }, (_, k) =>
    noise(length, seed * 1000 + k).map((own, t) => Math.sqrt(rho) * (common[t] as number) + Math.sqrt(1 - rho) * own),
  );
}

const series = (returns: readonly Float64Array[]) =>
  returns.map((column, k) => ({ symbol: `S${k}`, bars: dailyBars(pricesOf(column.map((value) => 0.01 * value))) }));

test("[CO-01] Pearson is that of Anscombe's quartet (1973), Spearman that of ranks with ties by hand", () => {
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  expect(pearson(x, [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68])).toBeCloseTo(0.81642, 5);
  expect(pearson(x, [9.14, 8.14, 8.74, 8.77, 9.26, 8.1, 6.13, 3.1, 9.13, 7.26, 4.74])).toBeCloseTo(0.81624, 5);
  expect([...ranks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4]);
  // Ranks 1 to 5 against 2, 1, 4, 3, 5: 1 - 6 x 4 / (5 x 24).
  expect(spearman([10, 20, 30, 40, 50], [7, 3, 90, 8, 91])).toBeCloseTo(0.8, 14);
  expect(spearman([1, 2, 3], [1, 8, 1000])).toBeCloseTo(1, 14);
  expect(pearson([1, 2, 3], [7, 7, 7])).toBeNaN();
  expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN();
});

test('[CO-01] of pairs made to correlate by 0.8, about 95 of 100 intervals hold 0.8, and the estimate is near', () => {
  let held = 0;
  const seeds = 400;
  for (let seed = 1; seed <= seeds; seed++) {
    const [a, b] = related(2, 250, { rho: 0.8, seed }) as [Float64Array, Float64Array];
    const { low, high } = correlationInterval(pearson(a, b), 250);
    if (low <= 0.8 && 0.8 <= high) held++;
  }
  expect(held / seeds).toBeGreaterThan(0.92);
  expect(held / seeds).toBeLessThan(0.98);
  const [long] = correlate(series(related(2, 4000, { rho: 0.8, seed: 7 }))).intervals;
  expect(long?.low).toBeLessThan(0.8);
  expect(long?.high).toBeGreaterThan(0.8);
  expect((long?.high as number) - (long?.low as number)).toBeLessThan(0.03);
});

test('[CO-01] matrices are symmetric with a unit diagonal and no negative eigenvalue', () => {
  const { matrix, symbols } = correlate(series(related(8, 300, { rho: 0.5, seed: 3 })));
  for (const values of [matrix.pearson, matrix.spearman]) {
    for (const i of symbols.keys()) {
      expect(values[i]?.[i]).toBe(1);
      for (const j of symbols.keys()) expect(values[i]?.[j]).toBe(values[j]?.[i]);
    }
    expect(eigenvalues(values)[0]).toBeGreaterThan(0);
  }
  expect(matrix.positiveSemidefinite).toBe(true);
});

test('[CO-01] eigenvalues are those of matrices that have them in closed form', () => {
  // All correlations r: 1 + (n - 1) r once, 1 - r the rest.
  const equal = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0.3)));
  expect(eigenvalues(equal).map((value) => Math.round(value * 1e12) / 1e12)).toEqual([0.7, 0.7, 0.7, 1.9]);
  // No three series can correlate so: 1 - 2 x 0.9.
  expect(
    eigenvalues([
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ])[0],
  ).toBeCloseTo(-0.8, 12);
  expect(
    eigenvalues([
      [2, 1],
      [1, 2],
    ]),
  ).toEqual([1, 3].map((value) => expect.closeTo(value, 12)));
});

test('[CO-01] the history is that of each window by itself, ends with the last bar and has no more points than asked for', () => {
  const columns = related(3, 200, { rho: 0.4, seed: 9 });
  const { ends, pairs } = correlationHistory(columns, 30, 10);
  expect(ends.length).toBeLessThanOrEqual(10);
  expect(ends.at(-1)).toBe(199);
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
  for (const { a, b, pearson: linear, spearman: ranked } of pairs) {
    for (const [k, end] of ends.entries()) {
      const [x, y] = [columns[a]?.slice(end - 29, end + 1) as Float64Array, columns[b]?.slice(end - 29, end + 1) as Float64Array];
      expect(linear[k]).toBe(pearson(x, y));
      expect(ranked[k]).toBe(spearman(x, y));
    }
  }
  expect(correlationHistory(columns, 30, 1000).ends).toEqual(Array.from({ length: 171 }, (_, i) => 29 + i));
});

test('[CO-02] B is A three bars later: the strongest lag is 3, the other way round -3', () => {
  const a = noise(500, 1);
  const late = Float64Array.from(a, (_, t) => (t < 3 ? 0 : (a[t - 3] as number)));
  expect(leadLag(a, late, 20)).toMatchObject({ lag: 3, correlation: expect.closeTo(1, 12) });
  expect(leadLag(late, a, 20).lag).toBe(-3);
  const inverse = late.map((value, t) => -value + 2 * (noise(500, 2)[t] as number));
  const weak = leadLag(a, inverse, 20);
  expect(weak.lag).toBe(3);
  expect(weak.correlation).toBeLessThan(-0.3);
  const found = correlate(series([a, late]));
  expect(found.leadLag[0]).toMatchObject({ a: 'S0', b: 'S1', lag: 3, significant: true });
  expect(found.leadLag[0]?.profile.map(({ lag }) => lag)).toEqual(Array.from({ length: 41 }, (_, i) => i - 20));
  expect(() => leadLag(a, late, 498)).toThrow('lags up to 498 need two columns of 501 rows or more, not 500 and 500');
});

test('[CO-02] of 300 pairs that have nothing to do with each other, about one in twenty has a significant lead', () => {
  let significant = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const { correlation, noiseBound } = leadLag(noise(300, seed), noise(300, seed + 5000), 10);
    if (Math.abs(correlation) > noiseBound) significant++;
  }
  expect(significant / 300).toBeLessThan(0.09);
  expect(significant / 300).toBeGreaterThan(0.015);
});

test('[CO-01] bars are set side by side at the times that all have', () => {
  const a = dailyBars([1, 2, 3, 4, 5, 6], { firstDay: 10 });
  const b = dailyBars([12, 13, 14, 15, 16, 17], { firstDay: 12 });
  const gap = dailyBars([100, 101, 102, 103, 104], { firstDay: 11 });
  gap.time[3] = a.time[5] as number;
  gap.time[4] = b.time[5] as number;
  const { time, closes, dropped } = alignBars([
    { symbol: 'A', bars: a },
    { symbol: 'B', bars: b },
    { symbol: 'C', bars: gap },
  ]);
  expect([...time]).toEqual([a.time[2], a.time[3], a.time[5]]);
  expect(closes.map((column) => [...column])).toEqual([
    [3, 4, 6],
    [12, 13, 15],
    [101, 102, 103],
  ]);
  expect(dropped).toEqual([3, 3, 2]);
});

test('[CO-01] a correlation is the same after a trip through JSON and whatever the order of the data', () => {
  const returns = related(3, 120, { rho: 0.6, seed: 4 });
  const found = correlate(series(returns));
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(found).toMatchObject({
    symbols: ['S0', 'S1', 'S2'],
    timeframe: '1d',
    bars: 120,
    from: '1970-01-01T00:00:00Z',
    to: '1970-04-30T00:00:00Z',
  });
  expect(found.history).toMatchObject({ window: 59 });
  expect(found.history.time.at(-1)).toBe(found.to);
  expect(found.history.pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(['S0 S1', 'S0 S2', 'S1 S2']);
  const reversed = correlate(series(returns).reverse());
  expect(reversed.matrix.pearson[0]?.[2]).toBe(found.matrix.pearson[0]?.[2]);
  const logarithmic = series(returns).map(({ bars }) => bars.close.slice(1).map((close, t) => Math.log(close / (bars.close[t] as number))));
  expect(found.matrix.pearson).toEqual(correlationMatrix(logarithmic));
});

test('[CO-01] what cannot be answered is refused by name', () => {
  const good = { symbol: 'A', bars: dailyBars(walk(100, 1)) };
  const other = (bars: typeof good.bars, symbol = 'B') => [good, { symbol, bars }];
  const refused = (given: Parameters<typeof correlate>) => expect(() => correlate(...given));
  refused([[good]]).toThrow('1 instruments are given; a correlation is of 2 to 50');
  refused([other(good.bars, 'A')]).toThrow('A is given twice');
  refused([other(dailyBars(walk(100, 2), { firstDay: 80 }))]).toThrow('A, B have 20 bars at common times; 30 or more are needed');
  refused([other(dailyBars(new Float64Array(100).fill(7)))]).toThrow('B does not move');
  refused([other(dailyBars(walk(100, 2).map((close, t) => (t === 50 ? -1 : close))))]).toThrow(
    'B has a close of -1; returns need prices above 0',
  );
  refused([other({ ...dailyBars(walk(100, 2)), timeframeUs: 3_600_000_000 })]).toThrow('A has 1d bars, B has 1h bars');
  refused([other(dailyBars(walk(100, 2))), { window: 100 }]).toThrow('window is 100, but must be a whole number from 3 to 99');
  refused([other(dailyBars(walk(100, 2))), { maxLag: 25 }]).toThrow('maxLag is 25, but must be a whole number from 0 to 24');
});
