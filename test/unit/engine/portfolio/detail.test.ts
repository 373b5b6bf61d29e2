import { describe, expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../../shared/domain/bars.ts';
import type { OrderRequest, Protection } from '../../../../shared/domain/order.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import type { Feed } from '../../../../shared/engine/portfolio/market.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { barsOf, type Row, scripted } from '../world.ts';
import { fillsOf, hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const A = instrumentOf('AAA/USDT');
const B = instrumentOf('BBB/USDT');
const START: Row = [100, 100, 100, 100];
/** Reaches 120 and 90 both. */
const WIDE: Row = [100, 121, 89, 100];
const HIGH_FIRST: Row[] = [
  [100, 121, 99, 110],
  [110, 111, 89, 100],
];
const LOW_FIRST: Row[] = [
  [100, 110, 89, 95],
  [95, 121, 95, 100],
];

/** Bars of half an hour from 01:00 on. */
function halves(rows: readonly Row[], volume = 1): Bars {
  const bars = barsOf(rows);
  bars.volume.fill(volume);
  return { ...bars, timeframeUs: HOUR_US / 2, time: bars.time.map((_, row) => HOUR_US + (row * HOUR_US) / 2) };
}

/** The same an hour later. */
function later(bars: Bars): Bars {
  return { ...bars, time: bars.time.map((time) => time + HOUR_US) };
}

/** Trades a minute apart from 01:00 on. */
function trades(prices: readonly number[]): Bars {
  const ticks = allocateBars(prices.length, 0);
  prices.forEach((price, i) => {
    ticks.time[i] = HOUR_US + (i * HOUR_US) / 60;
    for (const column of ['open', 'high', 'low', 'close'] as const) ticks[column][i] = price;
    ticks.volume[i] = 1;
  });
  return ticks;
}

const bracket: Protection = { stopLoss: { ratio: 0.1 }, takeProfit: { ratio: 0.2 } };

/** Both instruments entered at 100 with a stop at 90 and a target at 120; how they left, and what covers them. */
function exits(details: readonly [Bars | undefined, Bars | undefined]) {
  const feeds = [A, B].map((instrument, i): Feed => ({ instrument, bars: barsOf([START, WIDE]), detail: details[i] }));
  const strategy = scripted({ 0: ({ target }) => target(0.5, bracket) });
  const { sleeves, positions, endEquity } = play({ feeds, sleeves: [{ strategy, values: {} }] });
  const left = sleeves.flatMap(fillsOf).filter(([, , quantity]) => quantity < 0);
  return { left: left.map(([hour, id, , price]) => [id, hour, price]), coverage: positions.map(({ detail }) => detail), endEquity };
}

describe('stop and target in one bar of two instruments on one account', () => {
  test('[DX-03] without finer data the stop comes first for both: 5 of each at 90 leave 900 of 1,000', () => {
    expect(exits([undefined, undefined])).toEqual({
      left: [
        [A.id, 1, 90],
        [B.id, 1, 90],
      ],
      coverage: [undefined, undefined],
      endEquity: 900,
    });
  });

  test('[DX-03] each is resolved by its own: 5 at 120 win 100, 5 at 90 lose 50', () => {
    const covered = { bars: 2, covered: 1, refused: 0 };
    expect(exits([halves(HIGH_FIRST), halves(LOW_FIRST)])).toEqual({
      left: [
        [A.id, 1, 120],
        [B.id, 1, 90],
      ],
      coverage: [covered, covered],
      endEquity: 1050,
    });
    expect(exits([halves(LOW_FIRST), trades([100, 121, 89])])).toEqual({
      left: [
        [A.id, 1, 90],
        // The target is a limit, and the trade opens past it.
        [B.id, expect.closeTo(1 + 1 / 60, 12), 121],
      ],
      coverage: [covered, covered],
      endEquity: 1055,
    });
  });

  test('[DX-03] one with finer data leaves the other to the rules of bars alone, and what disagrees with its bar is counted', () => {
    const { left, coverage } = exits([halves([WIDE]), halves(HIGH_FIRST)]);
    expect(left).toEqual([
      [A.id, 1, 90],
      [B.id, 1, 120],
    ]);
    expect(coverage).toEqual([
      { bars: 2, covered: 0, refused: 1 },
      { bars: 2, covered: 1, refused: 0 },
    ]);
    expect(exits([undefined, halves(HIGH_FIRST)]).left).toEqual(left);
  });
});

describe('the volume of a finer bar', () => {
  const asks = (id: string, request: OrderRequest) =>
    defineStrategy({
      id,
      about: 'Asks once.',
      params: {},
      indicators: () => ({}),
      onBar: ({ bar, order }) => void (bar.timeUs === 0 && order(request)),
    });
  const fills = (...strategies: ReturnType<typeof asks>[]) => {
    const detail = halves(
      [
        [100, 100, 94, 94],
        [94, 100, 94, 100],
      ],
      50,
    );
    const bars = barsOf([START, [100, 100, 94, 100], START]);
    bars.volume.fill(100);
    const { sleeves } = play(
      { feeds: [{ instrument: A, bars, detail }], sleeves: strategies.map((strategy) => ({ strategy, values: {} })) },
      { cash: 1e6, execution: { volumeLimit: 0.1 } },
    );
    return Object.fromEntries(sleeves.map((sleeve) => [sleeve.name, fillsOf(sleeve).map(([hour, , quantity]) => [hour, quantity])]));
  };

  test('[SR-12] [DX-03] is used up once by all sleeves, although they go through the bar one after the other', () => {
    const limit = { type: 'limit', side: 'buy', quantity: 7, limitPrice: 95 } as const;
    // 5 of each half hour: the first takes 5 and 2, the second the 3 that are left, then 4 of the next bar, which opens at 100 and is no bargain.
    expect(fills(asks('a', limit), asks('b', limit))).toEqual({
      a: [
        [1, 5],
        [1.5, 2],
      ],
      b: [[1.5, 3]],
    });
  });

  test('[SR-12] two trades of one time are two volumes', () => {
    const detail = trades([100, 94, 94, 100]);
    detail.time[2] = detail.time[1] as number;
    const bars = barsOf([START, [100, 100, 94, 100]]);
    const { sleeves } = play(
      {
        feeds: [{ instrument: A, bars, detail }],
        sleeves: [{ strategy: asks('a', { type: 'limit', side: 'buy', quantity: 7, limitPrice: 95 }), values: {} }],
      },
      { execution: { volumeLimit: 0.5 } },
    );
    expect(sleeves.flatMap(fillsOf).map(([, , quantity]) => quantity)).toEqual([0.5, 0.5]);
  });
});

test('[SR-13] finer data goes to the feed that is traded, and divides its bars', () => {
  const strategy = scripted({});
  const run = (feeds: Feed[], execution = {}) => play({ feeds, sleeves: [{ strategy, values: {} }] }, { execution });
  const bars = hourly([100, 100, 100, 100]);
  const longer = { ...bars, timeframeUs: 4 * HOUR_US };
  const detail = halves([START, START]);
  expect(() =>
    run([
      { instrument: A, bars },
      { instrument: A, bars: longer, detail },
    ]),
  ).toThrow('detail is given for the 4h bars of AAA/USDT, but it trades on its 1h bars; give it for those');
  expect(() => run([{ instrument: A, bars, detail: bars }])).toThrow('detail of AAA/USDT has 1h bars, but must have bars of which');
  expect(() => run([{ instrument: A, bars }], { detail })).toThrow('it belongs to the feed whose bars it is finer than');
});

describe('what happens inside the bars of several instruments', () => {
  /** A waits to be bought at 105 while B is held, with a target at 110; each does it in one half of the bar. */
  const fills = (halfOfA: 0 | 1, halfOfB: 0 | 1, { coversB = true } = {}) => {
    const rises = (half: 0 | 1, high: number): Row[] => {
      const [flat, up]: [Row, Row] = [START, [100, high, 100, 100]];
      return half === 0 ? [up, flat] : [flat, up];
    };
    const strategy = scriptedPortfolio({
      1: ({ leg }) => leg(B.id).target(1, { takeProfit: { offset: 10 } }),
      2: ({ leg }) => void leg(A.id).order({ type: 'stop', side: 'buy', quantity: 10, stopPrice: 105 }),
    });
    const feeds: Feed[] = [
      { instrument: A, bars: barsOf([START, START, [100, 106, 100, 100]]), detail: later(halves(rises(halfOfA, 106))) },
      {
        instrument: B,
        bars: barsOf([START, START, [100, 111, 100, 100]]),
        detail: coversB ? later(halves(rises(halfOfB, 111))) : undefined,
      },
    ];
    const { sleeves } = play({ feeds, sleeves: [{ strategy, values: {} }] });
    return { fills: sleeves.flatMap(fillsOf).slice(1), unfilled: sleeves.flatMap(({ legs }) => legs.flatMap((leg) => leg.unfilled)) };
  };

  test('[SR-11] [DX-03] comes in the order of their finer data: 10 sold at 110 pay for 10 at 105 half an hour later, and not before', () => {
    const sold = (hour: number) => [hour, B.id, -10, 110];
    expect(fills(1, 0)).toEqual({ fills: [sold(2), [2.5, A.id, 10, 105]], unfilled: [] });
    for (const [halfOfA, halfOfB] of [
      [0, 1],
      [1, 1],
    ] as const) {
      const { fills: all, unfilled } = fills(halfOfA, halfOfB);
      expect([all, unfilled.map(({ reason }) => reason)]).toEqual([[sold(2.5)], ['INSUFFICIENT_FUNDS']]);
    }
  });

  test('[SR-11] where one of them has none nobody knows the order, and it is that of their ids', () => {
    expect(fills(1, 0, { coversB: false }).unfilled.map(({ reason }) => reason)).toEqual(['INSUFFICIENT_FUNDS']);
  });

  /** 20 of A and 20 of B at 100 on 1,000 at four times the equity; the low of 80 of each in one half of the bar. */
  const liquidated = (a: readonly Row[], b: readonly Row[] | undefined) => {
    const dips: Row = [100, 100, 80, 100];
    const strategy = scriptedPortfolio({
      1: ({ legs }) => legs.forEach((leg) => leg.order({ type: 'market', side: 'buy', quantity: 20 })),
    });
    const feeds: Feed[] = [
      { instrument: A, bars: barsOf([START, START, dips]), detail: later(halves(a)) },
      { instrument: B, bars: barsOf([START, START, dips]), detail: b && later(halves(b)) },
    ];
    const { sleeves } = play({ feeds, sleeves: [{ strategy, values: {} }] }, { execution: { leverage: 4, maintenance: 0.1 } });
    return sleeves.flatMap(fillsOf).slice(2);
  };
  const [early, late]: [Row[], Row[]] = [
    [[100, 100, 80, 100], START],
    [START, [100, 100, 80, 100]],
  ];

  test('[RK-02] [DX-03] lows that did not come together cost nothing; those that did, the first where the equity is the margin', () => {
    // Together 40 p - 3000 = 0.1 x 40 p at 83.33; one at 80 with the other at 100 leaves 600, and the margin is 360.
    expect(liquidated(early, late)).toEqual([]);
    expect(liquidated(early, early)).toEqual([[2, A.id, -20, expect.closeTo(3000 / 36, 9)]]);
    expect(liquidated(late, late)).toEqual([[2.5, A.id, -20, expect.closeTo(3000 / 36, 9)]]);
  });

  test('[RK-02] while nobody knows when one of them was at its low, both may have been', () => {
    expect(liquidated(early, undefined).map(([, id, units]) => [id, units])).toEqual([[A.id, -20]]);
  });
});
