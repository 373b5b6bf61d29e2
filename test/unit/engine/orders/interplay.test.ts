import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../../shared/domain/bars.ts';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { HOUR_US, MINUTE_US } from '../../../../shared/domain/time.ts';
import { parseFees } from '../../../../shared/engine/costs/parse-fees.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { defineStrategy, type StrategyContext } from '../../../../shared/strategies/define.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
type Script = Readonly<Record<number, (context: StrategyContext) => void>>;
const buy = (quantity: number): OrderRequest => ({ type: 'market', side: 'buy', quantity });
const stop = (quantity: number, stopPrice: number): OrderRequest => ({ type: 'stop', side: 'sell', quantity, stopPrice });
const goal = (quantity: number, limitPrice: number): OrderRequest => ({ type: 'limit', side: 'sell', quantity, limitPrice });

function outcome(script: Script, bars: Bars, execution: ExecutionOptions = {}, cash = 1e6) {
  const result = run(scripted(script), bars, { cash, execution });
  return { fills: fillsOf(result), reasons: result.unfilled.map(({ orderId, reason }) => [orderId, reason]), result };
}

/** Bars of which a tenth of the volume may be had. */
function bars(rows: readonly Row[], volumes: readonly number[]): Bars {
  const made = barsOf(rows);
  made.volume.set(volumes);
  return made;
}

// Two or three rules at once, each worked by hand.
describe('gaps in a market that gives little', () => {
  const tenth = { volumeLimit: 0.1 };

  test('[OM-01] [DX-03] a stop that a gap passes sells at the worse open what that bar gives, and the rest at each open after', () => {
    const rows: Row[] = [START, START, [90, 92, 88, 91], [91, 91, 91, 91], [92, 92, 92, 92]];
    const script = { 0: ({ order }: StrategyContext) => void order(buy(10)), 1: ({ order }: StrategyContext) => void order(stop(10, 95)) };
    expect(outcome(script, bars(rows, [0, 100, 40, 40, 40]), tenth).fills.slice(1)).toEqual([
      [2, 'sell', 4, 90],
      [3, 'sell', 4, 91],
      [4, 'sell', 2, 92],
    ]);
  });

  test('[OM-01] [DX-03] of a bracket whose parent has filled 4 of 10 a gap through both fills the parent first, then its stop with what is left', () => {
    const entry: OrderRequest = { type: 'limit', side: 'buy', quantity: 10, limitPrice: 98 };
    const prices = flatBars([100, 97, 90, 90]);
    prices.volume.set([0, 40, 100, 100]);
    const { fills, reasons } = outcome({ 0: ({ oto }) => void oto(entry, [stop(10, 95), goal(10, 105)]) }, prices, tenth);
    expect(fills).toEqual([
      [1, 'buy', 4, 97],
      [2, 'buy', 6, 90],
      [2, 'sell', 4, 90],
      [3, 'sell', 6, 90],
    ]);
    expect(reasons).toEqual([[3, 'CANCELLED']]);
  });

  test("[BT-02] [OM-02] the minimum of a position's exit counts once, though it takes three bars", () => {
    const rows: Row[] = [START, START, [94, 94, 94, 94], [94, 94, 94, 94], [94, 94, 94, 94]];
    const { result } = outcome({ 0: ({ order }) => void order(buy(10), { stopLoss: { offset: 5 } }) }, bars(rows, [0, 100, 40, 40, 40]), {
      ...tenth,
      fees: parseFees('share:0.05,minimum:1'),
    });
    // Ten at five cents are 0.50, in and out.
    expect(result.fills.map(({ quantity, commission }) => [quantity, commission])).toEqual([
      [10, 1],
      [4, 1],
      [4, 0],
      [2, 0],
    ]);
  });

  test('[OM-02] FOK takes the very last of what a bar gives', () => {
    const all = { type: 'limit', side: 'buy', quantity: 10, limitPrice: 101, timeInForce: 'FOK' } as const;
    const rows = bars([START, START], [0, 100]);
    expect(outcome({ 0: ({ order }) => void order(all) }, rows, tenth).fills).toEqual([[1, 'buy', 10, 100]]);
    expect(outcome({ 0: ({ order }) => void order({ ...all, quantity: 10.01 }) }, rows, tenth).reasons).toEqual([[1, 'NOT_AT_ONCE']]);
  });

  test('[BT-02] a volume that is no number is none', () => {
    expect(outcome({ 0: ({ order }) => void order(buy(1)) }, bars([START, START], [0, NaN]), tenth).fills).toEqual([]);
  });
});

test('[BT-02] [RK-02] liquidation through a gap, with every fee: 39 at 100 on 1,000, out at 70', () => {
  const { result } = outcome(
    { 0: ({ order }) => void order(buy(39)) },
    barsOf([START, START, [70, 75, 70, 75]]),
    { leverage: 4, maintenance: 0.1, liquidationFeeBps: 50, fees: parseFees('taker:10') },
    1000,
  );
  // Lost 39 x 30 = 1170; fees 3.90 and 2.73; half a percent of 2730 is 13.65.
  expect(result.endEquity).toBeCloseTo(1000 - 1170 - 3.9 - 2.73 - 13.65, 9);
});

test('[RK-02] money that is exactly enough is enough, costs included, and a cent less is not', () => {
  const spend = (cash: number) =>
    run(scripted({ 0: ({ order }) => void order(buy(10)) }), flatBars([100, 100]), { cash, commissionBps: 10 });
  expect(spend(1001).fills).toHaveLength(1);
  expect(spend(1000.99).unfilled.map(({ reason }) => reason)).toEqual(['INSUFFICIENT_FUNDS']);
});

test('[OM-02] a reduce-only stop finds nothing to reduce once the nearer exit of the position has gone', () => {
  const script = {
    0: ({ order }: StrategyContext) => void order(buy(2), { stopLoss: { price: 95 } }),
    1: ({ order }: StrategyContext) => void order({ ...stop(5, 94), reduceOnly: true }),
  };
  const { fills, reasons } = outcome(script, barsOf([START, START, [100, 100, 90, 92]]));
  expect(fills.at(-1)).toEqual([2, 'sell', 2, 95]);
  expect(reasons).toEqual([[4, 'NOTHING_TO_REDUCE']]);
});

test('[OM-01] a stop-limit that comes late is triggered by its bar, and is a limit from the next on', () => {
  // Half of the way to 96 is 98: not at 97 yet, which the bar reaches later.
  const request: OrderRequest = { type: 'stop-limit', side: 'sell', quantity: 1, stopPrice: 97, limitPrice: 95 };
  const { fills } = outcome({ 0: ({ order }) => void order(request) }, barsOf([START, [100, 108, 96, 104], START]), {
    latencyUs: 15 * MINUTE_US,
  });
  expect(fills).toEqual([[2, 'sell', 1, 100]]);
});

describe('clocks', () => {
  /** Hourly bars at the given times, and a strategy that does one thing at the first close, and one at the second. */
  const at = (times: readonly string[], prices: readonly number[]): Bars => ({
    ...flatBars(prices),
    time: Float64Array.from(times, (time) => Date.parse(time) * 1000),
  });
  const doing = (...acts: ((context: StrategyContext) => void)[]) => {
    let closes = 0;
    const onBar = (context: unknown) => acts[closes++]?.(context as StrategyContext);
    return defineStrategy({ id: 'doing', about: 'Does one thing a close.', params: {}, indicators: () => ({}), onBar });
  };
  const limit: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 };

  test('[OM-02] [DX-07] a day order made on Friday in winter time ends on Monday at 16:00 of summer time, 20:00 UTC', () => {
    const times = ['2024-03-08T20:00Z', '2024-03-11T18:00Z', '2024-03-11T19:00Z', '2024-03-11T20:00Z'];
    const day = doing(({ order }) => void order({ ...limit, timeInForce: 'DAY' }));
    const filled = (...prices: number[]) => run(day, at(times, prices), { instrument: { ...BTC, calendar: 'NYSE' } }).fills.length;
    expect([filled(100, 100, 90, 90), filled(100, 100, 100, 90)]).toEqual([1, 0]);
  });

  test('[OM-02] an order that ends at the weekend has expired by the first open after it', () => {
    const times = ['2024-01-05T20:00Z', '2024-01-05T21:00Z', '2024-01-07T22:00Z'];
    const expiresUs = Date.parse('2024-01-06T12:00Z') * 1000;
    const until = doing(({ order }) => void order({ ...limit, timeInForce: 'GTD', expiresUs }));
    expect(run(until, at(times, [100, 100, 90])).unfilled.map(({ reason }) => reason)).toEqual(['EXPIRED']);
  });

  test('[BT-02] in summer currencies roll over at 21:00 UTC: one night of 50 points of 0.01 for ten units is 5', () => {
    const times = ['2024-07-09T18:00Z', '2024-07-09T19:00Z', '2024-07-09T20:00Z', '2024-07-09T21:00Z'];
    const sell: OrderRequest = { type: 'market', side: 'sell', quantity: 10 };
    const paid = (...acts: ((context: StrategyContext) => void)[]) => {
      const { startEquity, endEquity } = run(doing(...acts), at(times, [100, 100, 100, 100]), {
        execution: { rollover: { long: -50, short: 20 } },
      });
      return startEquity - endEquity;
    };
    const enter = ({ order }: StrategyContext) => void order(buy(10));
    const leave = ({ order }: StrategyContext) => void order(sell);
    expect(paid(enter, () => {}, leave)).toBeCloseTo(5, 9);
    expect(paid(enter, leave)).toBe(0);
  });

  test('[BT-02] funding of 08:00 is due from who is in at the close before, not from who comes at that open', () => {
    const hours = flatBars(Array.from({ length: 12 }, () => 100));
    const from = (hour: number) =>
      outcome({ [hour]: ({ order }) => void order(buy(10)), [hour + 1]: ({ order }) => void order({ ...buy(10), side: 'sell' }) }, hours, {
        funding: [{ timeUs: 8 * HOUR_US, rate: 0.001 }],
      }).result.carry?.funding;
    expect([from(6), from(7)]).toEqual([1, undefined]);
  });
});
