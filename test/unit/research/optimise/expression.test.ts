import { expect, test } from 'vitest';
import { parseExpression } from '../../../../shared/research/optimise/expression.ts';
import { defaultGoal, parseConstraints, parseObjective } from '../../../../shared/research/optimise/objective.ts';

const KNOWN = ['sharpe', 'maxDrawdown', 'tradeCount', 'cagr'];
const of = (text: string, numbers: Record<string, number | null> = {}) => parseExpression(text, KNOWN, 'objective')(numbers);

test('[BT-08] a formula is read with the precedence of arithmetic: powers from the right, then signs, products, sums, comparisons, not, and, or', () => {
  const table: readonly [string, number][] = [
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['10 - 4 - 3', 3],
    ['24 / 4 / 2', 3],
    ['1e3 + .5', 1000.5],
    ['1 + 1 == 2', 1],
    ['3 != 3', 0],
    ['1 < 2 and 2 < 1 or 1', 1],
    ['0 and 1 or 0', 0],
    ['not 1 < 2', 0],
    ['not not 5', 1],
    ['min(3, max(1, 2))', 2],
    ['abs(-3) + sqrt(16) + log(1)', 7],
    ['--3', 3],
  ];
  for (const [text, value] of table) expect([text, of(text)]).toEqual([text, value]);
  expect(of('sharpe - 2*maxDrawdown', { sharpe: 1.5, maxDrawdown: 0.25 })).toBe(1);
});

test('[BT-08] a measure without a value makes a formula unknown and a comparison false', () => {
  expect(of('sharpe * 2', { sharpe: null })).toBeNaN();
  expect(of('sharpe < 1', { sharpe: null })).toBe(0);
  expect(of('sharpe != 1', { sharpe: null })).toBe(0);
  expect(of('sharpe >= 1 or 1', { sharpe: null })).toBe(1);
});

test('[BT-08] what is no formula is refused with its place, and an unknown name with the nearest', () => {
  const fault = (text: string) => () => of(text);
  expect(fault('sharp + 1')).toThrow('objective "sharp + 1": "sharp" at character 1 is not known (did you mean sharpe?)');
  expect(fault('1 +')).toThrow('it ends where a number or a name is expected');
  expect(fault('')).toThrow('it ends');
  expect(fault('1 2')).toThrow('"2" at character 3 is not expected there');
  expect(fault('(1')).toThrow('")" is missing');
  expect(fault('1 ; 2')).toThrow('";" at character 2 is no part of a formula');
  expect(fault('sharpe.constructor')).toThrow('"." at character 7');
  expect(fault('eval(1)')).toThrow('there is no function "eval"');
  expect(fault('toString(1)')).toThrow('there is no function "toString"');
  expect(fault('constructor')).toThrow('not known');
  expect(fault('min(1)')).toThrow('min at character 1 takes 2, not 1');
  expect(fault('('.repeat(400))).toThrow('nested more than 50 deep');
  expect(fault('2^'.repeat(200))).toThrow('nested more than 50 deep');
});

test('[BT-08] a known name with dots and hyphens is read whole, and no other formula means anything else for it', () => {
  const known = ['sma-cross.fast', 'sma-cross.slow', 'sma-cross-2.fast', 'stop-loss', 'stop-loss-2', 'a', 'b', 'a-b', 'fast'];
  const numbers = {
    'sma-cross.fast': 5,
    'sma-cross.slow': 30,
    'sma-cross-2.fast': 7,
    'stop-loss': 0.5,
    'stop-loss-2': 0.75,
    a: 3,
    b: 1,
    'a-b': 100,
    fast: 9,
  };
  const read = (text: string) => parseExpression(text, known, 'constraint')(numbers);
  const table: readonly [string, number][] = [
    ['2*sma-cross.fast < sma-cross.slow', 1],
    ['sma-cross.slow-sma-cross.fast-sma-cross-2.fast', 18],
    ['-sma-cross.fast-1', -6],
    ['fast-sma-cross.fast', 4],
    ['max(stop-loss,.25)', 0.5],
    ['stop-loss-2', 0.75],
    ['stop-loss - 2', -1.5],
    // A difference stays one.
    ['a-b', 2],
  ];
  for (const [text, value] of table) expect([text, read(text)]).toEqual([text, value]);
  expect(() => read('1 < sma-cross.quick')).toThrow('"sma-cross.quick" at character 5 is not known; known are sma-cross.fast, ');
  expect(() => read('sma-cros.fast > 1')).toThrow('"sma-cros.fast" at character 1 is not known (did you mean sma-cross.fast?)');
  expect(() => read('sma-cross.faster > 1')).toThrow('"sma-cross.faster" at character 1 is not known');
  expect(() => read('sma > 1')).toThrow('"sma" at character 1 is not known');
});

test('[BT-08] a formula longer than anybody writes is refused in a line that stays short', () => {
  const long = `1${'+1'.repeat(50_000)}`;
  expect(() => of(long)).toThrow('it has 100001 characters, but may have 500 at most');
  expect(() => of('('.repeat(100_000))).toThrow(/^objective "\({40}..."/);
  expect(of(`1${'+1'.repeat(249)}`)).toBe(250);
});

test('[BT-08] two comparisons in a row are refused, for 5 < x < 10 would ask whether 0 or 1 is below 10', () => {
  const fault = (text: string) => () => of(text, { sharpe: 20 });
  expect(fault('5 < sharpe < 10')).toThrow('"<" at character 12 is a second comparison in a row; join two with "and"');
  expect(fault('sharpe > 1 == 1')).toThrow('second comparison in a row');
  expect(of('5 < sharpe and sharpe < 10', { sharpe: 20 })).toBe(0);
  expect(of('(5 < sharpe) == (sharpe > 10)', { sharpe: 20 })).toBe(1);
});

test('[BT-08] any measure can be the objective, and the lesser drawdown is the better one unless told otherwise', () => {
  for (const measure of KNOWN) {
    const score = parseObjective({ objective: measure, requirements: [] }, KNOWN)({ [measure]: 2 });
    expect([measure, score]).toEqual([measure, measure === 'maxDrawdown' ? -2 : 2]);
  }
  expect(parseObjective({ objective: 'maxDrawdown', goal: 'max', requirements: [] }, KNOWN)({ maxDrawdown: 2 })).toBe(2);
  expect(parseObjective({ objective: 'sharpe', goal: 'min', requirements: [] }, KNOWN)({ sharpe: 2 })).toBe(-2);
  expect([defaultGoal(' volatility '), defaultGoal('sharpe - maxDrawdown')]).toEqual(['min', 'max']);
  // Losses are negative money, of which more is better; a row of them is a count.
  expect(['maxConsecutiveLosses', 'averageLoss', 'maxConsecutiveWins'].map(defaultGoal)).toEqual(['min', 'max', 'max']);
});

test('[BT-08] a result that misses a condition, or has no value, has no score', () => {
  const score = parseObjective({ objective: 'sharpe', requirements: ['tradeCount >= 30', 'cagr > 0'] }, KNOWN);
  expect(score({ sharpe: 2, tradeCount: 30, cagr: 0.1 })).toBe(2);
  expect(score({ sharpe: 2, tradeCount: 29, cagr: 0.1 })).toBeNull();
  expect(score({ sharpe: 2, tradeCount: 30, cagr: null })).toBeNull();
  expect(score({ sharpe: null, tradeCount: 30, cagr: 0.1 })).toBeNull();
  expect(() => parseObjective({ objective: 'sharpe', requirements: ['trades > 1'] }, KNOWN)).toThrow('require "trades > 1": "trades"');
});

test('[BT-08] constraints are conditions on parameters', () => {
  const allows = parseConstraints(['fast < slow', 'fast * 2 <= slow or slow > 100'], ['fast', 'slow']);
  expect([allows({ fast: 5, slow: 10 }), allows({ fast: 6, slow: 10 }), allows({ fast: 60, slow: 101 })]).toEqual([true, false, true]);
  expect(() => parseConstraints(['fast < slaw'], ['fast', 'slow'])).toThrow('did you mean slow?');
});
