import { expect, test } from 'vitest';
import { noisyBars } from '../../../../shared/research/monte-carlo/noisy-bars.ts';
import { deviation } from '../../../../shared/performance/returns.ts';
import { randomBars } from '../../../support/random-bars.ts';

const bars = randomBars(2000, 4);

test('[DX-04] noisy bars are bars: highs hold and lows hold open and close, prices stay above 0, times and volume as they were', () => {
  for (const noise of [0.1, 2]) {
    const noisy = noisyBars(bars, { noise, seed: 5 });
    for (let i = 0; i < bars.length; i++) {
      const [open, high, low, close] = [noisy.open[i], noisy.high[i], noisy.low[i], noisy.close[i]] as [number, number, number, number];
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close, low));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
      expect(low).toBeGreaterThan(0);
    }
    expect(noisy.time).toEqual(bars.time);
    expect(noisy.volume).toEqual(bars.volume);
  }
});

test('[DX-04] closes move by the share of deviations asked for, opens as the close before them; no noise moves nothing', () => {
  const noisy = noisyBars(bars, { noise: 0.5, seed: 1 });
  const returns = Float64Array.from({ length: 1999 }, (_, i) => (bars.close[i + 1] as number) / (bars.close[i] as number) - 1);
  const moves = noisy.close.map((close, i) => close / (bars.close[i] as number) - 1);
  expect(deviation(moves) / deviation(returns)).toBeCloseTo(0.5, 1);
  expect(noisy.open[0]).toBe(bars.open[0]);
  for (const i of [1, 700, 1999]) {
    expect((noisy.open[i] as number) / (bars.open[i] as number)).toBeCloseTo(1 + (moves[i - 1] as number), 14);
  }
  expect(noisyBars(bars, { noise: 0, seed: 1 })).toEqual(bars);
  expect(noisyBars(bars, { noise: 0.5, seed: 1 })).toEqual(noisy);
  expect(noisyBars(bars, { noise: 0.5, seed: 2 }).close).not.toEqual(noisy.close);
  expect(() => noisyBars(bars, { noise: -1, seed: 1 })).toThrow('noise is -1, but must be from 0 to 2');
});
