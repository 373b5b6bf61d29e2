import { expect, test } from 'vitest';
import { sharpe } from '../../../../shared/performance/returns.ts';
import { type PartReturns, walkForwardResult } from '../../../../shared/research/validation/fold-results.ts';
import { noise } from '../world.ts';

const part = (returns: readonly number[], regime = 1): PartReturns => ({
  returns: Float64Array.from(returns),
  regimes: new Uint8Array(returns.length).fill(regime),
});

test('[DX-04] two folds by hand: stitched equity, what is kept of the ratio, results by regime', () => {
  const result = walkForwardResult(
    [
      { inSample: part([0.02, 0.04]), outOfSample: part([0.1, -0.05], 4) },
      { inSample: part([0.01, 0.03]), outOfSample: part([-0.2, 0.25], 2) },
    ],
    1,
  );
  [1, 1.1, 1.045, 0.836, 1.045].forEach((value, i) => expect(result.equity[i]).toBeCloseTo(value, 14));
  expect(result.stitched).toMatchObject({ periods: 4, sharpe: sharpe(Float64Array.of(0.1, -0.05, -0.2, 0.25), 1) });
  expect(result.stitched.totalReturn).toBeCloseTo(0.045, 14);
  expect(result.stitched.maxDrawdown).toBeCloseTo(1 - 0.836 / 1.1, 14);
  expect(result.stitched.regimes.map(({ regime, periods }) => [regime, periods])).toEqual([
    ['falling normal', 2],
    ['rising calm', 2],
  ]);
  // Ratios a period: mean over (range over root 2). In sample 0.03 and 0.02 over 0.02, out of sample 0.025 over 0.15 and 0.025 over 0.45.
  const [before, after] = [(1.5 + 1) / 2, (1 / 6 + 1 / 18) / 2].map((ratio) => ratio * Math.SQRT2) as [number, number];
  expect(result.degradation.inSampleSharpe).toBeCloseTo(before, 12);
  expect(result.degradation.outOfSampleSharpe).toBeCloseTo(after, 12);
  expect(result.degradation.kept).toBeCloseTo(after / before, 12);
  // 1.1 x 0.95 earns, 0.8 x 1.25 is back where it was.
  expect(result.folds.map(({ outOfSample }) => outOfSample.totalReturn > 1e-9)).toEqual([true, false]);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test('[DX-04] the best of many in sample keeps little out of sample when all are noise', () => {
  const folds = Array.from({ length: 60 }, (_, fold) => {
    const candidates = Array.from({ length: 40 }, (_, k) => noise(400, 100 * fold + k + 1).map((value) => 0.01 * value));
    const best = candidates.reduce((a, b) => ((sharpe(a.subarray(0, 250), 252) ?? 0) >= (sharpe(b.subarray(0, 250), 252) ?? 0) ? a : b));
    return { inSample: part([...best.subarray(0, 250)]), outOfSample: part([...best.subarray(250)]) };
  });
  const { degradation, earningFolds, stitched } = walkForwardResult(folds, 252);
  expect(degradation.inSampleSharpe).toBeGreaterThan(1.5);
  // 60 folds of 150 days: a standard error of root (252 / 150 / 60) = 0.17 of a ratio above 1.5, which is 0.1 of it; three of them.
  expect(Math.abs(degradation.kept as number)).toBeLessThan(0.3);
  expect(Math.abs(earningFolds - 0.5)).toBeLessThan(0.2);
  expect(stitched.periods).toBe(9000);
});

test('[DX-04] folds that never trade have no ratio and lose none; no fold is refused', () => {
  const idle = part([0, 0, 0]);
  const result = walkForwardResult([{ inSample: idle, outOfSample: idle }], 252);
  expect(result.degradation).toEqual({ inSampleSharpe: null, outOfSampleSharpe: null, kept: null });
  expect(result.earningFolds).toBe(0);
  const losing = walkForwardResult([{ inSample: part([-0.02, 0.01]), outOfSample: part([0.01, 0.02]) }], 252);
  expect(losing.degradation.kept).toBe(null);
  expect(losing.earningFolds).toBe(1);
  expect(() => walkForwardResult([], 252)).toThrow('there is no fold');
});
