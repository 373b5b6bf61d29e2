import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { HOUR_US, MINUTE_US } from '../../../../shared/domain/time.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
const MOVES: Row = [100, 108, 96, 104];

function fills(request: OrderRequest, rows: readonly Row[], execution: ExecutionOptions) {
  return fillsOf(run(scripted({ 0: ({ order }) => void order(request) }), barsOf([START, ...rows]), { cash: 1e6, execution }));
}
const market = (side: 'buy' | 'sell'): OrderRequest => ({ type: 'market', side, quantity: 1 });

describe('latency in bars', () => {
  test('[BT-02] an order misses so many opens', () => {
    const result = run(scripted({ 0: ({ target }) => target(1) }), flatBars([100, 101, 102, 103]), { execution: { latencyBars: 2 } });
    expect(fillsOf(result).map(([hour, , , price]) => [hour, price])).toEqual([[3, 103]]);
  });

  test('[BT-02] targets arrive in the order they were sent, each at its own open', () => {
    const flips = scripted({ 0: ({ target }) => target(0.5), 1: ({ target }) => target(0), 2: ({ target }) => target(0.5) });
    expect(
      fillsOf(run(flips, flatBars([100, 100, 100, 100, 100]), { execution: { latencyBars: 1 } })).map(([hour, side]) => [hour, side]),
    ).toEqual([
      [2, 'buy'],
      [3, 'sell'],
      [4, 'buy'],
    ]);
  });

  test('[BT-02] a cancellation travels as long as an order: what fills until then has filled', () => {
    let id = 0;
    const strategy = scripted({
      0: ({ order }) => {
        id = order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 });
      },
      1: ({ cancel }) => cancel(id),
    });
    const rows: Row[] = [START, START, [100, 100, 94, 100], START];
    expect(fillsOf(run(strategy, barsOf(rows), { execution: { latencyBars: 1 } }))).toEqual([[2, 'buy', 1, 95]]);
    expect(fillsOf(run(strategy, barsOf(rows)))).toEqual([]);
  });
});

describe('latency in time', () => {
  // A quarter of an hour of an hourly bar: half of the way, its root, from the open to the worst price of the bar.
  const quarter = { latencyUs: 15 * MINUTE_US };

  test('[BT-02] a market order that comes after the open fills that much of the way to the worst price: 100 + 0.5 x 8, 100 - 0.5 x 4', () => {
    expect(fills(market('buy'), [MOVES], quarter)).toEqual([[1.25, 'buy', 1, 104]]);
    expect(fills(market('sell'), [MOVES], quarter)).toEqual([[1.25, 'sell', 1, 98]]);
    expect(fills(market('buy'), [MOVES], { latencyUs: 36_000_000 })).toEqual([[1.01, 'buy', 1, 100.8]]);
  });

  test('[BT-02] so does a target, which is sized at that price', () => {
    const result = run(scripted({ 0: ({ target }) => target(1) }), barsOf([START, MOVES]), { cash: 1040, execution: quarter });
    expect(fillsOf(result)).toEqual([[1.25, 'buy', 10, 104]]);
  });

  test('[BT-02] an order that comes at the very open meets it', () => {
    expect(fills(market('buy'), [START, MOVES], { latencyUs: HOUR_US })).toEqual([[2, 'buy', 1, 100]]);
  });

  test('[BT-02] a limit that comes after the open cannot count on the touch of that bar, a stop must', () => {
    const limit: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 97 };
    expect(fills(limit, [MOVES, START], quarter)).toEqual([]);
    expect(fills(limit, [MOVES, MOVES], quarter)).toEqual([[2, 'buy', 1, 97]]);
    const stop: OrderRequest = { type: 'stop', side: 'buy', quantity: 1, stopPrice: 107 };
    expect(fills(stop, [MOVES], quarter)).toEqual([[1.25, 'buy', 1, 107]]);
  });

  test('[BT-02] a fill is of the time at which its order came; one at an unknown moment of a bar is of the earliest that it can have been', () => {
    // Comes at 01:15 and stops out at 98, which lies after that; the round trip of an hour's bar held for no time that anybody knows.
    const stopped = scripted({ 0: ({ order }) => void order(market('buy'), { stopLoss: { price: 98 } }) });
    const result = run(stopped, barsOf([START, MOVES]), { cash: 1e6, execution: quarter });
    expect(fillsOf(result)).toEqual([
      [1.25, 'buy', 1, 104],
      [1.25, 'sell', 1, 98],
    ]);
    // What stands since before may have been touched at once: at the open of 02:00. What comes at 02:15 cannot.
    const limit: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 97 };
    const both = scripted({ 0: ({ order }) => void order(limit), 1: ({ order }) => void order(market('sell')) });
    const mixed = run(both, barsOf([START, START, MOVES]), { cash: 1e6, execution: quarter });
    expect(fillsOf(mixed)).toEqual([
      [2.25, 'sell', 1, 98],
      [2.25, 'buy', 1, 97],
    ]);
    expect(fillsOf(run(scripted({ 0: ({ order }) => void order(limit) }), barsOf([START, START, MOVES]), { execution: quarter }))).toEqual([
      [2, 'buy', 1, 97],
    ]);
  });

  test('[BT-02] round trips are held from the time of one fill to that of the other: 01:15 to 03:15 are 7,200 s', () => {
    const strategy = scripted({ 0: ({ target }) => target(1), 2: ({ target }) => target(0) });
    const { trades } = run(strategy, barsOf([START, START, START, START]), { execution: quarter });
    expect(trades.map(({ entryTimeUs, exitTimeUs, bars }) => [entryTimeUs / HOUR_US, (exitTimeUs ?? NaN) / HOUR_US, bars])).toEqual([
      [1.25, 3.25, 2],
    ]);
  });

  test('[DX-03] with finer bars the fill moves to the finer bar', () => {
    const bars = barsOf([START, MOVES]);
    const finer = barsOf([
      [100, 102, 96, 98],
      [98, 108, 98, 104],
    ]);
    const detail = { ...finer, timeframeUs: HOUR_US / 2, time: finer.time.map((_, row) => HOUR_US + (row * HOUR_US) / 2) };
    const strategy = scripted({ 0: ({ order }) => void order(market('buy')) });
    const filled = fillsOf(run(strategy, bars, { cash: 1e6, execution: { detail, latencyUs: 30 * MINUTE_US } }));
    expect(filled).toEqual([[1.5, 'buy', 1, 98]]);
  });
});
