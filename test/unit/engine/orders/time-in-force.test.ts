import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { DAY_US, HOUR_US } from '../../../../shared/domain/time.ts';
import { barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];

/** Places `request` at the close of bar 0 on bars that trade `volume` each, of which a tenth is ours. */
function outcome(request: OrderRequest, rows: readonly Row[], volume = 600) {
  const bars = barsOf([START, ...rows]);
  bars.volume.fill(volume);
  const result = run(scripted({ 0: ({ order }) => void order(request) }), bars, { cash: 1e6, execution: { volumeLimit: 0.1 } });
  return { fills: fillsOf(result), reasons: result.unfilled.map(({ reason }) => reason) };
}

// A tenth of 600 is a book of 60, for an order of 100.
describe('an order of 100 in a market that gives 60', () => {
  const buy = (timeInForce?: OrderRequest['timeInForce']): OrderRequest => ({
    type: 'market',
    side: 'buy',
    quantity: 100,
    ...(timeInForce && { timeInForce }),
  });

  test('[OM-02] GTC fills 60 and the other 40 at the next open', () => {
    expect(outcome(buy(), [START, [103, 103, 103, 103]])).toEqual({
      fills: [
        [1, 'buy', 60, 100],
        [2, 'buy', 40, 103],
      ],
      reasons: [],
    });
  });

  test('[OM-02] IOC fills 60 and cancels 40', () => {
    expect(outcome(buy('IOC'), [START, START])).toEqual({ fills: [[1, 'buy', 60, 100]], reasons: ['NOT_AT_ONCE'] });
  });

  test('[OM-02] FOK fills nothing', () => {
    expect(outcome(buy('FOK'), [START, START])).toEqual({ fills: [], reasons: ['NOT_AT_ONCE'] });
    expect(outcome(buy('FOK'), [START, START], 1000)).toEqual({ fills: [[1, 'buy', 100, 100]], reasons: [] });
  });

  test('[OM-02] a limit that the first open does not satisfy dies at once with IOC and FOK, though the bar would touch it', () => {
    for (const timeInForce of ['IOC', 'FOK'] as const) {
      const limit: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95, timeInForce };
      expect(outcome(limit, [[100, 100, 90, 95]])).toEqual({ fills: [], reasons: ['NOT_AT_ONCE'] });
    }
  });
});

describe('orders with an end', () => {
  const limit: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 };
  const place = (request: OrderRequest, dropsAt: number) => {
    const prices = Array.from({ length: 60 }, (_, hour) => (hour >= dropsAt ? 90 : 100));
    const result = run(scripted({ 20: ({ order }) => void order(request) }), flatBars(prices));
    return { fills: fillsOf(result), reasons: result.unfilled.map(({ reason }) => reason) };
  };

  test('[OM-02] DAY works to the end of the day and no longer: made at 21:00, its last bar opens at 23:00', () => {
    expect(place({ ...limit, timeInForce: 'DAY' }, 23).fills).toEqual([[23, 'buy', 1, 90]]);
    expect(place({ ...limit, timeInForce: 'DAY' }, 24)).toEqual({ fills: [], reasons: ['EXPIRED'] });
  });

  test('[OM-02] among daily bars DAY works for one bar', () => {
    const daily = (prices: readonly number[]) => {
      const bars = flatBars(prices);
      return { ...bars, timeframeUs: DAY_US, time: bars.time.map((_, row) => row * DAY_US) };
    };
    const day: OrderRequest = { ...limit, timeInForce: 'DAY' };
    const strategy = (bars: ReturnType<typeof daily>) => fillsOf(run(scripted({ 0: ({ order }) => void order(day) }), bars));
    expect(strategy(daily([100, 90, 90]))).toHaveLength(1);
    expect(strategy(daily([100, 100, 90]))).toHaveLength(0);
  });

  test('[OM-02] a day order whose only bar was the last of the data has expired; one that never met a bar ends with the data', () => {
    const bars = { ...flatBars([100, 100]), timeframeUs: DAY_US, time: Float64Array.of(0, DAY_US) };
    const reason = (row: number) => {
      const result = run(scripted({ [row]: ({ order }) => void order({ ...limit, timeInForce: 'DAY' }) }), bars);
      return result.unfilled.map((order) => order.reason);
    };
    expect(reason(0)).toEqual(['EXPIRED']);
    expect(reason(24)).toEqual(['END_OF_DATA']);
  });

  test('[OM-02] [BT-02] a day order that is a bar under way works for the bar it comes to', () => {
    const bars = { ...flatBars([100, 100, 90, 90]), timeframeUs: DAY_US, time: Float64Array.of(0, 1, 2, 3).map((day) => day * DAY_US) };
    const strategy = scripted({ 0: ({ order }) => void order({ ...limit, timeInForce: 'DAY' }) });
    expect(fillsOf(run(strategy, bars, { execution: { latencyBars: 1 } }))).toEqual([[48, 'buy', 1, 90]]);
    expect(run(strategy, bars, { execution: { latencyBars: 2 } }).fills).toHaveLength(1);
    expect(run(strategy, bars).unfilled.map(({ reason }) => reason)).toEqual(['EXPIRED']);
  });

  test('[OM-02] GTD works up to its time; of the bar that it ends in only the open counts', () => {
    const until = (expiresUs: number): OrderRequest => ({ ...limit, timeInForce: 'GTD', expiresUs });
    expect(place(until(30 * HOUR_US), 29).fills).toHaveLength(1);
    expect(place(until(30 * HOUR_US), 30)).toEqual({ fills: [], reasons: ['EXPIRED'] });
    const touched = (expiresUs: number) =>
      fillsOf(run(scripted({ 0: ({ order }) => void order(until(expiresUs)) }), barsOf([START, [100, 100, 94, 100]])));
    expect(touched(2 * HOUR_US)).toEqual([[1, 'buy', 1, 95]]);
    expect(touched(2 * HOUR_US - 1)).toEqual([]);
  });

  test.each([
    [
      'type',
      { ...limit, type: 'limt' },
      'order type is "limt", but must be one of market, limit, stop, stop-limit, trailing-stop (did you mean limit?)',
    ],
    ['side', { ...limit, side: 'long' }, 'order side is "long", but must be one of buy, sell'],
    ['limitPrice', { type: 'limit', side: 'buy', quantity: 1, price: 95 }, 'order limitPrice is undefined, but must be a positive number'],
    ['stopPrice', { ...limit, type: 'stop-limit' }, 'order stopPrice is undefined, but must be a positive number'],
    [
      'limitPrice',
      { ...limit, type: 'stop', stopPrice: 105 },
      'order limitPrice is for limit and stop-limit orders, but the order is a stop',
    ],
    ['stopPrice', { ...limit, stopPrice: 105 }, 'order stopPrice is for stop and stop-limit orders, but the order is a limit'],
    ['trail', { type: 'trailing-stop', side: 'sell', quantity: 1 }, 'trail is undefined, but must be a distance like { ratio: 0.02 }'],
    ['trail', { ...limit, trail: { ratio: 0.1 } }, 'order trail is for trailing-stop orders, but the order is a limit'],
    ['timeInForce', { ...limit, timeInForce: 'GTX' }, 'order timeInForce is "GTX", but must be one of GTC, DAY, GTD, IOC, FOK'],
    ['expiresUs', { ...limit, timeInForce: 'GTD' }, 'order expiresUs and timeInForce GTD go together: give both or neither'],
    [
      'timeInForce',
      { type: 'stop', side: 'buy', quantity: 1, stopPrice: 105, timeInForce: 'IOC' },
      'order timeInForce IOC is for market and limit',
    ],
    [
      'postOnly',
      { ...limit, postOnly: true, timeInForce: 'FOK' },
      'order postOnly is for limit orders that rest, but the order is a limit FOK',
    ],
    [
      'displayQuantity',
      { type: 'market', side: 'buy', quantity: 2, displayQuantity: 1, timeInForce: 'DAY' },
      'order displayQuantity is for limit',
    ],
  ])('[SR-13] a bad %s is refused in words', (_, request, message) => {
    expect(() => place(request as OrderRequest, 50)).toThrow(message);
  });
});

describe('reduce-only and post-only', () => {
  test('[OM-02] reduce-only fills no more than is held, and nothing when flat', () => {
    const sell: OrderRequest = { type: 'market', side: 'sell', quantity: 5, reduceOnly: true };
    const strategy = scripted({
      0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 2 }),
      1: ({ order }) => void order(sell),
      2: ({ order }) => void order(sell),
    });
    const result = run(strategy, flatBars([100, 100, 100, 100]));
    expect(fillsOf(result)).toEqual([
      [1, 'buy', 2, 100],
      [2, 'sell', 2, 100],
    ]);
    expect(result.unfilled.map(({ orderId, reason }) => [orderId, reason])).toEqual([
      [2, 'NOTHING_TO_REDUCE'],
      [3, 'NOTHING_TO_REDUCE'],
    ]);
  });

  test('[OM-02] post-only is refused when its first open would fill it, and fills later like any limit', () => {
    const post: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 100, postOnly: true };
    expect(outcome(post, [START])).toEqual({ fills: [], reasons: ['WOULD_TAKE'] });
    expect(outcome(post, [[101, 102, 99, 101]]).fills).toEqual([[1, 'buy', 1, 100]]);
  });
});
