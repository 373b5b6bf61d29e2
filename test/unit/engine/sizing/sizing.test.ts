import { describe, expect, test } from 'vitest';
import {
  drawdownShare,
  equalRiskWeights,
  kelly,
  kellyOfReturns,
  unitsAtRisk,
  volatilityShare,
} from '../../../../shared/engine/sizing/formulas.ts';
import { parseSizing, sizingName } from '../../../../shared/engine/sizing/sizing.ts';
import { fillsOf, flatBars, run, scripted } from '../world.ts';

describe('formulas', () => {
  test('[RK-04] Kelly: p = 0.6 at even odds is 0.20, half of it 0.10, and without an edge 0', () => {
    expect(kelly(0.6, 1)).toBeCloseTo(0.2, 12);
    expect(kelly(0.6, 1) * 0.5).toBeCloseTo(0.1, 12);
    expect(kelly(0.4, 1)).toBe(0);
    expect(kelly(0.5, 2)).toBeCloseTo(0.25, 12);
  });

  test('[RK-04] Kelly of a distribution is that of the bet: six wins of 1 and four losses of 1 give 0.20', () => {
    expect(kellyOfReturns([1, 1, 1, 1, 1, 1, -1, -1, -1, -1])).toBeCloseTo(0.2, 9);
    expect(kellyOfReturns([1, -1, -1])).toBe(0);
    expect(kellyOfReturns([])).toBe(0);
    // Two thirds of wins of 2 % and a third of losses of 2 %: f = (2/3 - 1/3) / 0.02 = 16.7, capped.
    expect(kellyOfReturns([0.02, 0.02, -0.02])).toBe(1);
  });

  test('[RK-04] fixed risk: 10,000, 1 % and a stop 2 away are 50 units', () => {
    expect(unitsAtRisk(10_000, 0.01, { distance: 2 })).toBe(50);
  });

  test('[RK-04] a currency pair: 10,000 USD, 1 %, 50 pips of EUR/USD are 20,000 EUR; of USD/JPY at 150 they are 30,000 USD', () => {
    expect(unitsAtRisk(10_000, 0.01, { distance: 0.005 })).toBeCloseTo(20_000, 6);
    // 50 pips are 0.50 JPY, of which one is worth 1 / 150 USD.
    expect(unitsAtRisk(10_000, 0.01, { distance: 0.5, value: 1 / 150 })).toBeCloseTo(30_000, 6);
  });

  test('[RK-05] when volatility doubles the size halves, and the cap holds', () => {
    expect(volatilityShare(0.15, 0.3, 1)).toBeCloseTo(0.5, 12);
    expect(volatilityShare(0.15, 0.6, 1)).toBeCloseTo(0.25, 12);
    expect(volatilityShare(0.15, 0.1, 1)).toBe(1);
  });

  test('[RK-05] equal risk: 10 % and 20 % get two thirds and a third; in a drawdown of half the limit half is left', () => {
    expect(equalRiskWeights([0.1, 0.2]).map((weight) => Number(weight.toFixed(12)))).toEqual([0.666666666667, 0.333333333333]);
    expect([0, 0.1, 0.2, 0.3].map((drawdown) => drawdownShare(drawdown, 0.2))).toEqual([1, 0.5, 0, 0]);
  });
});

describe('as the sizing of a run', () => {
  const quantityOf = (sizing: string, protection = {}, prices: readonly number[] = [100, 100, 100]) =>
    fillsOf(
      run(scripted({ [prices.length - 2]: ({ target }) => target(1, protection) }), flatBars(prices), {
        cash: 10_000,
        sizing: parseSizing(sizing),
      }),
    )[0]?.[2];

  test('[RK-04] risk:0.01 with a stop 2 away buys 50 units, and never more than the equity bears', () => {
    expect(quantityOf('risk:0.01', { stopLoss: { offset: 2 } })).toBe(50);
    expect(quantityOf('risk:0.01', { stopLoss: { price: 98 } })).toBe(50);
    expect(quantityOf('risk:0.01', { stopLoss: { ratio: 0.05 }, trailingStop: { offset: 2 } })).toBe(50);
    expect(quantityOf('risk:0.5', { stopLoss: { offset: 2 } })).toBe(100);
    expect(() => quantityOf('risk:0.01')).toThrow('sizing risk:0.01 needs target(..., { stopLoss }) or a trailing stop');
  });

  test('[RK-05] volatility: prices that swing twice as far are bought half as much', () => {
    const swing = (ratio: number) => Array.from({ length: 24 }, (_, i) => (i === 23 ? 100 : 100 * Math.exp(i % 2 === 0 ? 0 : ratio)));
    const [small = 0, large = 0] = [0.01, 0.02].map((ratio) => quantityOf('volatility:0.1', {}, swing(ratio)));
    expect(small / large).toBeCloseTo(2, 6);
    expect(quantityOf('volatility:0.1')).toBe(100);
  });

  test('[RK-04] kelly: a tenth until twenty round trips are closed, then by what they made', () => {
    expect(quantityOf('kelly:0.5')).toBe(5);
    // Each buys at 100 and sells at 90: after twenty of them Kelly says nothing, which is no whole lot.
    const losing = Array.from({ length: 46 }, (_, i) => (i % 2 === 0 ? 90 : 100));
    const strategy = scripted(Object.fromEntries(losing.map((_, i) => [i, ({ target }) => target(i % 2 === 0 ? 1 : 0)])));
    const result = run(strategy, flatBars(losing), { cash: 10_000, sizing: parseSizing('kelly:1') });
    expect(result.trades).toHaveLength(20);
    expect(result.unfilled[0]?.reason).toBe('BELOW_LOT');
  });

  test('[RK-04] drawdown:0.2: after a tenth is lost half of the equity is used', () => {
    const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(0), 2: ({ target }) => target(1) });
    const fills = fillsOf(run(strategy, flatBars([100, 100, 90, 90]), { cash: 10_000, sizing: parseSizing('drawdown:0.2') }));
    expect(fills.map(([, side, quantity]) => [side, quantity])).toEqual([
      ['buy', 100],
      ['sell', 100],
      ['buy', 50],
    ]);
  });

  test('[SR-13] sizings are read and written, and what is none is refused', () => {
    for (const name of ['all', 'fraction:0.5', 'fixed:2', 'kelly:0.5', 'risk:0.01', 'volatility:0.15', 'drawdown:0.2'])
      expect(sizingName(parseSizing(name))).toBe(name);
    for (const bad of ['kelly:2', 'risk:0', 'volatility:x', 'luck:1']) expect(() => parseSizing(bad)).toThrow(`sizing "${bad}" is none of`);
  });
});
