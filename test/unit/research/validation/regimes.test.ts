import { expect, test } from 'vitest';
import { marketRegimes, REGIMES, returnsByRegime } from '../../../../shared/research/validation/regimes.ts';
import { noise, pricesOf } from '../world.ts';

const OPTIONS = { window: 20, memory: 60 };

test('[DX-04] a market that rises calmly and then falls wildly is labelled so, once the window has seen it', () => {
  const returns = noise(400, 3).map((value, i) => (i < 250 ? 0.003 + 0.002 * value : -0.01 + 0.03 * value));
  const regimes = marketRegimes(pricesOf(returns), OPTIONS);
  const names = Array.from(regimes, (code) => REGIMES[code] as string);
  expect(names.slice(0, 81).every((name) => name === 'unknown')).toBe(true);
  expect(names.slice(81, 250).every((name) => name.startsWith('rising'))).toBe(true);
  expect(names.slice(262, 300).every((name) => name === 'falling wild')).toBe(true);
});

test('[DX-04] the label of a row knows nothing of the row or of what comes after', () => {
  const close = pricesOf(noise(300, 7).map((value) => 0.01 * value));
  const whole = marketRegimes(close, OPTIONS);
  for (const row of [100, 200, 299]) {
    const changed = close.map((value, i) => (i >= row ? value * 5 : value));
    expect(marketRegimes(changed, OPTIONS)[row]).toBe(whole[row]);
    expect(marketRegimes(close.slice(0, row + 1), OPTIONS)).toEqual(whole.slice(0, row + 1));
  }
});

test('[DX-04] in noise each third of volatility comes up about as often', () => {
  const regimes = marketRegimes(pricesOf(noise(20_000, 2).map((value) => 0.01 * value)), OPTIONS);
  const known = regimes.filter((code) => code > 0);
  expect(known).toHaveLength(20_000 - 81);
  for (const third of [0, 1, 2]) {
    const share = known.filter((code) => (code - 1) % 3 === third).length / known.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  }
});

test('[DX-04] results by regime by hand; their returns compound to the whole', () => {
  const returns = Float64Array.of(0.1, -0.1, 0.2, 0, 0.05);
  const regimes = Uint8Array.of(0, 1, 6, 6, 1);
  const results = returnsByRegime(returns, regimes, 252);
  expect(results.map(({ regime, periods, share }) => [regime, periods, share])).toEqual([
    ['unknown', 1, 0.2],
    ['falling calm', 2, 0.4],
    ['rising wild', 2, 0.4],
  ]);
  expect(results[1]?.totalReturn).toBeCloseTo(0.9 * 1.05 - 1, 15);
  // 0.2 and 0: mean 0.1, sample deviation 0.1 root 2.
  expect(results[2]?.sharpe).toBeCloseTo(Math.sqrt(252 / 2), 12);
  expect(results[0]?.sharpe).toBe(null);
  const whole = returns.reduce((equity, value) => equity * (1 + value), 1);
  expect(results.reduce((equity, { totalReturn }) => equity * (1 + totalReturn), 1)).toBeCloseTo(whole, 14);
  expect(() => returnsByRegime(returns, regimes.subarray(1), 252)).toThrow('regimes has 4 rows, but must have the 5 of returns');
  expect(() => marketRegimes(returns, { window: 1 })).toThrow('window is 1, but must be a whole number from 2 on');
});
