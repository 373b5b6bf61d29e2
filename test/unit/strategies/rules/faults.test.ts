import { describe, expect, test } from 'vitest';
import { RuleError } from '../../../../shared/strategies/rules/fault.ts';
import { parseRules, readRules } from '../../../../shared/strategies/rules/parse.ts';

const LONG = { above: ['close', 1] };
const long = (condition: unknown, rest: object = {}) => ({ entry: { long: condition }, ...rest });
const nested = (depth: number): unknown => (depth === 0 ? LONG : { not: nested(depth - 1) });

/** Files that are wrong in one way, and the whole message. */
const BAD: [string, unknown, string][] = [
  ['no object', [], 'rules: is a list of 0, but must be an object'],
  ['nothing', null, 'rules: is null, but must be an object'],
  ['no entry', {}, 'entry: is missing; it must be an object'],
  ['an empty entry', { entry: {} }, 'entry: is empty, but must have "long", "short" or both'],
  ['a mistyped key at the top', long(LONG, { stoploss: { percent: 1 } }), 'rules: unknown key "stoploss"; did you mean "stopLoss"?'],
  [
    'an unknown key',
    long(LONG, { broker: 1 }),
    'rules: unknown key "broker"; the keys here are name, about, params, indicators, entry, exit, stopLoss, takeProfit, trailingStop, sizing, cooldown, wait',
  ],
  ['a mistyped side', { entry: { longs: LONG } }, 'entry: unknown key "longs"; did you mean "long"?'],
  ['a name with capitals', long(LONG, { name: 'My Rules' }), 'name: is "My Rules", but must be kebab-case, like trend-pullback'],
  ['an empty condition', long({}), 'entry.long: is empty, but must have one condition, like {"above": ["close", "sma(20)"]}'],
  ['a condition that is a text', long('close > 1'), 'entry.long: is "close > 1", but must be an object'],
  [
    'two conditions in one',
    long({ above: ['close', 1], below: ['close', 9] }),
    'entry.long: has above and below, but a condition has one key; join several with "all" or "any"',
  ],
  [
    'a mistyped condition',
    long({ all: [LONG, { crossAbove: ['close', 1] }] }),
    'entry.long.all[1]: unknown key "crossAbove"; did you mean "crossesAbove"?',
  ],
  ['an empty all', long({ all: [] }), 'entry.long.all: has 0 items, but must have at least 1'],
  ['an all that is no list', long({ all: LONG }), 'entry.long.all: is an object, but must be a list'],
  ['one operand', long({ above: ['close'] }), 'entry.long.above: has 1 item, but must have at least 2'],
  ['three operands', long({ crossesBelow: ['close', 1, 2] }), 'entry.long.crossesBelow: has 3 items, but must have at most 2'],
  [
    'an operand of another kind',
    long({ above: ['close', true] }),
    'entry.long.above[1]: is true, but must be a number, a text like "close", "sma(20)" or "$level", or an object with "indicator" or "column"',
  ],
  [
    'an operand that is not a number',
    long({ above: ['close', Number.NaN] }),
    'entry.long.above[1]: is NaN, but must be a number, a text like "close", "sma(20)" or "$level", or an object with "indicator" or "column"',
  ],
  ['an empty text', long({ above: ['', 1] }), 'entry.long.above[0]: is an empty text'],
  [
    'an unknown indicator',
    long({ all: [LONG, { above: [{ indicator: 'smaa' }, 1] }] }),
    'entry.long.all[1].above[0].indicator: unknown indicator "smaa"; did you mean "sma"?',
  ],
  [
    'an unknown indicator in a text',
    long({ above: ['smaa(20)', 1] }),
    'entry.long.above[0]: unknown indicator "smaa"; did you mean "sma"?',
  ],
  [
    'an indicator like none',
    long({ above: ['flux-capacitor(20)', 1] }),
    'entry.long.above[0]: unknown indicator "flux-capacitor"; `skytape indicators` lists those there are',
  ],
  [
    'an inherited name',
    long({ above: [{ indicator: 'toString' }, 1] }),
    'entry.long.above[0].indicator: unknown indicator "toString"; `skytape indicators` lists those there are',
  ],
  ['neither indicator nor column', long({ above: [{ ago: 1 }, 1] }), 'entry.long.above[0]: must have either "indicator" or "column"'],
  [
    'a column with parameters',
    long({ above: [{ column: 'close', params: { period: 2 } }, 1] }),
    'entry.long.above[0]: a column has no "params"',
  ],
  [
    'an unknown column',
    long({ above: [{ column: 'clos' }, 1] }),
    'entry.long.above[0].column: is "clos", but must be one of open, high, low, close, volume, hl2, hlc3, ohlc4; did you mean "close"?',
  ],
  ['an unknown word', long({ above: ['clse', 1] }), 'entry.long.above[0]: unknown operand "clse"; did you mean "close"?'],
  [
    'an indicator without parentheses',
    long({ above: ['obv', 1] }),
    'entry.long.above[0]: "obv" is an indicator: write obv() or give its numbers, and one of its outputs where it has several',
  ],
  [
    'an expression',
    long({ above: ['close * 2', 1] }),
    'entry.long.above[0]: "close * 2" is no operand; write for example close, close[1], sma(20), bollinger(20, 2).upper or sma(20)@4h',
  ],
  [
    'a look into the future',
    long({ above: ['close[-1]', 1] }),
    'entry.long.above[0]: "close[-1]" looks [-1] bars back, but must look back a whole number of bars, like close[1]',
  ],
  [
    'a look into the future as an object',
    long({ above: [{ column: 'close', ago: -1 }, 1] }),
    'entry.long.above[0].ago: is -1, but must be at least 0',
  ],
  [
    'a parameter out of bounds',
    long({ above: [{ indicator: 'sma', params: { period: 0 } }, 1] }),
    'entry.long.above[0].params.period: is 0, but must be a whole number from 1 to 5000',
  ],
  [
    'a parameter out of bounds in a text',
    long({ above: ['sma(0)', 1] }),
    'entry.long.above[0]: in "sma(0)", period is 0, but must be a whole number from 1 to 5000',
  ],
  [
    'half a bar',
    long({ above: ['sma(2.5)', 1] }),
    'entry.long.above[0]: in "sma(2.5)", period is 2.5, but must be a whole number from 1 to 5000',
  ],
  [
    'an unknown parameter',
    long({ above: [{ indicator: 'sma', params: { perod: 5 } }, 1] }),
    'entry.long.above[0].params.perod: sma has no parameter "perod"; did you mean "period"?',
  ],
  [
    'too many numbers',
    long({ above: ['sma(20, 2)', 1] }),
    'entry.long.above[0]: "sma(20, 2)" has 2 numbers, but sma has the parameter period',
  ],
  [
    'an argument that is none',
    long({ above: ['sma(20%)', 1] }),
    'entry.long.above[0]: "20%" is no argument: write a number, "$name", name=number or a price column in "sma(20%)"',
  ],
  [
    'no output',
    long({ above: ['close', 'bollinger(20, 2)'] }),
    'entry.long.above[1]: in "bollinger(20, 2)", bollinger has several outputs; name one of upper, middle, lower',
  ],
  [
    'an unknown output',
    long({ above: ['close', { indicator: 'bollinger', output: 'uper' }] }),
    'entry.long.above[1].output: bollinger has no output "uper"; did you mean "upper"?',
  ],
  [
    'too many columns',
    long({ above: ['sma(high, low, 20)', 1] }),
    'entry.long.above[0]: in "sma(high, low, 20)", sma reads 1 column (close), not 2',
  ],
  [
    'no timeframe',
    long({ above: [{ indicator: 'sma', timeframe: 'daily' }, 1] }),
    'entry.long.above[0].timeframe: is "daily", but must be a number and a unit, like 15m, 4h or 1d',
  ],
  [
    'no timeframe in a text',
    long({ above: ['sma(20)@daily', 1] }),
    'entry.long.above[0]: "daily" in "sma(20)@daily" is no timeframe; write a number and a unit, like 15m, 4h or 1d',
  ],
  [
    'two numbers',
    long({ above: [2, 1] }),
    'entry.long.above: compares numbers that never change; one side must be a price column or an indicator',
  ],
  [
    'a cross of two numbers',
    long({ crossesAbove: [2, 1] }),
    'entry.long.crossesAbove: crosses numbers that never change; one side must be a price column or an indicator',
  ],
  [
    'a number that rises',
    long({ rising: { of: 5 } }),
    'entry.long.rising.of: is 5, but must be something that changes: a price column or an indicator',
  ],
  ['no bars to rise', long({ rising: { of: 'close', bars: 0 } }), 'entry.long.rising.bars: is 0, but must be at least 1'],
  [
    'a rise of nothing',
    long({ falling: { bars: 2 } }),
    'entry.long.falling.of: is missing; it must be a number, a text like "close", "sma(20)" or "$level", or an object with "indicator" or "column"',
  ],
  [
    'a change without a threshold',
    long({ delta: { of: 'close', bars: 2 } }),
    'entry.long.delta: must have exactly one of "above", "below" and "between"',
  ],
  [
    'a change without bars',
    long({ percentChange: { of: 'close', above: 2 } }),
    'entry.long.percentChange: must have either "bars" (change over so many bars) or "from" (difference from another operand)',
  ],
  [
    'an unknown pattern',
    long({ pattern: 'no-such-formation-at-all' }),
    'entry.long.pattern: unknown pattern "no-such-formation-at-all"; `skytape patterns` lists those there are',
  ],
  ['a pattern without an id', long({ pattern: { direction: 'up' } }), 'entry.long.pattern.id: is missing; it must be a text'],
  [
    'a pattern that points nowhere',
    long({ pattern: { id: 'engulfing', direction: 'bullish' } }),
    'entry.long.pattern.direction: is "bullish", but must be one of up, down, any',
  ],
  [
    'a correlation with an indicator of another instrument',
    long({ correlation: { with: 'rsi(14) of ETH/USDT', bars: 20, above: 0.5 } }),
    'entry.long.correlation: correlates the close with the relative strength index (period 14) of ETH/USDT, but an indicator of another instrument goes with one of the same instrument only',
  ],
  [
    'a column of another instrument and timeframe',
    long({ above: ['close', 'close@4h of ETH/USDT'] }),
    'entry.long.above[1]: is the close of ETH/USDT on 4h bars; write sma(1)@4h of ETH/USDT',
  ],
  [
    'a correlation over two timeframes',
    long({ correlation: { with: 'volume@4h', bars: 20, above: 0.5 } }),
    'entry.long.correlation: correlates the close with the volume of 4h bars, but both must be of one timeframe',
  ],
  [
    'an exit of a side that is never entered',
    long(LONG, { exit: { short: LONG } }),
    'exit.short: can never happen: "entry" has no "short"',
  ],
  ['an empty stop', long(LONG, { stopLoss: {} }), 'stopLoss: must have either "percent" or "atr"'],
  ['a stop that is a number', long(LONG, { stopLoss: 2 }), 'stopLoss: is 2, but must be an object'],
  ['a stop of nothing', long(LONG, { stopLoss: { percent: 0 } }), 'stopLoss.percent: is 0, but must be above 0'],
  [
    'a stop below zero',
    long(LONG, { trailingStop: { percent: 150 } }),
    'trailingStop.percent: is 150, but must be a number above 0 and up to 100',
  ],
  [
    'a period of a percentage',
    long(LONG, { takeProfit: { percent: 5, period: 14 } }),
    'takeProfit: "period" belongs to "atr", not to "percent"',
  ],
  [
    'a risk without a stop',
    long(LONG, { sizing: { risk: 0.01 } }),
    'sizing.risk: needs a "stopLoss" or a "trailingStop": the risk is what is lost when it is hit',
  ],
  ['too large a Kelly', long(LONG, { sizing: { kelly: 2 } }), 'sizing.kelly: is 2, but must be at most 1'],
  [
    'two sizes',
    long(LONG, { sizing: { kelly: 0.5, drawdown: 0.2 } }),
    'sizing: must have exactly one of "fraction", "quantity", "riskPercent", "kelly", "risk", "volatility" and "drawdown"',
  ],
  [
    'an unknown size',
    long(LONG, { sizing: 'half' }),
    'sizing: is "half", but must be "all", or an object with "fraction", "quantity", "riskPercent", "kelly", "risk", "volatility" or "drawdown"',
  ],
  ['too large a fraction', long(LONG, { sizing: { fraction: 1.5 } }), 'sizing.fraction: is 1.5, but must be at most 1'],
  [
    'a risk without a stop',
    long(LONG, { sizing: { riskPercent: 1 } }),
    'sizing.riskPercent: needs a "stopLoss" or a "trailingStop": the risk is what is lost when it is hit',
  ],
  ['a cooldown of half a bar', long(LONG, { cooldown: 1.5 }), 'cooldown: is 1.5, but must be a whole number'],
  ['a wait in words', long(LONG, { wait: 'long' }), 'wait: is "long", but must be a number, or "$" and the name of a parameter'],
  [
    'an unknown parameter of the file',
    long({ above: ['sma($fast)', 1] }),
    'entry.long.above[0]: in "sma($fast)", "$fast" is no parameter ("params" declares none)',
  ],
  [
    'a parameter that may be too small',
    long({ above: ['close', { indicator: 'sma', params: { period: '$n' } }] }, { params: { n: { default: 5, min: 0, max: 9 } } }),
    'entry.long.above[1].params.period: "$n" may be a whole number from 0 to 9, but it must be a whole number from 1 to 5000',
  ],
  [
    'a parameter that may be too large',
    long(LONG, { stopLoss: { percent: '$n' }, params: { n: { default: 5, min: 1, max: 101 } } }),
    'stopLoss.percent: "$n" may be a whole number from 1 to 101, but it must be a number above 0 and up to 100',
  ],
  [
    'a parameter that may be a fraction',
    long(LONG, { cooldown: '$n', params: { n: { default: 0.5, min: 0, max: 9 } } }),
    'cooldown: "$n" may be any number from 0 to 9, but it must be a whole number from 0 to 5000',
  ],
  ['a parameter that nothing uses', long(LONG, { params: { n: { default: 5, min: 0, max: 9 } } }), 'params.n: nothing uses "$n"'],
  ['a parameter without bounds', long(LONG, { params: { n: { default: 5 } } }), 'params.n.min: is missing; it must be a number'],
  [
    'a default out of bounds',
    long(LONG, { params: { n: { default: 50, min: 0, max: 9 } } }),
    'params.n.default: is 50, but must be from min (0) to max (9)',
  ],
  [
    'bounds the wrong way round',
    long(LONG, { params: { n: { default: 5, min: 9, max: 0 } } }),
    'params.n.min: is 9, but must not be above max (0)',
  ],
  [
    'whole numbers that are not',
    long(LONG, { params: { n: { default: 5, min: 0, max: 9.5, type: 'int' } } }),
    'params.n: has type "int", but default, min, max and step are not all whole numbers',
  ],
  [
    'a parameter with a strange name',
    long(LONG, { params: { 'a b': { default: 5, min: 0, max: 9 } } }),
    'params["a b"]: the name of a parameter is a letter, then letters, digits and _, at most 40, not "a b"',
  ],
  ['an indicator that nothing uses', long(LONG, { indicators: { slow: 'sma(5)' } }), 'indicators.slow: nothing uses "slow"'],
  [
    'an indicator defined by itself',
    long({ above: ['a', 1] }, { indicators: { a: 'b[1]', b: 'a[1]' } }),
    'indicators.b: "a" is defined by itself',
  ],
  [
    'a fault in a named indicator',
    long({ above: ['slow', 1] }, { indicators: { slow: 'smaa(5)' } }),
    'indicators.slow: unknown indicator "smaa"; did you mean "sma"?',
  ],
  [
    'an output of what has none',
    long({ above: ['now.upper', 1] }, { indicators: { now: 'close' } }),
    'entry.long.above[0]: "now" has no output "upper" to choose: "close"',
  ],
  [
    'a timeframe where an indicator is used',
    long({ above: ['slow@4h', 1] }, { indicators: { slow: 'sma(5)' } }),
    'entry.long.above[0]: "slow@4h" gives "slow" a timeframe; give it where "slow" is defined',
  ],
];

test('[SR-13] there are more than fifty wrong files here', () => expect(BAD.length).toBeGreaterThan(50));

test.each(BAD)('[SR-13] [PT-03] %s is refused with its place', (_, json, message) => {
  expect(() => parseRules(json)).toThrow(RuleError);
  expect(() => parseRules(json)).toThrow(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
});

describe('hostile files', () => {
  test.each(['__proto__', 'constructor', 'prototype'])('[SR-13] a key %s is refused', (key) => {
    expect(() => parseRules(readRules(`{"entry": {"long": {"${key}": {"above": ["close", 1]}}}}`))).toThrow(
      `entry.long: the key "${key}" is not allowed`,
    );
    expect(({} as Record<string, unknown>)['above']).toBeUndefined();
  });
  test('[SR-13] 32 conditions in one another are understood, 33 are refused', () => {
    expect(parseRules(long(nested(32))).id).toBe('rules');
    expect(() => parseRules(long(nested(33)))).toThrow('conditions are nested deeper than 32 levels');
  });
  test('[SR-13] a nesting of a hundred thousand lists is refused and does not break the stack', () => {
    const deep = (opening: string, closing: string) => readRules(`${opening.repeat(5000)}1${closing.repeat(5000)}`);
    expect(() => parseRules(deep('[', ']'))).toThrow('nested deeper than');
    expect(() => parseRules(deep('{"a":', '}'))).toThrow('nested deeper than');
  });
  test('[SR-13] too long a list and too large a file are refused', () => {
    expect(() => parseRules(long({ all: Array.from({ length: 65 }, () => LONG) }))).toThrow(
      'entry.long.all: has 65 items, but at most 64 are possible',
    );
    const wide = { all: Array.from({ length: 64 }, () => ({ any: Array.from({ length: 64 }, () => LONG) })) };
    expect(() => parseRules(long(wide))).toThrow('rules: has more than 5000 values');
  });
  test('[SR-13] a text of a megabyte is refused at once', () => {
    expect(() => parseRules(long({ above: ['a('.repeat(500_000), 1] }))).toThrow(
      'entry.long.above[0]: is a text of 1000000 characters, but at most 200 are possible',
    );
  });
  test('[SR-13] a circle in memory is refused', () => {
    const circle: Record<string, unknown> = {};
    circle['not'] = circle;
    expect(() => parseRules(long(circle))).toThrow('nested deeper than 32');
  });
  test('[SR-13] more crosses than a run can bear are refused', () => {
    const crosses = Array.from({ length: 51 }, (_, level) => ({ crossesAbove: ['close', level] }));
    expect(() => parseRules(long({ any: crosses }))).toThrow('entry.long.any[50].crossesAbove: is one cross too many');
  });
});

test('[SR-13] an id that is none is refused, whoever gave it', () => {
  expect(() => parseRules(long(LONG), 'My Rules')).toThrow('name: is "My Rules", but must be kebab-case, like trend-pullback');
});

test('[SR-13] all faults are listed, not the first only', () => {
  const json = long({ all: [{ above: ['smaa(1)', 1] }, { above: ['close', 'rsi(0)'] }] }, { exit: { short: LONG } });
  const fields = () => {
    try {
      return parseRules(json);
    } catch (error) {
      return (error as RuleError).faults.map(({ field }) => field);
    }
  };
  expect(fields()).toEqual(['exit.short', 'entry.long.all[0].above[0]', 'entry.long.all[1].above[1]']);
});

test('[SR-13] a text that is no JSON says what stands where it cannot', () => {
  expect(() => readRules('{"entry": }')).toThrow(/^rules: no JSON: .*'}'/);
});
