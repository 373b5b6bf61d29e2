import { expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { HOUR_US, MINUTE_US } from '../../../shared/domain/time.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { Beside } from '../../../shared/engine/beside.ts';
import { breadth } from '../../../shared/indicators/breadth/indicator.ts';
import { correl } from '../../../shared/indicators/statistics/pairs.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy, type Indicators } from '../../../shared/strategies/define.ts';
import type { IndicatorView } from '../../../shared/strategies/view.ts';
import { BTC, flatBars } from './world.ts';

const OPTIONS = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;

/** What the view called `name` shows at each hour at which the strategy is asked: `[hour, value]`. */
function seen(indicators: Indicators, prices: readonly number[], beside?: Beside, name = 'it'): [number, number][] {
  const rows: [number, number][] = [];
  const strategy = defineStrategy({
    id: 'looking',
    about: '',
    params: {},
    indicators: () => indicators,
    onBar: ({ bar, indicators: views }) => {
      const view = views[name] as IndicatorView | { percent: IndicatorView };
      rows.push([bar.timeUs / HOUR_US, 'percent' in view ? view.percent.value : view.value]);
    },
  });
  runBacktest({ strategy, values: {}, bars: flatBars(prices), instrument: BTC, options: OPTIONS, beside });
  return rows;
}

/** Bars of ETH from hour `first` on. */
function ethFrom(first: number, prices: readonly number[]): Beside {
  const bars = flatBars(prices);
  bars.time.forEach((time, row) => {
    bars.time[row] = time + first * HOUR_US;
  });
  return { others: new Map([['ETH/USDT', bars]]) };
}

test('[SR-11] a column of another instrument is its last close at the time, and the strategy waits for the first', () => {
  expect(seen({ it: sma(1, { inputs: ['close of ETH/USDT'] }) }, [1, 2, 3, 4, 5], ethFrom(1, [10, 20]))).toEqual([
    [1, 10],
    [2, 20],
    [3, 20],
    [4, 20],
  ]);
});

/** Bars of `timeframeUs` at the given minutes after midnight; the close is the number of the bar. */
function barsAt(minutes: readonly number[], timeframeUs: number): Bars {
  const bars = allocateBars(minutes.length, timeframeUs);
  minutes.forEach((minute, row) => {
    bars.time[row] = minute * MINUTE_US;
    for (const column of [bars.open, bars.high, bars.low, bars.close]) column[row] = row + 1;
  });
  return bars;
}

/** What `sma(1)` with these options shows at the close of each bar, which is when the next one opens: `[hour of the open, value]`. */
function shown(bars: Bars, others: Bars, options: { of: string; timeframe?: string }): [number, number][] {
  const rows: [number, number][] = [];
  const strategy = defineStrategy({
    id: 'looking',
    about: '',
    params: {},
    indicators: () => ({ it: sma(1, options) }),
    onBar: ({ bar, indicators: { it } }) => void rows.push([bar.timeUs / HOUR_US, it.value]),
  });
  const beside = { others: new Map([['ETH/USDT', others]]) };
  runBacktest({ strategy, values: {}, bars, instrument: BTC, options: OPTIONS, beside });
  return rows;
}

test('[DX-02] on a day of 23 hours nothing is seen that closes after the next day has opened', () => {
  // Days that begin at 5, and after the clocks went forward at 4: the second is over after 23 hours.
  const days = barsAt(
    [5, 29, 52, 76].map((hour) => hour * 60),
    24 * HOUR_US,
  );
  const hours = barsAt(
    Array.from({ length: 120 }, (_, hour) => hour * 60),
    HOUR_US,
  );
  // The hour that opens at h has the close h + 1, and closes at h + 1.
  expect(shown(days, hours, { of: 'ETH/USDT' })).toEqual([
    [5, 29],
    [29, 52],
    [52, 76],
    [76, 100],
  ]);
});

test('[DX-02] a longer bar made of bars that do not begin where it does is seen once the last of them has closed', () => {
  // As in Mumbai, bars of an hour from 03:45 UTC on: the one of 05:45 lies in the 2 h bar of 04:00, and closes at 06:45.
  const hours = barsAt([225, 285, 345, 405, 465, 525], HOUR_US);
  const quarters = barsAt(
    Array.from({ length: 24 }, (_, i) => 240 + 15 * i),
    15 * MINUTE_US,
  );
  const seenAt = shown(quarters, hours, { of: 'ETH/USDT', timeframe: '2h' }).map(([hour, value]) => [hour + 0.25, value]);
  // The bar of 02:00 is that of 03:45 and known at 04:45, that of 04:00 is known at 06:45, and that of 06:00 at 08:45.
  expect(seenAt.filter(([, value], i) => value !== seenAt[i - 1]?.[1])).toEqual([
    [4.75, 1],
    [6.75, 3],
    [8.75, 5],
  ]);
});

test('[DX-02] a longer bar of another instrument is not seen before its close', () => {
  const bars: Bars = allocateBars(2, 2 * HOUR_US);
  bars.time.set([0, 2 * HOUR_US]);
  for (const column of [bars.open, bars.high, bars.low, bars.close]) column.set([10, 20]);
  const beside = { others: new Map([['ETH/USDT', bars]]) };
  expect(seen({ it: sma(1, { of: 'ETH/USDT' }) }, [1, 2, 3, 4, 5], beside)).toEqual([
    [1, 10],
    [2, 10],
    [3, 20],
    [4, 20],
  ]);
});

test('[SR-11] an indicator of another instrument counts that one’s bars, whatever the run has between them', () => {
  const sparse: Bars = flatBars([10, 20, 30]);
  sparse.time.set([0, 2 * HOUR_US, 4 * HOUR_US]);
  const beside = { others: new Map([['ETH/USDT', sparse]]) };
  // Its average of two bars is known with the second, at hour 2; the run's own two bars would have been there at hour 1.
  expect(seen({ it: sma(2, { of: 'ETH/USDT' }) }, [1, 2, 3, 4, 5], beside)).toEqual([
    [2, 15],
    [3, 15],
    [4, 25],
  ]);
  expect(seen({ it: sma(1, { of: 'ETH/USDT', timeframe: '2h' }) }, [1, 2, 3, 4, 5], beside).at(-1)).toEqual([4, 20]);
});

test('[SR-11] an indicator that reads data beside the bars and is asked of other bars too is refused by name', () => {
  const eth = ethFrom(0, [10, 20, 30]);
  const both = (options: object) => () => seen({ it: sma(1, { inputs: ['close of ETH/USDT'], ...options }) }, [1, 2, 3], eth);
  expect(both({ of: 'ETH/USDT' })).toThrow('indicator sma reads "close of ETH/USDT" and is asked of other bars (bars of ETH/USDT)');
  expect(both({ timeframe: '2h' })).toThrow(
    'is asked of other bars (2h bars): data beside the bars is known by the rows of the run only; leave timeframe out',
  );
});

test('[CO-03] the correlation with another instrument is 1 where it moves alike and -1 where it moves against', () => {
  const indicators = { it: correl(3, { inputs: ['close', 'close of ETH/USDT'] }) };
  const rows = seen(indicators, [1, 2, 3, 4, 3, 2], ethFrom(0, [10, 20, 30, 20, 30, 40]));
  expect(rows.map(([hour]) => hour)).toEqual([2, 3, 4, 5]);
  expect(rows[0]?.[1]).toBeCloseTo(1, 12);
  expect(rows[3]?.[1]).toBeCloseTo(-1, 12);
});

test('[MD-16] a feature is seen from the close at which it was known, not from the time it speaks of', () => {
  const feature = { length: 2, knownAtUs: Float64Array.of(HOUR_US + MINUTE_US, 4 * HOUR_US), value: Float64Array.of(7, 8) };
  const beside = { features: new Map([['rate', feature]]) };
  // Known at 01:01: at the close of the bar of hour 1, which is 02:00; the second at the very close of hour 3.
  expect(seen({ it: sma(1, { inputs: ['feature rate'] }) }, [1, 2, 3, 4, 5], beside)).toEqual([
    [1, 7],
    [2, 7],
    [3, 8],
    [4, 8],
  ]);
});

test('[SR-09] an optional feature is not waited for, and is unknown until it is there', () => {
  const feature = { length: 1, knownAtUs: Float64Array.of(2 * HOUR_US), value: Float64Array.of(7) };
  const it = sma(1, { inputs: ['optional feature mood'] });
  expect(seen({ it }, [1, 2, 3], { features: new Map([['mood', feature]]) })).toEqual([
    [0, NaN],
    [1, 7],
    [2, 7],
  ]);
  expect(seen({ it }, [1, 2])).toEqual([
    [0, NaN],
    [1, NaN],
  ]);
});

test('[IN-01] breadth counts the traded instrument and those beside it', () => {
  // BTC rises twice, ETH falls then rises: one of two, then two of two. From the second row on there is a row before.
  const rows = seen({ it: breadth('advance-decline-line') }, [1, 2, 3], ethFrom(0, [30, 20, 25]));
  expect(rows).toEqual([
    [0, 0],
    [1, 0],
    [2, 2],
  ]);
});

test('[SR-11] what the run was not given is asked for by name, with what there is', () => {
  const beside = { ...ethFrom(0, [1]), features: new Map() };
  expect(() => seen({ it: sma(1, { of: 'ETH/USD' }) }, [1], beside)).toThrow(
    'an indicator reads bars of "ETH/USD", which the run was not given (given: ETH/USDT); did you mean "ETH/USDT"?',
  );
  expect(() => seen({ it: sma(1, { inputs: ['feature mood'] }) }, [1], beside)).toThrow(
    'an indicator reads feature "mood", which the run was not given (none was given)',
  );
  expect(() => seen({ it: breadth('trin') }, [1])).toThrow('the run has no instrument beside its own');
  expect(() => breadth('trim')).toThrow('did you mean "trin"?');
  expect(() => sma(1, { inputs: ['clos of ETH/USDT' as 'close of ETH/USDT'] })).toThrow('cannot read "clos of ETH/USDT"');
});

test('[SR-11] a cross of a feature is measured by its own size, not by the price beside it', () => {
  const values = [0.001, 0.002, 0.0010005];
  const feature = { length: 3, knownAtUs: Float64Array.of(1, 2, 3).map((hour) => hour * HOUR_US), value: Float64Array.from(values) };
  const crosses: number[] = [];
  const strategy = defineStrategy({
    id: 'crossing',
    about: '',
    params: {},
    indicators: () => ({ rate: sma(1, { inputs: ['feature rate'] }) }),
    onBar: ({ indicators: { rate } }) => void crosses.push(rate.crossOf(0.00100049)),
  });
  const beside = { features: new Map([['rate', feature]]) };
  runBacktest({ strategy, values: {}, bars: flatBars([5e4, 5e4, 5e4]), instrument: BTC, options: OPTIONS, beside });
  expect(crosses).toEqual([0, 1, 0]);
});
