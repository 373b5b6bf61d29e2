import { describe, expect, test } from 'vitest';
import { parseSizing } from '../../../../shared/engine/sizing/sizing.ts';
import { parseRules } from '../../../../shared/strategies/rules/parse.ts';
import { randomBars } from '../../../support/random-bars.ts';
import { barsOf, fillsOf, flatBars, type Row } from '../../engine/world.ts';
import { fillsOfRules, hoursOf, runStrategy } from './world.ts';

test('[PT-03] a file of an SMA10/SMA30 cross buys and sells exactly at the hand-marked bars', () => {
  // Closes fall from 130 by 1 a bar to 91 at row 39, stand at 120 from row 40 to 69, then at 80.
  // After k bars at 120: SMA10 = ((10-k)(191-k)/2 + 120k)/10, SMA30 = ((30-k)(211-k)/2 + 120k)/30.
  // k=4: 104.1 < 105.7; k=5: 106.5 > 105.83, so the cross is at row 44 and the buy at the open of row 45.
  // Row 69: both are 120. Row 70: 116 < 118.67, so the sale is at the open of row 71.
  const closes = Array.from({ length: 80 }, (_, row) => (row < 40 ? 130 - row : row < 70 ? 120 : 80));
  const rules = JSON.parse(`{
    "entry": { "long": { "crossesAbove": ["sma(10)", "sma(30)"] } },
    "exit": { "long": { "crossesBelow": ["sma(10)", "sma(30)"] } }
  }`);
  expect(hoursOf(rules, flatBars(closes))).toEqual([45, -71]);
});

describe('which side wins', () => {
  const UP = { above: ['close', 10] };
  test('[PT-03] an entry at whose close its exit holds as well is none', () => {
    expect(hoursOf({ entry: { long: UP }, exit: { long: { above: ['close', 14] } } }, flatBars([9, 15, 15, 12, 12, 15, 15]))).toEqual([
      4, -6,
    ]);
  });
  test('[PT-03] when both sides would enter, neither does', () => {
    expect(hoursOf({ entry: { long: UP, short: { above: ['close', 14] } } }, flatBars([15, 15, 12, 12, 12]))).toEqual([3]);
  });
  test('[PT-03] an entry on the other side turns the position over at one open', () => {
    const rules = { entry: { long: { crossesAbove: ['close', 10] }, short: { crossesBelow: ['close', 10] } } };
    expect(fillsOfRules(rules, flatBars([9, 20, 20, 5, 4, 4])).map(([hour, side, , price]) => [hour, side, price])).toEqual([
      [2, 'buy', 20],
      [4, 'sell', 4],
      [4, 'sell', 4],
    ]);
  });
  test('[PT-03] a short is left by its own exit', () => {
    expect(hoursOf({ entry: { short: { below: ['close', 10] } }, exit: { short: UP } }, flatBars([9, 9, 12, 12]))).toEqual([-1, 3]);
  });
});

describe('cooldown and wait, counted by hand', () => {
  const rules = { entry: { long: { above: ['close', 10] } }, exit: { long: { below: ['close', 10] } } };
  // Rows       0   1   2  3   4   5   6   7   8
  const closes = [11, 11, 9, 11, 11, 11, 11, 11, 11];
  test('[PT-03] without a cooldown the next signal enters', () => {
    // Signal at 0, in at 1; exit at the close of 2, out at 3, whose close signals again, in at 4.
    expect(hoursOf(rules, flatBars(closes))).toEqual([1, -3, 4]);
  });
  test.each([
    [1, [1, -3, 5]],
    [2, [1, -3, 6]],
    [4, [1, -3, 8]],
  ])('[PT-03] a cooldown of %i lets that many whole bars pass after the bar of the exit', (cooldown, hours) => {
    expect(hoursOf({ ...rules, cooldown }, flatBars(closes))).toEqual(hours);
  });
  test('[PT-03] a cooldown also follows a stop, and one inside the bar of the entry', () => {
    const rows: Row[] = [
      [11, 11, 11, 11],
      [11, 11, 5, 11],
      [11, 11, 11, 11],
      [11, 11, 11, 11],
      [11, 11, 11, 11],
      [11, 11, 11, 11],
    ];
    // In and out in row 1; two whole bars 2 and 3 pass; the close of 3 asks, in at 4.
    expect(hoursOf({ ...rules, stopLoss: { percent: 10 }, cooldown: 2 }, barsOf(rows))).toEqual([1, -1, 4]);
  });
  test('[PT-03] with a cooldown an entry on the other side only closes', () => {
    const both = { entry: { long: { above: ['close', 10] }, short: { below: ['close', 10] } }, cooldown: 1 };
    // In at 1; row 2 signals short: out at 3; row 3 is the bar of the exit, the close of 4 asks again.
    expect(hoursOf(both, flatBars([11, 11, 9, 9, 9, 9, 9]))).toEqual([1, -3, -5]);
  });
  const cross = { entry: { long: { crossesAbove: ['close', 10] } }, exit: { long: { below: ['close', 8] } } };
  test.each([
    [0, [3]],
    [1, [4]],
    [3, [6]],
  ])('[PT-03] a wait of %i puts the order of a cross so many bars later', (wait, hours) => {
    // The cross is at row 2.
    expect(hoursOf({ ...cross, wait }, flatBars([9, 9, 11, 9, 9, 9, 9, 9]))).toEqual(hours);
  });
  test('[PT-03] a waiting signal is forgotten when its exit comes first', () => {
    expect(hoursOf({ ...cross, wait: 3 }, flatBars([9, 9, 11, 9, 7, 9, 9, 9, 9]))).toEqual([]);
  });
  test('[PT-03] a signal that comes again while one waits does not put it off', () => {
    expect(hoursOf({ ...cross, wait: 3 }, flatBars([9, 9, 11, 9, 11, 11, 11, 11, 11]))).toEqual([6]);
  });
  test('[PT-03] an entry on the other side takes the place of one that waits', () => {
    const both = { entry: { long: { crossesAbove: ['close', 10] }, short: { crossesBelow: ['close', 10] } }, wait: 2 };
    // Long signal at 2, short signal at 3, which is two bars old at 5: sold at 6.
    expect(hoursOf(both, flatBars([9, 9, 11, 9, 9, 9, 9]))).toEqual([-6]);
  });
});

describe('sizing', () => {
  const entry = { entry: { long: { above: ['close', 10] } } };
  const bars = flatBars([20, 20, 20]);
  test.each([
    ['all', undefined, 50],
    ['all said', 'all', 50],
    ['a fraction', { fraction: 0.3 }, 15],
    ['a quantity', { quantity: 7.5 }, 7.5],
  ])('[PT-03] %s of the equity', (_, sizing, quantity) => {
    expect(fillsOfRules({ ...entry, ...(sizing === undefined ? {} : { sizing }) }, bars)).toEqual([[1, 'buy', quantity, 20]]);
  });
  test('[PT-03] a risk of 1 % with a stop 5 % away uses a fifth of the equity, and all of it at most', () => {
    const risk = (riskPercent: number) => fillsOfRules({ ...entry, stopLoss: { percent: 5 }, sizing: { riskPercent } }, bars)[0]?.[2];
    expect(risk(1)).toBeCloseTo(10, 6);
    expect(risk(50)).toBeCloseTo(50, 6);
  });
  test('[PT-03] of two stops the nearer sets the size', () => {
    const rules = { ...entry, stopLoss: { percent: 5 }, trailingStop: { percent: 2 }, sizing: { riskPercent: 1 } };
    expect(fillsOfRules(rules, bars)[0]?.[2]).toBeCloseTo(25, 6);
  });
  test('[PT-03] a quantity turns over to the same quantity on the other side', () => {
    const rules = { entry: { long: { crossesAbove: ['close', 10] }, short: { crossesBelow: ['close', 10] } }, sizing: { quantity: 2 } };
    expect(fillsOfRules(rules, flatBars([9, 20, 20, 5, 5, 20, 20]))).toEqual([
      [2, 'buy', 2, 20],
      [4, 'sell', 2, 5],
      [4, 'sell', 2, 5],
      [6, 'buy', 2, 20],
      [6, 'buy', 2, 20],
    ]);
  });
  test('[PT-03] a quantity that its stop has closed enters again', () => {
    const rules = { ...entry, stopLoss: { percent: 10 }, sizing: { quantity: 2 } };
    expect(
      fillsOfRules(
        rules,
        barsOf([
          [20, 20, 20, 20],
          [20, 20, 20, 20],
          [20, 20, 15, 20],
          [20, 20, 20, 20],
        ]),
      ),
    ).toEqual([
      [1, 'buy', 2, 20],
      [2, 'sell', 2, 18],
      [3, 'buy', 2, 20],
    ]);
  });
  test.each([
    ['kelly', 0.5],
    ['risk', 0.01],
    ['volatility', 0.3],
    ['drawdown', 0.2],
  ] as const)('[PT-03] [RK-06] a %s of %d sizes as the same sizing of a run does, at the fill', (kind, amount) => {
    const rules = {
      entry: { long: { crossesAbove: ['close', 'sma(5)'] } },
      exit: { long: { crossesBelow: ['close', 'sma(5)'] } },
      stopLoss: { percent: 3 },
    };
    const history = randomBars(2000, 5);
    const own = runStrategy(parseRules({ ...rules, sizing: { [kind]: amount } }), history);
    const given = runStrategy(parseRules(rules), history, {}, { sizing: parseSizing(`${kind}:${amount}`) });
    expect(own.fills.length).toBeGreaterThan(30);
    expect(own.fills).toEqual(given.fills);
    // Half of it in a run of a half; a run that sizes otherwise is refused.
    const half = runStrategy(parseRules({ ...rules, sizing: { [kind]: amount } }), history, {}, { sizing: parseSizing('fraction:0.5') });
    expect(half.fills[0]?.quantity).toBeCloseTo((own.fills[0]?.quantity as number) / 2, 6);
    expect(() =>
      runStrategy(parseRules({ ...rules, sizing: { [kind]: amount } }), history, {}, { sizing: parseSizing('fixed:1') }),
    ).toThrow(`sizing is fixed:1, but the strategy sizes by ${kind}:${amount} itself`);
  });
  test('[PT-03] [RK-06] a risk of 0.01 with a stop 5 % away uses a fifth of the equity; a parameter may say it', () => {
    const rules = {
      ...entry,
      params: { risk: { default: 0.01, min: 0.001, max: 0.5 } },
      stopLoss: { percent: 5 },
      sizing: { risk: '$risk' },
    };
    expect(fillsOfRules(rules, bars)[0]?.[2]).toBeCloseTo(10, 6);
    expect(fillsOf(runStrategy(parseRules(rules), bars, { risk: 0.02 }))[0]?.[2]).toBeCloseTo(20, 6);
  });
  test("[BT-01] shares multiply with the run's own sizing", () => {
    const options = { sizing: { kind: 'fraction', fraction: 0.5 } } as const;
    const result = runStrategy(parseRules({ ...entry, sizing: { fraction: 0.5 } }), bars, {}, options);
    expect(fillsOf(result)).toEqual([[1, 'buy', 12.5, 20]]);
  });
});

test('[OM-01] no entry is made while the range that its stop is measured by is 0', () => {
  const rules = { entry: { long: { above: ['close', 10] } }, stopLoss: { atr: 2, period: 2 } };
  // Ranges of rows 1 and 2 are 0; row 3 has one of 4, so the mean of two is 2 and the stop 4 below the entry.
  const rows: Row[] = [...Array.from({ length: 3 }, (): Row => [20, 20, 20, 20]), [20, 22, 18, 20], [20, 20, 15, 20]];
  expect(fillsOfRules(rules, barsOf(rows)).map(([hour, side, , price]) => [hour, side, price])).toEqual([
    [4, 'buy', 20],
    [4, 'sell', 16],
  ]);
});

describe('parameters', () => {
  const rules = {
    params: {
      fast: { default: 2, min: 1, max: 50, about: 'bars in the fast average' },
      stop: { default: 2.5, min: 0.5, max: 20, step: 0.5 },
      rests: { default: 0, min: 0, max: 10 },
    },
    entry: { long: { above: ['close', 'sma($fast)'] } },
    stopLoss: { percent: '$stop' },
    cooldown: '$rests',
  };
  test('[IN-02] they are those of any strategy, with kinds, steps and bounds', () => {
    const { params } = parseRules(rules, 'mine');
    expect(params['fast']).toMatchObject({ kind: 'int', default: 2, min: 1, max: 50, step: 1, about: 'bars in the fast average' });
    expect(params['stop']).toMatchObject({ kind: 'float', default: 2.5, step: 0.5 });
  });
  test('[IN-02] a value out of bounds is refused by name', () => {
    const { parse } = parseRules(rules, 'mine');
    expect(parse({ fast: 9 })).toEqual({ fast: 9, stop: 2.5, rests: 0 });
    expect(() => parse({ fast: 0 })).toThrow('strategy mine: fast is 0, but must be a whole number from 1 to 50');
    expect(() => parse({ slow: 3 })).toThrow('strategy mine has no parameter "slow"');
  });
  test('[IN-02] each value gives other trades', () => {
    const strategy = parseRules(rules);
    // In at 2 from the signal of row 1; the open of row 3 is below a stop of 2.5 %; row 4 signals again.
    const bars = flatBars([10, 12, 12, 11, 12, 12, 12]);
    const hours = (given: Record<string, number>) => fillsOf(runStrategy(strategy, bars, given)).map(([hour]) => hour);
    expect(hours({})).toEqual([2, 3, 5]);
    expect(hours({ fast: 3 })).toEqual([3]);
    expect(hours({ stop: 20 })).toEqual([2]);
    expect(hours({ rests: 2 })).toEqual([2, 3]);
  });
  test('[IN-02] a parameter may be an ago, a number of bars or a level', () => {
    const levels = {
      params: { n: { default: 1, min: 0, max: 5 }, level: { default: 10, min: 0, max: 100 } },
      entry: { long: { all: [{ above: ['close[$n]', '$level'] }, { above: ['close', { column: 'close', ago: '$n' }] }] } },
    };
    const strategy = parseRules(levels);
    const bars = flatBars([9, 11, 12, 13, 14]);
    expect(fillsOf(runStrategy(strategy, bars)).map(([hour]) => hour)).toEqual([3]);
    expect(fillsOf(runStrategy(strategy, bars, { n: 2 })).map(([hour]) => hour)).toEqual([4]);
    expect(fillsOf(runStrategy(strategy, bars, { n: 0 }))).toEqual([]);
  });
});

test('[SR-13] the id is the name in the file, else the one given', () => {
  const entry = { long: { above: ['close', 1] } };
  expect(parseRules({ entry }).id).toBe('rules');
  expect(parseRules({ entry }, 'mine').id).toBe('mine');
  expect(parseRules({ name: 'trend', entry }, 'mine').id).toBe('trend');
});
