import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../../shared/domain/bars.ts';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { DAY_US, HOUR_US, WEEK_US } from '../../../../shared/domain/time.ts';
import type { ExecutionOptions } from '../../../../shared/engine/execution.ts';
import { parseTimeframe } from '../../../../shared/domain/timeframe.ts';
import { defineStrategy, type StrategyContext } from '../../../../shared/strategies/define.ts';
import { BTC, barsOf, fillsOf, flatBars, type Row, run, scripted } from '../world.ts';
import { hourly, instrumentOf, play } from '../portfolio/world.ts';

const SHARE = { ...BTC, lot: 1 };
const order = (side: 'buy' | 'sell', quantity: number): OrderRequest => ({ type: 'market', side, quantity });

// Regulation SHO, rule 203(b)(1): who sells short must have borrowed, or located what to borrow, before.
describe('what can be borrowed', () => {
  const outcome = (script: Parameters<typeof scripted>[0], execution: ExecutionOptions, instrument = SHARE) => {
    const result = run(scripted(script), flatBars([100, 100, 100, 100, 100]), { cash: 1e5, instrument, execution });
    return [fillsOf(result).map(([hour, side, quantity]) => [hour, side, quantity]), result.unfilled.map(({ reason }) => reason)];
  };
  const orders = (...each: (readonly [number, 'buy' | 'sell', number])[]) =>
    Object.fromEntries(
      each.map(([hour, side, quantity]) => [hour, (context: StrategyContext) => void context.order(order(side, quantity))]),
    );

  test('[RK-02] a short sale of more is refused whole, one of as much fills, and no more after it until some is bought back', () => {
    expect(outcome(orders([0, 'sell', 6]), { shortable: 5 })).toEqual([[], ['NO_LOCATE']]);
    expect(outcome(orders([0, 'sell', 5], [1, 'sell', 1], [2, 'buy', 2], [3, 'sell', 2]), { shortable: 5 })).toEqual([
      [
        [1, 'sell', 5],
        [3, 'buy', 2],
        [4, 'sell', 2],
      ],
      ['NO_LOCATE'],
    ]);
  });

  test('[RK-02] what is held is sold without: of 3, a sale of 8 borrows 5 and one of 9 is refused', () => {
    expect(outcome(orders([0, 'buy', 3], [1, 'sell', 8]), { shortable: 5 })[0]).toEqual([
      [1, 'buy', 3],
      [2, 'sell', 8],
    ]);
    expect(outcome(orders([0, 'buy', 3], [1, 'sell', 9]), { shortable: 5 })).toEqual([[[1, 'buy', 3]], ['NO_LOCATE']]);
    expect(outcome(orders([0, 'buy', 3], [1, 'sell', 3]), { shortable: 0 })[1]).toEqual([]);
  });

  test('[RK-02] a target is refused like an order, after it has closed what was long', () => {
    const turn = { 0: ({ target }: StrategyContext) => target(0.002), 1: ({ target }: StrategyContext) => target(-0.006) };
    expect(outcome(turn, { shortable: 5 })).toEqual([
      [
        [1, 'buy', 2],
        [2, 'sell', 2],
      ],
      ['NO_LOCATE'],
    ]);
  });

  test('[RK-02] it may be given by symbol, with * for the others; who is neither borrows as much as he likes', () => {
    const sale = orders([0, 'sell', 5]);
    const reasons = (shortable: Record<string, number>) => outcome(sale, { shortable })[1];
    expect(reasons({ 'BTC/USDT': 4, '*': 9 })).toEqual(['NO_LOCATE']);
    expect(reasons({ 'BTC/USDT': 5, '*': 0 })).toEqual([]);
    expect(reasons({ GME: 0, '*': 4 })).toEqual(['NO_LOCATE']);
    expect(reasons({ GME: 0 })).toEqual([]);
  });

  test('[RK-02] a split turns it with the shares: of 5 there are 10 after two for one', () => {
    const split = { actions: [{ timeUs: 2 * HOUR_US, split: 2 }] };
    expect(outcome(orders([2, 'sell', 10]), { shortable: 5, ...split })[1]).toEqual([]);
    expect(outcome(orders([2, 'sell', 11]), { shortable: 5, ...split })[1]).toEqual(['NO_LOCATE']);
  });

  test('[SR-12] strategies of one account borrow from one pool, whatever they hold of it long', () => {
    const asks = (id: string, side: 'buy' | 'sell', quantity: number) =>
      defineStrategy({
        id,
        about: 'Asks once.',
        params: {},
        indicators: () => ({}),
        onBar: (context) => void (context.bar.timeUs === 0 && context.order(order(side, quantity))),
      });
    const strategies = [asks('a', 'buy', 9), asks('b', 'sell', 4), asks('c', 'sell', 2)];
    const feeds = [{ instrument: instrumentOf('AAA/USDT'), bars: hourly([100, 100, 100]) }];
    const sleeves = strategies.map((strategy) => ({ strategy, values: {} }));
    const result = play({ feeds, sleeves }, { cash: 1e6, execution: { shortable: 5 } });
    expect(result.sleeves.map(({ name, legs }) => [name, legs[0]?.quantity, legs[0]?.unfilled.map(({ reason }) => reason)])).toEqual([
      ['a', 9, []],
      ['b', -4, []],
      ['c', 0, ['NO_LOCATE']],
    ]);
  });

  test('[BT-02] so may the rate of borrowing: 1,000 short over a midnight at 73 % of one that is hard to borrow cost 2', () => {
    const cost = (borrowRate: Record<string, number>) => {
      const bars = flatBars(Array.from({ length: 30 }, () => 100));
      return run(scripted({ 0: ({ target }) => target(-1) }), bars, { execution: { borrowRate } }).carry?.borrow ?? 0;
    };
    expect(cost({ 'BTC/USDT': 0.73, '*': 0.01 })).toBeCloseTo(2, 10);
    expect(cost({ GME: 0.73, '*': 0.365 })).toBeCloseTo(1, 10);
    expect(cost({ GME: 0.73 })).toBe(0);
  });

  test('[SR-13] a number below 0 is refused by name', () => {
    const at = (execution: ExecutionOptions) => () => run(scripted({}), flatBars([100]), { execution });
    expect(at({ shortable: { GME: -1 } })).toThrow('shortable of GME is -1, but must be from 0 to 1000000000000000');
    expect(at({ borrowRate: 101 })).toThrow('borrowRate is 101, but must be from 0 to 100');
  });
});

// Regulation SHO, rule 201(b)(1): once a price is a tenth or more below the close of the day before, short sales only above the best bid, for the rest of
// that day and the next one.
describe('the short sale restriction', () => {
  const execution = { shortSaleRestriction: true };
  const START: Row = [100, 100, 100, 100];
  const sellAt = (hour: number, request = order('sell', 1)) => scripted({ [hour]: (context) => void context.order(request) });
  const daily = (rows: readonly Row[]): Bars => {
    const bars = barsOf(rows);
    return { ...bars, timeframeUs: DAY_US, time: bars.time.map((time) => 24 * time) };
  };
  const dayAndPrice = (bars: Bars, hour: number, options: ExecutionOptions = execution) =>
    run(sellAt(hour), bars, { execution: options }).fills.map(({ timeUs, price }) => [timeUs / DAY_US, price]);

  test('[RK-02] a fall by a tenth restricts the day after it, and that after only if it falls again', () => {
    const days = (low1: number, low2: number): Bars =>
      daily([START, [95, 95, low1, 92], [91, 93, low2, 91], [90, 90, 90, 90], [89, 89, 89, 89]]);
    // Asked at the close of day 1. 90 is a tenth below 100: day 2 opens below the last close of 92, day 3 is free again.
    expect(dayAndPrice(days(90, 85), 24)).toEqual([[3, 90]]);
    expect(dayAndPrice(days(90.01, 85), 24)).toEqual([[2, 91]]);
    // 82.8 is a tenth below 92.
    expect(dayAndPrice(days(90, 82.8), 24)).toEqual([[4, 89]]);
    expect(dayAndPrice(days(90, 85), 24, {})).toEqual([[2, 91]]);
  });

  test('[RK-02] above the last close short sales go on, at the open or at a limit that the price rises to', () => {
    const bars = daily([START, [95, 95, 90, 92], [92.5, 96, 85, 91]]);
    expect(dayAndPrice(bars, 24)).toEqual([[2, 92.5]]);
    const below = daily([START, [95, 95, 90, 92], [91, 96, 85, 91]]);
    const limit = run(sellAt(24, { type: 'limit', side: 'sell', quantity: 1, limitPrice: 95 }), below, { execution });
    expect(limit.fills.map(({ price }) => price)).toEqual([95]);
  });

  // Three hours of a day after one that closed at 100.
  const hours = (rows: readonly [Row, Row, Row]): Bars => {
    const bars = barsOf([START, ...rows]);
    return { ...bars, time: bars.time.map((time) => 23 * HOUR_US + time) };
  };

  test('[RK-02] it begins where the price comes to a tenth below: a stop at 92 is filled on the way, one at 89 waits', () => {
    const fall = hours([
      [95, 95, 88, 89],
      [88, 88, 88, 88],
      [91, 91, 91, 91],
    ]);
    const stop = (stopPrice: number): OrderRequest => ({ type: 'stop', side: 'sell', quantity: 1, stopPrice });
    const fills = (stopPrice: number) =>
      fillsOf(run(sellAt(23, stop(stopPrice)), fall, { execution })).map(([hour, , , price]) => [hour, price]);
    expect(fills(92)).toEqual([[24, 92]]);
    // The next open is below the last close of 89, that after it above 88.
    expect(fills(89)).toEqual([[26, 91]]);
  });

  test('[RK-02] it lasts for the rest of the day, also when the price comes back; an open there begins it', () => {
    const back = hours([
      [95, 95, 90, 94],
      [93, 93, 93, 93],
      [96, 96, 96, 96],
    ]);
    expect(fillsOf(run(sellAt(24), back, { execution })).map(([hour]) => hour)).toEqual([26]);
    const opens = hours([
      [90, 94, 90, 94],
      [93, 93, 93, 93],
      [96, 96, 96, 96],
    ]);
    expect(fillsOf(run(sellAt(23), opens, { execution })).map(([hour]) => hour)).toEqual([26]);
  });

  test('[DX-03] of finer data the parts before count', () => {
    const bars = hours([[95, 95, 88, 91], START, START]);
    const late = (low: number) => {
      const parts = barsOf([
        [95, 95, low, 92],
        [91, 91, 88, 91],
      ]);
      const detail = { ...parts, timeframeUs: HOUR_US / 2, time: parts.time.map((time) => 24 * HOUR_US + time / 2) };
      return fillsOf(run(sellAt(23), bars, { execution: { ...execution, detail, latencyUs: HOUR_US / 2 } })).map(([hour]) => hour);
    };
    expect(late(91)).toEqual([24.5]);
    expect(late(89)).toEqual([25]);
  });

  test('[RK-02] a split is no fall', () => {
    const bars = daily([START, [50, 50, 46, 47], [46, 46, 46, 46], [45, 45, 45, 45]]);
    const actions = [{ timeUs: DAY_US, split: 2 }];
    expect(dayAndPrice(bars, 24, { ...execution, actions })).toEqual([[2, 46]]);
    expect(dayAndPrice(bars, 24)).toEqual([[3, 45]]);
  });

  /** When a sale fills that is asked for at the third close. */
  function soldAt(calendar: string, times: readonly string[], rows: readonly Row[]) {
    const bars = { ...barsOf(rows), timeframeUs: parseTimeframe('30m'), time: Float64Array.from(times, (time) => Date.parse(time) * 1000) };
    const seller = defineStrategy({
      id: 'seller',
      about: 'Sells at the third close.',
      params: {},
      indicators: () => ({}),
      onBar: (context) => void (context.bar.timeUs === bars.time[2] && context.order(order('sell', 1))),
    });
    const result = run(seller, bars, { instrument: { ...BTC, calendar }, execution });
    return result.fills.map(({ timeUs }) => new Date(timeUs / 1000).toISOString().slice(5, 16));
  }
  const FELL: Row = [95, 95, 90, 95];
  const LOWER: readonly Row[] = [
    [94, 94, 94, 94],
    [93, 93, 93, 93],
  ];

  test('[DX-07] days are those of the calendar: Independence Day is none, and what trades before the open begins nothing', () => {
    const times = ['2024-07-02T19:30Z', '2024-07-03T12:00Z', '2024-07-03T14:00Z', '2024-07-05T14:00Z', '2024-07-08T14:00Z'];
    expect(soldAt('NYSE', times, [START, START, FELL, ...LOWER])).toEqual(['07-08T14:00']);
    // At 8:00 in New York.
    expect(soldAt('NYSE', times, [START, FELL, [95, 95, 95, 95], ...LOWER])).toEqual(['07-05T14:00']);
  });

  test('[DX-07] a day that ends at 17:00 in New York is no day of UTC: what falls at 22:00 on the 2nd falls on the 3rd, and is over at 22:00 on the 4th', () => {
    const times = ['2024-07-02T20:00Z', '2024-07-02T22:00Z', '2024-07-04T12:00Z', '2024-07-04T14:00Z', '2024-07-04T22:00Z'];
    expect(soldAt('FX', times, [START, FELL, [95, 95, 95, 95], ...LOWER])).toEqual(['07-04T22:00']);
  });

  test('[SR-13] bars longer than a day say nothing of days', () => {
    const weekly = { ...flatBars([100, 100]), timeframeUs: WEEK_US };
    expect(() => run(sellAt(0), weekly, { execution })).toThrow(
      'shortSaleRestriction counts days, but bars of 1w say nothing of them; leave it out',
    );
  });
});
