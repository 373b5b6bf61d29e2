import { describe, expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../../shared/domain/bars.ts';
import type { Protection } from '../../../../shared/domain/order.ts';
import { HOUR_US, MINUTE_US } from '../../../../shared/domain/time.ts';
import { barsOf, fillsOf, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
const WIDE: Row = [100, 121, 89, 100];

/** Bars of half an hour from 1970-01-01T01:00Z on. */
function halves(rows: readonly Row[]): Bars {
  const bars = barsOf(rows);
  return { ...bars, timeframeUs: HOUR_US / 2, time: bars.time.map((_, row) => HOUR_US + (row * HOUR_US) / 2) };
}

const bracket: Protection = { stopLoss: { ratio: 0.1 }, takeProfit: { ratio: 0.2 } };
const strategy = scripted({ 0: ({ target }) => target(1, bracket) });

/** Hour and price of the exit of a position entered at 100, with a stop at 90 and a target at 120 inside one bar. */
function exitOf(detail?: Bars) {
  const result = run(strategy, barsOf([START, WIDE]), detail === undefined ? {} : { execution: { detail } });
  return { exits: result.fills.slice(1).map(({ timeUs, price }) => [timeUs / HOUR_US, price]), detail: result.detail };
}

describe('stop and target in one bar', () => {
  test('[DX-03] without finer data the stop comes first', () => {
    expect(exitOf()).toEqual({ exits: [[1, 90]], detail: undefined });
  });

  test('[DX-03] finer bars say which came first, and when', () => {
    const highFirst = halves([
      [100, 121, 99, 110],
      [110, 111, 89, 100],
    ]);
    expect(exitOf(highFirst)).toEqual({ exits: [[1, 120]], detail: { bars: 2, covered: 1, refused: 0 } });
    const lowFirst = halves([
      [100, 101, 95, 96],
      [96, 97, 89, 95],
    ]);
    // Their highest price is not that of the bar: they are of another market.
    expect(exitOf(lowFirst)).toEqual({ exits: [[1, 90]], detail: { bars: 2, covered: 0, refused: 1 } });
    const lowSecond = halves([
      [100, 110, 95, 96],
      [96, 121, 89, 100],
    ]);
    expect(exitOf(lowSecond).exits).toEqual([[1.5, 90]]);
  });

  test('[DX-03] trades are bars of no length', () => {
    const prices = [100, 121, 110, 89, 100];
    const ticks = allocateBars(prices.length, 0);
    for (const [i, price] of prices.entries()) {
      ticks.time[i] = HOUR_US + i * MINUTE_US;
      for (const column of ['open', 'high', 'low', 'close'] as const) ticks[column][i] = price;
      ticks.volume[i] = 1;
    }
    // The target at 120 is a limit; the trade at 121 opens past it.
    expect(exitOf(ticks).exits).toEqual([[1 + 1 / 60, 121]]);
  });

  test('[DX-03] bars with a hole in their finer data keep the assumption, and are counted', () => {
    expect(exitOf(halves([WIDE]))).toEqual({ exits: [[1, 90]], detail: { bars: 2, covered: 0, refused: 1 } });
  });

  test('[SR-13] finer data must divide the bars', () => {
    const wrong = { ...halves([WIDE]), timeframeUs: 7 * MINUTE_US };
    expect(() => exitOf(wrong)).toThrow("detail has 7m bars, but must have bars of which the run's 1h bars are a multiple, or trades");
  });
});

test('[DX-03] an entry inside the bar and its target inside the same bar fill when finer bars show it', () => {
  const entry = scripted({
    0: ({ order }) => void order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 }, { takeProfit: { offset: 5 } }),
  });
  const bars = barsOf([START, [100, 101, 94, 101]]);
  expect(fillsOf(run(entry, bars))).toEqual([[1, 'buy', 1, 95]]);
  const detail = halves([
    [100, 100, 94, 96],
    [96, 101, 96, 101],
  ]);
  expect(fillsOf(run(entry, bars, { execution: { detail } }))).toEqual([
    [1, 'buy', 1, 95],
    [1.5, 'sell', 1, 100],
  ]);
});
