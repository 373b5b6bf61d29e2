import { describe, expect, test } from 'vitest';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { parseSizing } from '../../../../shared/engine/sizing/sizing.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { hourly, instrumentOf, play } from '../portfolio/world.ts';
import { flatBars, run, scripted } from '../world.ts';

const [A, B, C] = ['AAA', 'BBB', 'CCC'].map((id) => instrumentOf(id, 'USDT', { lot: 1e-8 })) as [
  ReturnType<typeof instrumentOf>,
  ReturnType<typeof instrumentOf>,
  ReturnType<typeof instrumentOf>,
];

/** Closes that go up and down by a ratio, and are 100 from hour 23 on. */
const swing = (ratio: number, hours = 26): number[] =>
  Array.from({ length: hours }, (_, i) => (i >= 23 ? 100 : 100 * Math.exp(i % 2 === 0 ? 0 : ratio)));

/** Buys at the close of the hour. */
const buysAt = (hour: number) =>
  defineStrategy({
    id: 'buys',
    about: 'Buys once.',
    params: {},
    indicators: () => ({}),
    onBar: ({ bar, target }) => {
      if (bar.timeUs === hour * HOUR_US) target(1);
    },
  });

const worthOf = (prices: readonly number[][], hour = 22, sizing = 'equal-risk:0.9') => {
  const feeds = prices.map((own, i) => ({ instrument: [A, B, C][i] as typeof A, bars: hourly(own) }));
  const [sleeve] = play({ feeds, sleeves: [{ strategy: buysAt(hour), values: {} }] }, { sizing: parseSizing(sizing) }).sleeves;
  return sleeve?.legs.map(({ fills }) => Number((fills.reduce((sum, { quantity, price }) => sum + quantity * price, 0) / 1000).toFixed(6)));
};

describe('equal-risk', () => {
  test('[RK-05] on a shared account what moves twice as much is bought for half the money, and all of it together for the share asked for', () => {
    // Inverse volatilities 1, 1/2 and 1/4 of 7/4: 0.9 times 4/7, 2/7 and 1/7.
    expect(worthOf([swing(0.01), swing(0.02), swing(0.04)])).toEqual([0.514286, 0.257143, 0.128571]);
    expect(worthOf([swing(0.04), swing(0.01), swing(0.02)])).toEqual([0.128571, 0.514286, 0.257143]);
  });

  test('[RK-05] only closes before the fill count: what comes later changes nothing', () => {
    const wild = [...swing(0.01).slice(0, 24), 500, 20];
    expect(worthOf([wild, swing(0.02)])).toEqual([0.6, 0.3]);
  });

  test('[RK-05] what stands still, or has fewer than three closes, does not count for the others, and is bought for a tenth of an equal part itself', () => {
    const still = Array.from({ length: 26 }, () => 100);
    expect(worthOf([swing(0.01), swing(0.02), still])).toEqual([0.6, 0.3, 0.03]);
  });

  test('[RK-05] what has ended does not count any more', () => {
    const ended = swing(0.01).slice(0, 10);
    const late = (ratio: number) => Array.from({ length: 40 }, (_, i) => 100 * Math.exp(i % 2 === 0 ? 0 : ratio));
    const [first = 0, second = 0] = worthOf([late(0.01), late(0.02), ended], 32) ?? [];
    expect(first + second).toBeCloseTo(0.9, 3);
    expect(first / second).toBeCloseTo(2, 2);
  });

  test('[RK-05] a run of one instrument has nothing to share risk with, and says so', () => {
    const alone = () => run(scripted({ 0: ({ target }) => target(1) }), flatBars([1, 1, 1]), { sizing: parseSizing('equal-risk:1') });
    expect(alone).toThrow('sizing equal-risk:1 goes with a shared account');
  });
});
