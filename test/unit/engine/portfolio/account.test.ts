import { describe, expect, test } from 'vitest';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { definePortfolioStrategy } from '../../../../shared/strategies/portfolio.ts';
import { barsOf, scripted } from '../world.ts';
import { fillsOf, hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const A = instrumentOf('AAA/USDT');
const B = instrumentOf('BBB/USDT');

describe('several strategies on one account', () => {
  test('[SR-12] both long 0.1: the account holds 0.2; when one leaves, 0.1 stays, and each has its own profit', () => {
    const buy = { type: 'market', side: 'buy', quantity: 0.1 } as const;
    const sell = { type: 'market', side: 'sell', quantity: 0.1 } as const;
    const leaves = { ...scripted({ 0: ({ order }) => order(buy), 2: ({ order }) => order(sell) }), id: 'leaves' };
    const stays = { ...scripted({ 1: ({ order }) => order(buy) }), id: 'stays' };
    const sleeves = [leaves, stays].map((strategy) => ({ strategy, values: {}, share: 0.5 }));
    const bars = hourly([1000, 1000, 1100, 1200, 1300]);
    const held = (until: number) => play({ feeds: [{ instrument: A, bars }], sleeves }, { toUs: until * HOUR_US }).positions[0]?.quantity;
    expect([2, 3, 4, 5].map(held)).toEqual([0.1, 0.2, 0.1, 0.1]);

    const result = play({ feeds: [{ instrument: A, bars }], sleeves });
    // In at 1000 and out at 1200: 0.1 x 200 = 20. In at 1100, marked at 1300: 0.1 x 200 = 20 unrealised.
    expect(result.sleeves.map(({ name, legs }) => [name, legs[0]?.trades.map(({ pnl, exitTimeUs }) => [pnl, exitTimeUs])])).toEqual([
      ['leaves', [[20, 3 * HOUR_US]]],
      ['stays', [[20, null]]],
    ]);
    expect(result.sleeves.map(({ endEquity }) => endEquity)).toEqual([520, 520]);
    expect([...result.equity.value]).toEqual([1000, 1000, 1000, 1010, 1030, 1040]);
  });

  test('[SR-12] what one buys while another sells crosses inside the account; each pays its own commission', () => {
    const order = (side: 'buy' | 'sell', quantity: number) => ({ type: 'market', side, quantity }) as const;
    const seller = scripted({ 0: (c) => c.order(order('buy', 2)), 1: (c) => c.order(order('sell', 2)) });
    const buyer = scripted({ 1: (c) => c.order(order('buy', 1.5)) });
    const sleeves = [seller, buyer].map((strategy) => ({ strategy, values: {} }));
    const {
      positions,
      sleeves: own,
      commission,
    } = play({ feeds: [{ instrument: A, bars: hourly([100, 100, 100, 100]) }], sleeves }, { commissionBps: 100 });
    expect(positions[0]).toMatchObject({ quantity: 1.5, crossedQuantity: 1.5, bars: 4, barsInPosition: 3 });
    // 1 % of 200 twice, and of 150.
    expect([own.map((sleeve) => sleeve.commission), commission]).toEqual([[4, 1.5], 5.5]);
    expect(own.map(({ name }) => name)).toEqual(['scripted', 'scripted-2']);
  });

  test('[SR-12] shares must add up to 1; one that is left out takes what is left', () => {
    const strategy = scripted({});
    const feeds = [{ instrument: A, bars: hourly([1, 1]) }];
    const equities = (...shares: (number | undefined)[]) =>
      play({ feeds, sleeves: shares.map((share) => ({ strategy, values: {}, ...(share === undefined ? {} : { share }) })) }).sleeves.map(
        ({ startEquity }) => startEquity,
      );
    expect(equities(0.7, undefined, undefined)).toEqual([700, 150.00000000000003, 150.00000000000003]);
    expect(() => equities(0.5, 0.4)).toThrow("the strategies' shares add up to 0.9, but must add up to 1");
    expect(() => equities(-0.5, 1)).toThrow("a strategy's share is -0.5, but must be above 0 and at most 1");
    expect(() => equities(1, undefined)).toThrow('add up to 1, but');
  });
});

describe('several instruments on one cash', () => {
  const greedy = defineStrategy({
    id: 'greedy',
    about: 'Wants it all.',
    params: {},
    indicators: () => ({}),
    onBar: ({ target }) => target(1),
  });
  const feeds = [B, A].map((instrument) => ({ instrument, bars: hourly([100, 100, 110]) }));

  test('[SR-11] two that want all of the cash: the first by instrument id gets it, the other is refused', () => {
    const [sleeve] = play({ feeds, sleeves: [{ strategy: greedy, values: {} }] }).sleeves;
    expect(
      sleeve?.legs.map(({ instrument, quantity, unfilled }) => [instrument.id, quantity, unfilled.map(({ reason }) => reason)]),
    ).toEqual([
      [A.id, 10, []],
      [B.id, 0, ['INSUFFICIENT_FUNDS']],
    ]);
    expect(sleeve?.endEquity).toBe(1100);
  });

  test('[SR-11] a share of the equity each leaves room for both', () => {
    const half = { sizing: { kind: 'fraction', fraction: 0.5 } } as const;
    const [sleeve] = play({ feeds, sleeves: [{ strategy: greedy, values: {} }] }, half).sleeves;
    expect(sleeve?.legs.map(({ quantity }) => quantity)).toEqual([5, 5]);
  });

  test('[SR-11] long and short together bind the equity: what passes it is refused', () => {
    const strategy = scriptedPortfolio({
      1: ({ leg }) => {
        leg(A.id).target(0.6);
        leg(B.id).target(-0.6);
      },
    });
    const [sleeve] = play({ feeds, sleeves: [{ strategy, values: {} }] }).sleeves;
    expect(sleeve?.legs.map(({ quantity, unfilled }) => [quantity, unfilled.map(({ reason }) => reason)])).toEqual([
      [6, []],
      [0, ['INSUFFICIENT_FUNDS']],
    ]);
  });

  test('[SR-11] a portfolio strategy has the orders of one of a single instrument: groups, children and changes', () => {
    const limit = (side: 'buy' | 'sell', quantity: number, limitPrice: number) => ({ type: 'limit', side, quantity, limitPrice }) as const;
    const strategy = scriptedPortfolio({
      1: ({ leg }) => {
        leg(A.id).oco([limit('buy', 1, 100), limit('buy', 2, 50)]);
        const [id] = leg(B.id).oto(limit('buy', 1, 50), [limit('sell', 1, 110)]);
        leg(B.id).amend(id as number, { limitPrice: 100 });
      },
    });
    const [sleeve] = play({ feeds, sleeves: [{ strategy, values: {} }] }).sleeves;
    expect(sleeve && fillsOf(sleeve)).toEqual([
      [1, A.id, 1, 100],
      [1, B.id, 1, 100],
      [2, B.id, -1, 110],
    ]);
    expect(sleeve?.legs[0]?.unfilled).toMatchObject([{ reason: 'CANCELLED' }]);
  });

  test('[SR-11] a sleeve trades the instruments it names, and an unknown one is refused by name', () => {
    const { sleeves } = play({ feeds, sleeves: [{ strategy: greedy, values: {}, instruments: [B.id] }] });
    expect(sleeves[0]?.legs.map(({ instrument }) => instrument.id)).toEqual([B.id]);
    expect(() => play({ feeds, sleeves: [{ strategy: greedy, values: {}, instruments: ['CCC'] }] })).toThrow(
      'there is no instrument "CCC" (there are: AAA/USDT, BBB/USDT)',
    );
  });
});

describe('time', () => {
  test('[SR-11] an instrument whose bar is missing keeps its last mark, is not fresh, and its order waits for its next open', () => {
    const seen: unknown[] = [];
    const strategy = definePortfolioStrategy({
      id: 'watcher',
      about: 'Notes what it sees.',
      params: {},
      indicators: () => ({}),
      onBars({ legs, timeUs, equity, leg }) {
        seen.push([timeUs / HOUR_US, legs.map(({ fresh, bar }) => [fresh, bar.close]), equity]);
        if (timeUs === HOUR_US) leg(A.id).target(0.5);
        if (timeUs === 2 * HOUR_US) leg(A.id).order({ type: 'market', side: 'sell', quantity: 1 });
      },
    });
    const feeds = [
      { instrument: A, bars: hourly([100, 110, NaN, 130]) },
      { instrument: B, bars: hourly([10, 11, 12, 13]) },
    ];
    const [sleeve] = play({ feeds, sleeves: [{ strategy, values: {} }] }).sleeves;
    expect(seen).toEqual([
      [
        1,
        [
          [true, 100],
          [true, 10],
        ],
        1000,
      ],
      [
        2,
        [
          [true, 110],
          [true, 11],
        ],
        1000,
      ],
      [
        3,
        [
          [false, 110],
          [true, 12],
        ],
        1000,
      ],
      [
        4,
        [
          [true, 130],
          [true, 13],
        ],
        1000 + 4.54 * 20,
      ],
    ]);
    expect(sleeve && fillsOf(sleeve)).toEqual([
      [1, A.id, 4.54, 110],
      [3, A.id, -1, 130],
    ]);
  });

  test('[SR-11] an instrument that ends before the run is closed at its last close, with costs; its orders die and the trade says so', () => {
    const strategy = scriptedPortfolio({
      1: ({ rebalance }) => rebalance({ [A.id]: 0.5, [B.id]: 0.5 }),
      2: ({ leg }) => leg(A.id).order({ type: 'limit', side: 'sell', quantity: 1, limitPrice: 1000 }),
      3: ({ legs }) =>
        expect(legs.map(({ known, position }) => [known, position])).toEqual([
          [false, 0],
          [true, 4.95],
        ]),
    });
    const feeds = [
      { instrument: A, bars: hourly([100, 100, 120]) },
      { instrument: B, bars: hourly([100, 100, 100, 100, 100]) },
    ];
    const { sleeves, positions } = play({ feeds, sleeves: [{ strategy, values: {} }] }, { slippageBps: 100, commissionBps: 0 });
    const [leg] = sleeves[0]?.legs ?? [];
    // Bought at 101 with 1 % of slippage: floor(500 / 101) in hundredths is 4.95. Sold at 120 less 1 %, 118.8.
    expect(leg?.trades).toMatchObject([{ quantity: 4.95, entryPrice: 101, exitPrice: 118.8, exitTimeUs: 3 * HOUR_US, delisted: true }]);
    expect(leg?.trades[0]?.pnl).toBeCloseTo(4.95 * 17.8, 10);
    expect(leg?.unfilled).toMatchObject([{ reason: 'END_OF_DATA' }]);
    expect(positions.map(({ delisted, quantity }) => [delisted, quantity])).toEqual([
      [true, 0],
      [false, 4.95],
    ]);
    expect(sleeves[0]?.legs[1]?.trades[0]).not.toHaveProperty('delisted');
  });

  test('[SR-11] a market that is only shut over the last days has not ended', () => {
    const quiet = hourly([100, NaN, NaN, NaN, 100, 100]);
    const { positions } = play({
      feeds: [
        { instrument: A, bars: quiet },
        { instrument: B, bars: hourly([10, 10, 10, 10, 10, 10, 10, 10]) },
      ],
      sleeves: [{ strategy: scripted({}), values: {} }],
    });
    expect(positions.map(({ delisted }) => delisted)).toEqual([false, false]);
  });

  test('[SR-11] a strategy is called once for all closes of a time, and hears of it from the first known instrument on', () => {
    const calls: number[][] = [];
    const strategy = definePortfolioStrategy({
      id: 'counter',
      about: 'Counts.',
      params: {},
      indicators: () => ({ average: sma(2) }),
      onBars: ({ legs, timeUs }) => calls.push([timeUs / HOUR_US, ...legs.map(({ known }) => Number(known))]),
    });
    play({
      feeds: [
        { instrument: A, bars: hourly([1, 2, 3, 4]) },
        { instrument: B, bars: hourly([1, 2, 3], 1) },
      ],
      sleeves: [{ strategy, values: {} }],
    });
    expect(calls).toEqual([
      [2, 1, 0],
      [3, 1, 1],
      [4, 1, 1],
    ]);
  });
});

describe('timeframes', () => {
  const twoHours = (rows: Parameters<typeof barsOf>[0]) => {
    const bars = barsOf(rows);
    return { ...bars, timeframeUs: 2 * HOUR_US, time: bars.time.map((time) => 2 * time) };
  };

  test('[SR-11] a bar of a longer timeframe is visible once it has closed, whether made of the shorter bars or given beside them', () => {
    const short = { instrument: A, bars: hourly([1, 2, 3, 4, 5, 6]) };
    // Closes of its own, so that it shows which bars the indicator reads.
    const long = { instrument: A, bars: twoHours([20, 40, 60].map((close) => [1, 99, 1, close])) };
    const seenWith = (feeds: Parameters<typeof play>[0]['feeds']) => {
      const seen: unknown[] = [];
      const strategy = definePortfolioStrategy({
        id: 'longer',
        about: 'Looks at longer bars.',
        params: {},
        indicators: () => ({ last: sma(1, { timeframe: '2h' }) }),
        onBars: ({ legs, timeUs }) => seen.push([timeUs / HOUR_US, legs[0]?.indicators.last.value]),
      });
      play({ feeds, sleeves: [{ strategy, values: {} }] });
      return seen;
    };
    expect(seenWith([short])).toEqual([
      [2, 2],
      [3, 2],
      [4, 4],
      [5, 4],
      [6, 6],
    ]);
    expect(seenWith([long, short])).toEqual([
      [2, 20],
      [3, 20],
      [4, 40],
      [5, 40],
      [6, 60],
    ]);
  });

  test('[SR-11] instruments of different timeframes: at one time both have closed before the strategy looks', () => {
    const seen: unknown[] = [];
    const strategy = definePortfolioStrategy({
      id: 'mixed',
      about: 'Looks at both.',
      params: {},
      indicators: () => ({}),
      onBars: ({ legs, timeUs }) => seen.push([timeUs / HOUR_US, legs.map(({ fresh, bar }) => fresh && bar.close)]),
    });
    const feeds = [
      { instrument: A, bars: hourly([1, 2, 3, 4]) },
      { instrument: B, bars: twoHours([20, 40].map((close) => [1, 99, 1, close])) },
    ];
    const { equity } = play({ feeds, sleeves: [{ strategy, values: {} }] });
    expect(seen).toEqual([
      [1, [1, false]],
      [2, [2, 20]],
      [3, [3, false]],
      [4, [4, 40]],
    ]);
    expect([...equity.time].map((time) => time / HOUR_US)).toEqual([0, 1, 2, 3, 4]);
  });

  test('[SR-11] the same bars given twice are refused by name', () => {
    const feed = { instrument: A, bars: hourly([1, 2]) };
    expect(() => play({ feeds: [feed, feed], sleeves: [{ strategy: scripted({}), values: {} }] })).toThrow(
      'AAA/USDT comes twice with 1h bars',
    );
  });
});
