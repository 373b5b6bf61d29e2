import { describe, expect, test } from 'vitest';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { Arena } from '../../../shared/engine/arena.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { parseSizing, sizingName } from '../../../shared/engine/sizing/sizing.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { crossedAbove, crossedBelow } from '../../../shared/strategies/view.ts';
import { BTC, barsOf, fillsOf, flatBars, run, scripted } from './world.ts';

const OPTIONS = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;

/** The crossover of two averages of 1 and 2 closes, which a hand can follow. */
const cross = defineStrategy({
  id: 'tiny-cross',
  about: 'Crossover small enough for a hand calculation.',
  params: {},
  indicators: () => ({ fast: sma(1), slow: sma(2) }),
  onBar({ indicators: { fast, slow }, target }) {
    if (crossedAbove(fast, slow)) target(1);
    else if (crossedBelow(fast, slow)) target(0);
  },
});

describe('the equity curve', () => {
  test('[BT-05] starts with the cash at the first open, then has one point per close', () => {
    const result = run(scripted({ 0: ({ target }) => target(1) }), flatBars([100, 100, 110]));
    expect([...result.equity.time]).toEqual([0, HOUR_US, 2 * HOUR_US, 3 * HOUR_US]);
    expect([...result.equity.value]).toEqual([1000, 1000, 1000, 1100]);
  });

  test('[BT-05] a position open at the end is marked at the last close and reported as an open trade', () => {
    const result = run(scripted({ 0: ({ target }) => target(1) }), flatBars([100, 100, 110]));
    expect(result.trades).toHaveLength(1);
    expect(result.trades[0]).toMatchObject({ exitTimeUs: null, exitPrice: null, markPrice: 110, pnl: 100, entryPrice: 100 });
  });

  test('[BT-05] bars in position: from the bar of the entry to the bar before an exit at the open', () => {
    const result = run(scripted({ 0: ({ target }) => target(1), 2: ({ target }) => target(0) }), flatBars([100, 100, 100, 100, 100]));
    expect(result.barsInPosition).toBe(2);
    expect(result.bars).toBe(5);
  });

  test('[BT-05] a position that opens and is stopped out inside one bar counts that bar', () => {
    const strategy = scripted({
      0: ({ order }) => {
        order({ type: 'market', side: 'buy', quantity: 1 });
        order({ type: 'stop', side: 'sell', quantity: 1, stopPrice: 95 });
      },
    });
    expect(
      run(
        strategy,
        barsOf([
          [100, 100, 100, 100],
          [100, 101, 94, 96],
          [96, 96, 96, 96],
        ]),
      ).barsInPosition,
    ).toBe(1);
  });
});

describe('round trips', () => {
  test('[BT-05] scale-ins average the entry, partial exits the exit, and the trip ends when it is flat', () => {
    const buy = (quantity: number) => ({ type: 'market', side: 'buy', quantity }) as const;
    const sell = (quantity: number) => ({ type: 'market', side: 'sell', quantity }) as const;
    const strategy = scripted({
      0: ({ order }) => order(buy(1)),
      1: ({ order }) => order(buy(3)),
      2: ({ order }) => order(sell(1)),
      3: ({ order }) => order(sell(3)),
    });
    const result = run(strategy, flatBars([100, 100, 120, 130, 110]), { commissionBps: 100 });
    expect(result.trades).toHaveLength(1);
    // Entry (1 x 100 + 3 x 120) / 4 = 115, exit (1 x 130 + 3 x 110) / 4 = 115; commission 1 % of 460 + 460.
    expect(result.trades[0]).toMatchObject({ quantity: 4, entryPrice: 115, exitPrice: 115, bars: 3 });
    expect(result.trades[0]?.commission).toBeCloseTo(9.2, 12);
    expect(result.trades[0]?.pnl).toBeCloseTo(-9.2, 12);
  });

  test('[BT-05] the fill of a flip is split, its commission pro rata', () => {
    const strategy = scripted({
      0: ({ order }) => order({ type: 'market', side: 'buy', quantity: 1 }),
      1: ({ order }) => order({ type: 'market', side: 'sell', quantity: 4 }),
    });
    const result = run(strategy, flatBars([100, 100, 100, 100]), { commissionBps: 100 });
    // The sale of 4 costs 4: a quarter closes the long, three quarters open the short.
    expect(result.trades.map(({ side, quantity, commission }) => [side, quantity, commission])).toEqual([
      ['long', 1, 2],
      ['short', 3, 3],
    ]);
  });

  test('[SG-03] the trades sum to what the run gained', () => {
    const prices = Array.from({ length: 400 }, (_, i) => 100 + 20 * Math.sin(i / 7) + 5 * Math.sin(i * 1.7));
    const result = run(cross, flatBars(prices), { commissionBps: 10, slippageBps: 5 });
    expect(result.trades.length).toBeGreaterThan(20);
    const gained = result.trades.reduce((sum, { pnl }) => sum + pnl, 0);
    expect(gained).toBeCloseTo(result.endEquity - result.startEquity, 8);
    expect(result.trades.reduce((sum, { commission }) => sum + commission, 0)).toBeCloseTo(result.commission, 8);
  });
});

describe('what a strategy can see', () => {
  test('[SR-05] a crossover enters at the open after the cross and leaves at the open after the cross back', () => {
    // Closes 10 9 8 9 10 9 8; average of 2: - 9.5 8.5 8.5 9.5 9.5 8.5; close minus it: - - + + - -, so up at row 3, down at row 5.
    expect(
      fillsOf(run(cross, flatBars([10, 9, 8, 9, 10, 9, 8]), { cash: 100 })).map(([hour, side, , price]) => [hour, side, price]),
    ).toEqual([
      [4, 'buy', 10],
      [6, 'sell', 8],
    ]);
  });

  test('[SR-05] there is no position before the first cross, even when the fast average starts above', () => {
    expect(run(cross, flatBars([10, 11, 12, 13, 14])).fills).toEqual([]);
  });

  test('[DX-02] rows after now cannot be reached: a negative `ago` throws', () => {
    const peek = scripted({ 1: ({ bar }) => bar.ago('close', -1) });
    expect(() => run(peek, flatBars([1, 2, 3]))).toThrow('ago("close", -1) asks for a bar after now');
    const half = scripted({ 1: ({ bar }) => bar.ago('close', 0.5) });
    expect(() => run(half, flatBars([1, 2, 3]))).toThrow('ago("close", 0.5) must be a whole number of bars');
    const peekIndicator = defineStrategy({
      id: 'peek',
      about: '',
      params: {},
      indicators: () => ({ average: sma(1) }),
      onBar: ({ indicators: { average } }) => void average.ago(-1),
    });
    expect(() => run(peekIndicator, flatBars([1, 2, 3]))).toThrow('asks for a row after now');
  });

  test('[DX-02] what a run does up to a bar does not change when later bars are appended', () => {
    const prices = Array.from({ length: 300 }, (_, i) => 100 + 15 * Math.sin(i / 9) + ((i * 7919) % 13));
    const whole = run(cross, flatBars(prices));
    for (const length of [50, 120, 299]) {
      const part = run(cross, flatBars(prices.slice(0, length)));
      expect(part.fills).toEqual(whole.fills.filter(({ timeUs }) => timeUs < length * HOUR_US));
      expect([...part.equity.value]).toEqual(Array.from(whole.equity.value.slice(0, length + 1)));
    }
  });

  test('[LV-05] the strategy is first asked when all its indicators are known', () => {
    const asked: number[] = [];
    const strategy = defineStrategy({
      id: 'asked',
      about: '',
      params: {},
      indicators: () => ({ short: sma(2), long: sma(4) }),
      onBar: ({ bar, indicators: { long } }) => {
        asked.push(bar.timeUs / HOUR_US);
        expect(long.value).not.toBeNaN();
      },
    });
    run(strategy, flatBars([1, 2, 3, 4, 5, 6]));
    expect(asked).toEqual([3, 4, 5]);
  });

  test('[LV-05] bars before `from` warm up and are not traded; `to` is exclusive', () => {
    const asked: number[] = [];
    const strategy = defineStrategy({
      id: 'window',
      about: '',
      params: {},
      indicators: () => ({ long: sma(4) }),
      onBar: ({ bar }) => void asked.push(bar.timeUs / HOUR_US),
    });
    const result = run(strategy, flatBars([1, 2, 3, 4, 5, 6, 7, 8]), { fromUs: 5 * HOUR_US, toUs: 7 * HOUR_US });
    expect(asked).toEqual([5, 6]);
    expect(result.bars).toBe(2);
    expect([...result.equity.time].map((time) => time / HOUR_US)).toEqual([5, 6, 7]);
  });

  test('[BT-01] a strategy hears of its fills after the bar in which they happened has closed', () => {
    const heard: [number, number][] = [];
    const strategy = defineStrategy({
      id: 'listener',
      about: '',
      params: {},
      indicators: () => ({}),
      onBar: ({ bar, target }) => {
        if (bar.timeUs === 0) target(1);
      },
      onFill: (fill, { bar, position }) => {
        heard.push([bar.closeTimeUs / HOUR_US, position]);
        expect(fill.price).toBe(100);
      },
    });
    run(strategy, flatBars([100, 100, 100]));
    expect(heard).toEqual([[2, 10]]);
  });
});

describe('runs that cannot be', () => {
  test('[BT-03] an empty range says what the data has', () => {
    const strategy = scripted({});
    expect(() => run(strategy, flatBars([1, 2]), { fromUs: 9 * HOUR_US })).toThrow(
      'no bar opens from 1970-01-01T09:00:00Z to the end; the data has bars from 1970-01-01T00:00:00Z to 1970-01-01T01:00:00Z',
    );
    expect(() => run(strategy, flatBars([]))).toThrow('the data has no bars');
  });

  test.each([
    ['cash', { cash: 0 }],
    ['cash', { cash: Number.NaN }],
    ['commission', { commissionBps: -1 }],
    ['slippage', { slippageBps: 10_000 }],
    ['to is 1970-01-01T00:00:00.000010Z, but must be later than from (1970-01-01T00:00:00.000010Z)', { fromUs: 10, toUs: 10 }],
  ] as const)('[BT-03] a bad option is named: %s', (name, options) => {
    expect(() => run(scripted({}), flatBars([1, 2]), options)).toThrow(name);
  });

  test('[BT-03] sizing is read from its name, and anything else is refused with the choices', () => {
    for (const text of ['all', 'fraction:0.5', 'fixed:1']) expect(sizingName(parseSizing(text))).toBe(text);
    for (const text of ['', 'half', 'fraction:0', 'fraction:1.5', 'fixed:-1', 'fixed:']) {
      expect(() => parseSizing(text)).toThrow('is none of: all, fraction:F');
    }
  });
});

test('[BT-01] runs that share memory give what runs of their own give', () => {
  const arena = new Arena();
  const wave = flatBars(Array.from({ length: 500 }, (_, i) => 100 + 10 * Math.sin(i / 5)));
  const other = flatBars(Array.from({ length: 300 }, (_, i) => 50 + 10 * Math.cos(i / 3)));
  for (const bars of [wave, other, wave]) {
    arena.reset();
    const shared = runBacktest({ strategy: cross, values: {}, bars, instrument: BTC, options: OPTIONS, arena });
    const own = runBacktest({ strategy: cross, values: {}, bars, instrument: BTC, options: OPTIONS });
    expect(shared.fills).toEqual(own.fills);
    expect(shared.trades).toEqual(own.trades);
    expect([...shared.equity.value]).toEqual([...own.equity.value]);
  }
});
