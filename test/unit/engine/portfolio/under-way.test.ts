import { describe, expect, test } from 'vitest';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import type { Feed } from '../../../../shared/engine/portfolio/market.ts';
import type { Leg } from '../../../../shared/strategies/portfolio.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { barsOf, type Row, run } from '../world.ts';
import { fillsOf, hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const A = instrumentOf('AAA/USDT');
const B = instrumentOf('BBB/USDT');
/** Two bars of four hours: the low of the second comes in its first hour. */
const HOURS: Row[] = [
  ...Array.from({ length: 4 }, (): Row => [100, 100, 100, 100]),
  [100, 101, 90, 97],
  [97, 99, 96, 98],
  [98, 104, 98, 103],
  [103, 103, 101, 102],
];
const FOUR: Row[] = [
  [100, 100, 100, 100],
  [100, 104, 90, 102],
  [94, 94, 94, 94],
];

function fourHours(): Feed['bars'] {
  const bars = barsOf(FOUR);
  return { ...bars, timeframeUs: 4 * HOUR_US, time: bars.time.map((time) => 4 * time) };
}

/** What comes of an order for B that an hourly close of A brings about, while a bar of four hours of B is under way. */
function fills(script: Readonly<Record<number, (leg: Leg) => void>>, detail?: Feed['bars']) {
  const strategy = scriptedPortfolio(Object.fromEntries(Object.entries(script).map(([hour, act]) => [hour, ({ leg }) => act(leg(B.id))])));
  const feeds = [
    { instrument: A, bars: hourly(Array.from({ length: 12 }, () => 1)) },
    { instrument: B, bars: fourHours(), detail },
  ];
  return play({ feeds, sleeves: [{ strategy, values: {} }] })
    .sleeves.flatMap(fillsOf)
    .map(([hour, , units, price]) => [hour, units, price]);
}

describe('an order that comes while a bar of its instrument is under way', () => {
  const limit = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 } as const;

  test('[SR-11] [DX-03] does not meet what the bar did before: the low at 90 may be over, so a limit at 95 waits for the next open', () => {
    expect(fills({ 5: (leg) => void leg.order(limit) })).toEqual([[8, 1, 94]]);
    // At the close before it meets the whole bar.
    expect(fills({ 4: (leg) => void leg.order(limit) })).toEqual([[4, 1, 95]]);
    expect(fills({ 5: (leg) => void leg.order(limit) }, barsOf(HOURS))).toEqual([[8, 1, 94]]);
  });

  test('[SR-11] a target meets the price that has moved since: sqrt(1 / 4) of the way from 100 to 104', () => {
    expect(fills({ 5: (leg) => leg.target(0.102) })).toEqual([[5, 1, 102]]);
  });

  test('[SR-11] [DX-03] with finer data it fills at the next of them', () => {
    expect(fills({ 6: (leg) => leg.target(0.098) }, barsOf(HOURS))).toEqual([[6, 1, 98]]);
    expect(fills({ 5: (leg) => void leg.order({ type: 'stop', side: 'buy', quantity: 1, stopPrice: 99 }) }, barsOf(HOURS))).toEqual([
      [5, 1, 99],
    ]);
  });

  test('[SR-11] taking an order back does not undo what the price has reached before', () => {
    let id = 0;
    const script = { 4: (leg: Leg) => void (id = leg.order(limit)), 6: (leg: Leg) => leg.cancel(id) };
    expect(fills(script, barsOf(HOURS))).toEqual([[4, 1, 95]]);
  });
});

test('[SR-11] a position counts from its fill on, also at the closes of others while its own first bar is under way', () => {
  // B opens at 100, 80 and 60; A closes every hour.
  const bars = fourHours();
  bars.open.set([100, 80, 60]);
  bars.close.set([80, 50, 50]);
  bars.low.set([80, 50, 50]);
  bars.high.set([100, 80, 60]);
  const strategy = scriptedPortfolio({
    4: ({ leg }) => void leg(B.id).order({ type: 'market', side: 'buy', quantity: 5 }),
    8: ({ leg }) => void leg(B.id).order({ type: 'market', side: 'sell', quantity: 10 }),
  });
  const feeds = [
    { instrument: A, bars: hourly(Array.from({ length: 12 }, () => 1)) },
    { instrument: B, bars },
  ];
  const { equity } = play({ feeds, sleeves: [{ strategy, values: {} }] });
  // 5 at 80 until their bar closes at 50; sold at 60, and 5 more that are bought back for 10 less at the last close.
  expect([...equity.value]).toEqual([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 850, 900, 900, 900, 950]);
});

test('[SR-11] [DX-03] finer data of a longer bar is played as time goes on: what others do later pays for nothing before', () => {
  // All cash is in A until it is sold at 06:00; B rises to 105 within one hour of its second bar.
  const fillsWhen = (hour: number) => {
    const hours = HOURS.map((_, i): Row => (i === hour ? [100, 106, 100, 100] : [100, 100, 100, 100]));
    const strategy = scriptedPortfolio({
      1: ({ leg }) => leg(A.id).target(1),
      4: ({ leg }) => void leg(B.id).order({ type: 'stop', side: 'buy', quantity: 5, stopPrice: 105 }),
      6: ({ leg }) => leg(A.id).target(0),
    });
    const bars = { ...fourHours(), ...barsOf([FOUR[0] as Row, [100, 106, 100, 100], [100, 100, 100, 100]]), timeframeUs: 4 * HOUR_US };
    const feeds = [
      { instrument: A, bars: hourly(Array.from({ length: 12 }, () => 1)) },
      { instrument: B, bars: { ...bars, time: bars.time.map((time) => 4 * time) }, detail: barsOf(hours) },
    ];
    const { sleeves } = play({ feeds, sleeves: [{ strategy, values: {} }] });
    return {
      fills: sleeves.flatMap(fillsOf).filter(([, id]) => id === B.id),
      refused: sleeves.flatMap(({ legs }) => legs[1]?.unfilled ?? []),
    };
  };
  expect(fillsWhen(5)).toMatchObject({ fills: [], refused: [{ reason: 'INSUFFICIENT_FUNDS' }] });
  expect(fillsWhen(6)).toEqual({ fills: [[6, B.id, 5, 105]], refused: [] });
});

test('[SR-11] a longer bar in whose first hour a position was left counts as held, as in a run of one instrument', () => {
  const bars = fourHours();
  const detail = barsOf(HOURS);
  const protection = { stopLoss: { offset: 5 } };
  const strategy = scriptedPortfolio({ 4: ({ leg }) => leg(B.id).target(0.5, protection) });
  const feeds = [
    { instrument: A, bars: hourly(Array.from({ length: 12 }, () => 1)) },
    { instrument: B, bars, detail },
  ];
  const { positions, sleeves } = play({ feeds, sleeves: [{ strategy, values: {} }] });
  expect(sleeves.flatMap(fillsOf)).toEqual([
    [4, B.id, 5, 100],
    [4, B.id, -5, 95],
  ]);
  const alone = defineStrategy({
    id: 'alone',
    about: 'Enters at the first close.',
    params: {},
    indicators: () => ({}),
    onBar: ({ bar, target }) => void (bar.timeUs === 0 && target(0.5, protection)),
  });
  const single = run(alone, bars, { execution: { detail }, instrument: B });
  expect(positions[1]?.barsInPosition).toBe(single.barsInPosition);
  expect(single.barsInPosition).toBe(1);
});
