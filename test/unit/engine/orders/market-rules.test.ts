import { describe, expect, test } from 'vitest';
import { parseTimeframe } from '../../../../shared/domain/timeframe.ts';
import type { Bars } from '../../../../shared/domain/bars.ts';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

/** Half-hourly bars at the given UTC times, flat at 100. */
function barsAt(times: readonly string[]): Bars {
  const bars = flatBars(times.map(() => 100));
  return { ...bars, timeframeUs: parseTimeframe('30m'), time: Float64Array.from(times, (time) => Date.parse(time) * 1000) };
}

/** Buys at the close of the first bar. */
const buyer = (request: OrderRequest) => {
  let placed = false;
  return defineStrategy({
    id: 'buyer',
    about: 'Buys once.',
    params: {},
    indicators: () => ({}),
    onBar: ({ order }) => {
      if (!placed) order(request);
      placed = true;
    },
  });
};
const buy: OrderRequest = { type: 'market', side: 'buy', quantity: 1 };
const NYSE = { ...BTC, calendar: 'NYSE' };

function outcome(times: readonly string[], hours: 'queue' | 'reject', request = buy) {
  const result = run(buyer(request), barsAt(times), { execution: { hours }, instrument: NYSE });
  return {
    fills: result.fills.map(({ timeUs }) => new Date(timeUs / 1000).toISOString()),
    reasons: result.unfilled.map(({ reason }) => reason),
  };
}

// NYSE 2024: closed on Independence Day, July 3 shut at 13:00 (17:00 UTC), open at 9:30 (13:30 UTC).
describe('hours of the market', () => {
  const holiday = ['2024-07-04T14:00:00Z', '2024-07-04T14:30:00Z', '2024-07-05T13:30:00Z'];

  test('[DX-07] an order on a holiday is queued until the next open', () => {
    expect(outcome(holiday, 'queue')).toEqual({ fills: ['2024-07-05T13:30:00.000Z'], reasons: [] });
  });

  test('[DX-07] or rejected, by policy', () => {
    expect(outcome(holiday, 'reject')).toEqual({ fills: [], reasons: ['MARKET_CLOSED'] });
  });

  test('[DX-07] a half day ends at 13:00: the bar after fills nothing', () => {
    const half = ['2024-07-03T16:30:00Z', '2024-07-03T17:00:00Z', '2024-07-05T13:30:00Z'];
    expect(outcome(half, 'queue').fills).toEqual(['2024-07-05T13:30:00.000Z']);
    expect(outcome(['2024-07-03T16:00:00Z', '2024-07-03T16:30:00Z'], 'queue').fills).toEqual(['2024-07-03T16:30:00.000Z']);
  });

  test('[DX-07] [OM-02] a day order of a half day is gone with it', () => {
    const limit: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 100, timeInForce: 'DAY' };
    const half = ['2024-07-03T16:00:00Z', '2024-07-03T16:30:00Z'];
    expect(outcome(half, 'queue', limit).fills).toHaveLength(1);
    expect(outcome(['2024-07-03T16:00:00Z', '2024-07-05T13:30:00Z'], 'queue', limit)).toEqual({ fills: [], reasons: ['EXPIRED'] });
  });

  test('[SR-13] bars of a day say nothing of hours', () => {
    const daily = { ...flatBars([100, 100]), timeframeUs: 24 * HOUR_US };
    expect(() => run(buyer(buy), daily, { execution: { hours: 'queue' } })).toThrow(
      'hours is "queue", but bars of 1d say nothing of hours',
    );
  });
});

/** Goes long at the first close. */
const aims = { ...buyer(buy), onBar: ({ target }: { target: (share: number) => void }) => target(1) } as ReturnType<typeof buyer>;

describe('targets and the hours of the market', () => {
  const filled = (times: readonly string[], execution: ExecutionOptions) => {
    const { fills, unfilled } = run(aims, barsAt(times), { execution, instrument: NYSE });
    return { fills: fills.map(({ timeUs }) => new Date(timeUs / 1000).toISOString()), reasons: unfilled.map(({ reason }) => reason) };
  };

  test('[DX-07] a target that comes late to a market that has shut waits for the next open', () => {
    const times = ['2024-07-03T16:30:00Z', '2024-07-03T17:00:00Z', '2024-07-05T13:30:00Z'];
    expect(filled(times, { hours: 'queue', latencyUs: 60_000_000 }).fills).toEqual(['2024-07-05T13:30:00.000Z']);
  });

  test('[DX-07] so does an order', () => {
    const times = ['2024-07-03T16:30:00Z', '2024-07-03T17:00:00Z', '2024-07-05T13:30:00Z'];
    const { fills } = run(buyer(buy), barsAt(times), { execution: { hours: 'queue', latencyUs: 60_000_000 }, instrument: NYSE });
    expect(fills.map(({ timeUs }) => new Date(timeUs / 1000).toISOString())).toEqual(['2024-07-05T13:30:00.000Z']);
  });

  test('[DX-07] where orders outside the sessions are refused, so are targets: each time, until one is made inside', () => {
    const times = ['2024-07-04T14:00:00Z', '2024-07-04T14:30:00Z', '2024-07-05T13:30:00Z', '2024-07-05T14:00:00Z'];
    expect(filled(times, { hours: 'reject' })).toEqual({
      fills: ['2024-07-05T14:00:00.000Z'],
      reasons: ['MARKET_CLOSED', 'MARKET_CLOSED'],
    });
  });
});

describe('rules of selling short', () => {
  const sell: OrderRequest = { type: 'market', side: 'sell', quantity: 1 };
  const START: Row = [100, 100, 100, 100];

  test('[RK-02] without short selling a sale of what is not held is refused, of an order and of a target', () => {
    const order = run(scripted({ 0: (context) => void context.order(sell) }), flatBars([100, 100]), { execution: { longOnly: true } });
    const target = run(scripted({ 0: (context) => context.target(-1) }), flatBars([100, 100]), { execution: { longOnly: true } });
    for (const { fills, unfilled } of [order, target]) {
      expect(fills).toEqual([]);
      expect(unfilled.map(({ reason }) => reason)).toEqual(['SHORT_FORBIDDEN']);
    }
  });

  test('[RK-02] what is held may be sold', () => {
    const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(0) });
    expect(run(strategy, flatBars([100, 100, 100]), { execution: { longOnly: true } }).fills).toHaveLength(2);
  });

  test('[RK-02] the uptick rule lets a short sale wait for an open above the last close, or for a limit that the price rises to', () => {
    const fills = (request: OrderRequest) =>
      fillsOf(
        run(scripted({ 0: ({ order }) => void order(request) }), barsOf([START, [99, 103, 98, 99], [100, 101, 99, 100]]), {
          execution: { uptickRule: true },
        }),
      );
    expect(fills(sell)).toEqual([[2, 'sell', 1, 100]]);
    expect(fills({ ...sell, type: 'limit', limitPrice: 102 })).toEqual([[1, 'sell', 1, 102]]);
    // A stop that was touched at 98 is a market order from then on.
    expect(fills({ ...sell, type: 'stop', stopPrice: 98 })).toEqual([[2, 'sell', 1, 100]]);
  });

  test('[RK-02] a target that turns short closes the long position first, and its exits with it, while the short sale waits for an uptick', () => {
    const strategy = scripted({
      0: ({ target }) => target(1, { stopLoss: { price: 90 }, takeProfit: { price: 104 } }),
      1: ({ target }) => target(-1),
    });
    // Closed at 99, which is no uptick; 105 is past the old target and sells the short.
    const bars = barsOf([START, START, [99, 99, 99, 99], [99, 105, 99, 99], [105, 105, 105, 105]]);
    const prices = fillsOf(run(strategy, bars, { execution: { uptickRule: true } })).map(([hour, side, , price]) => [hour, side, price]);
    expect(prices).toEqual([
      [1, 'buy', 100],
      [2, 'sell', 99],
      [4, 'sell', 105],
    ]);
  });

  test('[OM-02] [RK-02] an order for at once does not wait for an uptick', () => {
    for (const timeInForce of ['IOC', 'FOK'] as const) {
      const strategy = scripted({ 0: ({ order }) => void order({ ...sell, timeInForce }) });
      const result = run(strategy, barsOf([START, [99, 99, 99, 99], [101, 101, 101, 101]]), { execution: { uptickRule: true } });
      expect([result.fills, result.unfilled.map(({ reason }) => reason)]).toEqual([[], ['NOT_AT_ONCE']]);
    }
  });
});
