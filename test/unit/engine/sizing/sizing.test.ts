import { describe, expect, test } from 'vitest';
import {
  drawdownShare,
  equalRiskWeights,
  kelly,
  kellyOfOdds,
  kellyOfReturns,
  unitsAtRisk,
  volatilityShare,
} from '../../../../shared/engine/sizing/formulas.ts';
import { parseSizing, sizingName } from '../../../../shared/engine/sizing/sizing.ts';
import { runPortfolio } from '../../../../shared/engine/portfolio/run.ts';
import { BTC, fillsOf, flatBars, run, scripted } from '../world.ts';

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
    expect(kellyOfReturns([0.02, 0.02, -0.02], 1e9)).toBeCloseTo(1 / 3 / 0.02, 6);
  });

  test('[RK-04] Kelly of the odds is p / loss - q / win, and that of the distribution where there are but two outcomes', () => {
    // Half of the trades win 50 %, half lose 40 %: 0.5 / 0.4 - 0.5 / 0.5 = 0.25.
    expect(kellyOfOdds([0.5, -0.4])).toBeCloseTo(0.25, 12);
    expect(kellyOfReturns([0.5, -0.4])).toBeCloseTo(0.25, 9);
    // Wins of 0.2 and 0.8 are one of 0.5 to the odds; to the distribution one large win is worth less.
    expect(kellyOfOdds([0.2, 0.8, -0.4, -0.4])).toBeCloseTo(0.25, 12);
    expect(kellyOfReturns([0.2, 0.8, -0.4, -0.4])).toBeLessThan(0.25);
    expect([kellyOfOdds([]), kellyOfOdds([-0.1]), kellyOfOdds([0, 0]), kellyOfOdds([0.1, -0.3])]).toEqual([0, 0, 0, 0]);
    expect([kellyOfOdds([0.1, 0.1]), kellyOfOdds([0.02, 0.02, -0.02])]).toEqual([1, 1]);
    expect(kellyOfOdds([0.02, 0.02, -0.02], 20)).toBeCloseTo(1 / 3 / 0.02, 9);
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
    // The distance is from the fill: 1 below it, 2 above it for a short.
    expect(quantityOf('risk:0.01', { stopLoss: { price: 99 } })).toBe(100);
    expect(() => quantityOf('risk:0.01')).toThrow('sizing risk:0.01 needs target(..., { stopLoss }) or a trailing stop');
  });

  test('[RK-04] risk: a stop on the wrong side of the fill, at it, or passed by a gap, is no distance: nothing is bought, and the order says why', () => {
    const outcome = (price: number, stop: number, target = 1) => {
      const strategy = scripted({ 0: (context) => context.target(target, { stopLoss: { price: stop } }) });
      const result = run(strategy, flatBars([100, price, price, price]), { cash: 10_000, sizing: parseSizing('risk:0.01') });
      return [result.fills.length, result.unfilled.map(({ reason }) => reason)];
    };
    const refused = [0, ['STOP_PASSED']];
    expect([outcome(100, 105), outcome(100, 100), outcome(97, 98)]).toEqual([refused, refused, refused]);
    expect([outcome(100, 95, -1), outcome(103, 102, -1)]).toEqual([refused, refused]);
    expect([outcome(100, 98), outcome(100, 102, -1)]).toEqual([
      [1, []],
      [1, []],
    ]);
  });

  test('[RK-05] volatility: while fewer than three closes are known a tenth is bought', () => {
    expect(quantityOf('volatility:0.1', {}, [100, 100])).toBe(10);
    expect(quantityOf('volatility:0.1', {}, [100, 100, 100, 100])).toBe(100);
  });

  test('[RK-05] volatility: prices that swing twice as far are bought half as much', () => {
    const swing = (ratio: number) => Array.from({ length: 24 }, (_, i) => (i === 23 ? 100 : 100 * Math.exp(i % 2 === 0 ? 0 : ratio)));
    const [small = 0, large = 0] = [0.01, 0.02].map((ratio) => quantityOf('volatility:0.1', {}, swing(ratio)));
    expect(small / large).toBeCloseTo(2, 6);
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

  test('[RK-04] with leverage risk, volatility and Kelly reach as far as it, and no further', () => {
    const sized = (sizing: string, leverage: number, prices: readonly number[], protection = {}) => {
      const strategy = scripted({ [prices.length - 2]: ({ target }) => target(1, protection) });
      const options = { cash: 10_000, sizing: parseSizing(sizing), execution: { leverage } };
      return fillsOf(run(strategy, flatBars(prices), options))[0]?.[2];
    };
    // 1 % of 10,000 over a distance of 0.5 are 200 units, twice the equity.
    expect([1, 1.5, 5].map((leverage) => sized('risk:0.01', leverage, [100, 100, 100], { stopLoss: { offset: 0.5 } }))).toEqual([
      100, 150, 200,
    ]);
    const swing = Array.from({ length: 24 }, (_, i) => (i === 23 ? 100 : 100 * Math.exp(i % 2 === 0 ? 0 : 0.001)));
    const [one = 0, two = 0, ten = 0, twenty = 0] = [1, 2, 10, 20].map((leverage) => sized('volatility:0.5', leverage, swing));
    expect([one, two]).toEqual([100, 200]);
    // 0.001 up and down an hour is 0.001 x root(20 / 19 x 365.25 x 24) = 0.0961 a year (the variance of twenty changes without their mean).
    expect(ten).toBeCloseTo((100 * 0.5) / (0.001 * Math.sqrt((20 / 19) * 365.25 * 24)), 6);
    expect(twenty).toBe(ten);
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

  test('[RK-04] drawdown: the peak is that of the equity at every close, not only where something was bought', () => {
    const strategy = scripted({ 0: ({ target }) => target(1), 3: ({ target }) => target(0), 4: ({ target }) => target(1) });
    const prices = [100, 100, 200, 160, 160, 160, 160];
    // 10,000 grows to 20,000 and falls to 16,000: a fifth of it, half of the limit, so 8,000 buys 50 at 160.
    const fills = fillsOf(run(strategy, flatBars(prices), { cash: 10_000, sizing: parseSizing('drawdown:0.4') }));
    expect(fills.map(([, side, quantity]) => [side, quantity])).toEqual([
      ['buy', 100],
      ['sell', 100],
      ['buy', 50],
    ]);
    const [sleeve] = runPortfolio({
      feeds: [{ instrument: BTC, bars: flatBars(prices) }],
      sleeves: [{ strategy, values: {} }],
      options: { cash: 10_000, sizing: parseSizing('drawdown:0.4'), commissionBps: 0, slippageBps: 0 },
    }).sleeves;
    expect(sleeve?.legs[0]?.fills.map(({ side, quantity }) => [side, quantity])).toEqual(
      fills.map(([, side, quantity]) => [side, quantity]),
    );
  });

  test('[RK-04] drawdown: where nothing is left of the limit nothing is bought', () => {
    const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(0), 2: ({ target }) => target(1) });
    const result = run(strategy, flatBars([100, 100, 70, 70]), { cash: 10_000, sizing: parseSizing('drawdown:0.2') });
    expect([result.fills.length, result.unfilled.map(({ reason }) => reason)]).toEqual([2, ['BELOW_LOT']]);
  });

  test('[RK-04] kelly and kelly-odds of twenty round trips, half of which win a fifth and half of which lose a tenth', () => {
    // 0.5 / 0.1 - 0.5 / 0.2 = 2.5, of which 0.1 is a quarter.
    const prices = [100, 120, 100, 90];
    const closes = Array.from({ length: 86 }, (_, i) => prices[(i + 3) % 4] as number);
    const strategy = scripted(Object.fromEntries(closes.map((_, i) => [i, ({ target }) => target(i % 2 === 0 ? 1 : 0)])));
    for (const sizing of ['kelly:0.1', 'kelly-odds:0.1']) {
      const { fills } = run(strategy, flatBars(closes), { cash: 10_000, sizing: parseSizing(sizing) });
      const entries = fills.filter(({ side }) => side === 'buy');
      expect(entries[0]?.quantity).toBeCloseTo(1, 8);
      const before = fills
        .slice(0, 40)
        .reduce((cash, { side, quantity, price }) => cash + (side === 'buy' ? -1 : 1) * quantity * price, 10_000);
      expect((entries[20]?.quantity ?? 0) * (entries[20]?.price ?? 0)).toBeCloseTo(0.25 * before, 4);
    }
  });

  test('[SR-13] sizings are read and written, and what is none is refused', () => {
    for (const name of [
      'all',
      'fraction:0.5',
      'fixed:2',
      'kelly:0.5',
      'kelly-odds:0.5',
      'risk:0.01',
      'volatility:0.15',
      'drawdown:0.2',
      'equal-risk:0.9',
    ])
      expect(sizingName(parseSizing(name))).toBe(name);
    for (const bad of ['kelly:2', 'kelly-odds:2', 'risk:0', 'volatility:x', 'equal-risk:1.5', 'luck:1'])
      expect(() => parseSizing(bad)).toThrow(`sizing "${bad}" is none of`);
  });
});
