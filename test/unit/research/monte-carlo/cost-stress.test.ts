import { expect, test } from 'vitest';
import { costStress, stressedPnl } from '../../../../shared/research/monte-carlo/cost-stress.ts';

test('[DX-04] three trades by hand with costs of nothing, once and three times', () => {
  // Before costs they make 12, -4 and 7; each costs 2.
  const trades = { pnl: Float64Array.of(10, -6, 5), costs: Float64Array.of(2, 2, 2), startEquity: 100 };
  const { rows, breakEvenMultiplier } = costStress(trades, [0, 1, 3]);
  expect(rows[0]).toEqual({ multiplier: 0, netProfit: 15, endEquity: 115, winRate: 2 / 3, profitFactor: 19 / 4, maxDrawdown: 4 / 112 });
  expect(rows[1]).toEqual({ multiplier: 1, netProfit: 9, endEquity: 109, winRate: 2 / 3, profitFactor: 15 / 6, maxDrawdown: 6 / 110 });
  expect(rows[2]).toEqual({ multiplier: 3, netProfit: -3, endEquity: 97, winRate: 2 / 3, profitFactor: 7 / 10, maxDrawdown: 10 / 106 });
  expect(breakEvenMultiplier).toBe(2.5);
  expect(stressedPnl(trades.pnl, trades.costs, 1)).toEqual(trades.pnl);
});

test('[DX-04] without costs nothing breaks even; a loss before costs breaks even at none of them', () => {
  const pnl = Float64Array.of(5, 1);
  expect(costStress({ pnl, costs: new Float64Array(2), startEquity: 10 })).toMatchObject({ breakEvenMultiplier: null });
  expect(costStress({ pnl, costs: new Float64Array(2), startEquity: 10 }).rows.map(({ profitFactor }) => profitFactor)).toContain(null);
  const losing = { pnl: Float64Array.of(-5), costs: Float64Array.of(1), startEquity: 10 };
  expect(costStress(losing).breakEvenMultiplier).toBe(0);
  expect(() => stressedPnl(pnl, new Float64Array(3), 2)).toThrow('costs has 3 trades, but must have the 2 of pnl');
  expect(() => stressedPnl(pnl, Float64Array.of(1, -1), 2)).toThrow('cost 1 is -1, but must be 0 or more');
  expect(() => stressedPnl(pnl, new Float64Array(2), -2)).toThrow('multiplier is -2');
});
