import { expect, test } from 'vitest';
import { planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { subjectOf } from '../../../../shared/application/backtest/subject.ts';
import { demandBars, type SweepData } from '../../../../shared/application/sweep/data.ts';
import type { SweepRequest } from '../../../../shared/application/sweep/plan.ts';
import type { RunnerOptions } from '../../../../shared/application/sweep/account-run.ts';
import { runnerOf } from '../../../../shared/application/sweep/runner.ts';
import { type Bars, sliceBars } from '../../../../shared/domain/bars.ts';
import { DAY_US, HOUR_US } from '../../../../shared/domain/time.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { definePortfolioStrategy } from '../../../../shared/strategies/portfolio.ts';
import buyAndHold from '../../../../strategies/buy-and-hold.ts';
import { barsOfCloses, randomBars } from '../../../support/random-bars.ts';

const alternating = defineStrategy({
  id: 'alternating',
  about: 'in for so many bars, out for as many',
  params: { bars: int(3, { min: 1, max: 50 }) },
  indicators: () => ({}),
  state: () => ({ row: 0 }),
  onBar: ({ params, state, target }) => target(Math.floor(state.row++ / params.bars) % 2 === 0 ? 0.9 : 0),
});
const insistent = defineStrategy({
  id: 'insistent',
  about: 'buys at every close by an order, and once more when one fills',
  params: { bars: int(1, { min: 1, max: 50 }) },
  indicators: () => ({}),
  onBar: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 1 }),
  onFill: ({ side }, { order }) => void (side === 'buy' && order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 1e6 })),
});
const everything = definePortfolioStrategy({
  id: 'everything',
  about: 'holds whatever is known in equal parts, set anew at every close',
  params: { percent: int(90, { min: 1, max: 100 }) },
  indicators: () => ({}),
  onBars: ({ legs, params, rebalance }) => {
    const known = legs.filter((leg) => leg.known);
    rebalance(Object.fromEntries(known.map(({ id }) => [id, params.percent / 100 / known.length])));
  },
});
const strategies = [alternating, buyAndHold, everything, insistent];
const SYMBOLS = ['ADA/USDT', 'BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT', 'LTC/USDT'];

function hourly(seed: number, { length = 600, from = 0 } = {}): Bars {
  const bars = randomBars(length, seed);
  return { ...bars, timeframeUs: HOUR_US, time: bars.time.map((_, i) => (from + i) * HOUR_US) };
}

function data(bars: readonly Bars[]): SweepData[] {
  return bars.map((own, i) => ({ bars: own, instrument: inferInstrument({ symbol: SYMBOLS[i] as string }) }));
}

function inputOf(over: Partial<SweepRequest['backtest']>, on: readonly SweepData[]) {
  const backtest = { strategy: 'rules', params: {}, cash: 10_000, sizing: 'all', commissionBps: 0, slippageBps: 0, ...over };
  const plan = planBacktest(backtest, strategies, 'test');
  return { plan, strategy: subjectOf(strategies, plan), data: on };
}

function runOn(over: Partial<SweepRequest['backtest']>, on: readonly SweepData[], options: RunnerOptions = {}, values = {}) {
  const input = inputOf(over, on);
  return runnerOf(input, options)(input.strategy.parse(values));
}

test('[BT-08] the equity of a row starts at the cash to the bit, where parts of the cash add up to a hair less or more', () => {
  const cash = 1001;
  const sumOf = (part: number, count: number) => Array.from({ length: count }, () => part).reduce((sum, one) => sum + one, 0);
  // What the parts come to: were it the cash, this would test nothing.
  expect([sumOf(cash / 6, 6), sumOf(cash * (1 / 3), 3)]).toEqual([1001.0000000000001, 1000.9999999999999]);
  const apart = runOn({ strategy: 'alternating', cash }, data(SYMBOLS.map((_, i) => hourly(i, { length: 50 }))));
  const thirds = ['alternating', 'buy-and-hold', 'insistent'].map((strategy) => ({ strategy, params: {} }));
  const together = runOn({ strategies: thirds, cash }, data([hourly(1, { length: 50 })]));
  expect([apart.equity.value[0], together.equity.value[0]]).toEqual([cash, cash]);
});

test('[BT-06] a data set without a bar in a part of the history is left out of that part, on every account; one without any is named', () => {
  const on = data([hourly(1), hourly(2, { length: 100 }), hourly(3, { length: 100, from: 500 })]);
  const range = { fromUs: 200 * HOUR_US, toUs: 400 * HOUR_US };
  const part = { change: <T>(options: T) => ({ ...options, ...range }), closing: true };
  const [alone] = on as [SweepData];
  const apart = runOn({ strategy: 'alternating' }, on, part);
  const own = runOn({ strategy: 'alternating', cash: 10_000 / 3 }, [alone], part);
  // A third of the cash works as if it were alone, the rest waits.
  expect([...apart.equity.time]).toEqual([...own.equity.time]);
  apart.equity.value.forEach((value, i) => expect(value).toBeCloseTo((own.equity.value[i] as number) + 20_000 / 3, 6));
  for (const strategy of ['alternating', 'everything']) {
    const { trades, equity } = runOn({ strategy, account: 'shared' }, on, part);
    expect(new Set(trades.map(({ symbol }) => symbol))).toEqual(new Set(['ADA/USDT']));
    expect(equity.time.at(-1)).toBe(range.toUs);
  }
  const { plan } = inputOf({ strategy: 'everything', from: '1970-01-09T00:00:00Z', to: '1970-01-17T00:00:00Z' }, on);
  expect(() => demandBars(plan, on)).toThrow(
    'no bar of BTC/USDT opens from 1970-01-09T00:00:00Z to 1970-01-17T00:00:00Z; it has bars from 1970-01-01T00:00:00Z to 1970-01-05T03:00:00Z',
  );
  expect(demandBars({ ...plan, toUs: null }, [alone])).toBe(undefined);
});

test.each(['split', 'shared'] as const)(
  '[BT-06] a part ends flat also where orders are under way for bars or hours: account %s',
  (account) => {
    const on = data([hourly(1), hourly(2, { length: 450 })]);
    const range = { fromUs: 100 * HOUR_US, toUs: 400 * HOUR_US };
    for (const execution of [{}, { latencyBars: 2 }, { latencyMs: 5_400_000 }, { latencyBars: 1, latencyMs: 60_000 }]) {
      for (const strategy of account === 'split' ? ['alternating', 'insistent'] : ['alternating', 'insistent', 'everything']) {
        const { trades } = runOn({ strategy, account, execution, sizing: 'all' }, on, {
          change: (o) => ({ ...o, ...range }),
          closing: true,
        });
        expect(trades.length, strategy).toBeGreaterThan(0);
        expect(trades.filter(({ exitTimeUs }) => exitTimeUs === null)).toEqual([]);
        expect(Math.max(...trades.map(({ exitTimeUs }) => exitTimeUs as number))).toBeLessThanOrEqual(399 * HOUR_US);
      }
    }
  },
);

test('[DX-04] what ends with its instrument is no exposure any more', () => {
  // Both held at half of the cash at prices that stand still; the second is delisted after 20 of 100 days.
  const still = barsOfCloses(
    Array.from({ length: 100 }, () => 10),
    DAY_US,
  );
  const run = runOn({ strategy: 'buy-and-hold', sizing: 'fraction:0.5', account: 'shared' }, data([still, sliceBars(still, 0, 20)]));
  expect(run.trades.map(({ symbol, delisted = false }) => [symbol, delisted])).toEqual([
    ['ADA/USDT', false],
    ['BTC/USDT', true],
  ]);
  // The first from the second close on, the other up to the close before the one that ends it.
  const [first, second] = run.holdings().map(({ exposure }) => exposure);
  expect(first).toBeCloseTo(0.5 * 0.99, 9);
  expect(second).toBeCloseTo(0.5 * 0.18, 9);
});

test('[DX-04] the benchmark has a value at every close of the account, also where a day has 23 hours', () => {
  const bars = hourly(4, { length: 200 });
  const daily = { ...bars, timeframeUs: DAY_US, time: bars.time.map((_, i) => i * DAY_US - (i > 90 ? HOUR_US : 0)) };
  const utc = { ...bars, timeframeUs: DAY_US, time: bars.time.map((_, i) => i * DAY_US) };
  const run = runOn({ strategy: 'buy-and-hold', account: 'shared', sizing: 'fraction:0.4' }, data([daily, utc]));
  expect([...run.held().time]).toEqual([...run.equity.time]);
});

test('[DX-04] an instrument in another currency has made nothing before its first open and after its last close', () => {
  const days = (closes: readonly number[]) => barsOfCloses(closes, DAY_US);
  const still = days(Array.from({ length: 100 }, () => 10));
  const rates = [{ bars: days(Array.from({ length: 100 }, (_, i) => 1.01 ** i)), instrument: inferInstrument({ symbol: 'EUR/USD' }) }];
  const on = [
    { bars: still, instrument: inferInstrument({ symbol: 'BTC/USD' }) },
    { bars: sliceBars(still, 50, 70), instrument: { ...inferInstrument({ symbol: 'SAP' }), currency: 'EUR' } },
  ];
  const input = { ...inputOf({ strategy: 'alternating', account: 'shared', currency: 'USD' }, on), rates };
  const [, own] = runnerOf(input)(input.strategy.parse({})).holdings();
  // Bought at the open of day 50, when the close of day 49 was known, and worth the rate of day 69 at the end.
  const expected = (close: number) => (close < 50 ? 1 : 1.01 ** (Math.min(close, 69) - 49));
  own?.curve.value.forEach((value, point) => expect(value).toBeCloseTo(point === 0 ? 1 : expected(point - 1), 12));
});
