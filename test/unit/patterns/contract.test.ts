import { describe, expect, test } from 'vitest';
import { goldenBars } from '../../../scripts/golden/golden-bars.ts';
import { sliceBars } from '../../../shared/domain/bars.ts';
import { ParameterError } from '../../../shared/indicators/parameters.ts';
import { findPattern, PATTERNS } from '../../../shared/patterns/catalogue.ts';
import { definePattern, type Pattern, type PatternSpec } from '../../../shared/patterns/pattern.ts';
import { PATTERN_CONTRACT } from '../../support/pattern-contract.ts';
import { randomBars, randomNumbers } from '../../support/random-bars.ts';

/** The last of the golden bars are the drawings: they hold the rare formations. */
const staged = goldenBars();
const series = [
  ['a random walk', randomBars(1500, 20_260_401)],
  ['drawn formations', sliceBars(staged, 3000, 4500)],
] as const;

/** Defaults, and where the parameters are independent of one another the smallest values and some at random. */
function specsOf(pattern: Pattern): PatternSpec[] {
  const { id, kind, parameters } = pattern.definition;
  if (kind === 'chart' || Object.keys(parameters).length === 0) return [pattern()];
  const random = randomNumbers(id.length * 7919 + id.charCodeAt(0));
  const pickAll = (pick: (bounds: { kind: string; min: number; max: number }) => number) =>
    pattern(Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, pick(parameter)])));
  const drawn = pickAll(({ kind: type, min, max }) => {
    const span = Math.min(max, min + 40) - min;
    return type === 'int' ? min + Math.floor(random() * (span + 1)) : min + random() * Math.min(span, 2);
  });
  return [pattern(), pickAll(({ min }) => min), drawn];
}

test('[PT-01] the catalogue holds all 61 formations and the chart patterns, each with its own id, and finds them by it or by the name TA-Lib gives', () => {
  const ids = PATTERNS.map(({ definition }) => definition.id);
  expect(PATTERNS.filter(({ definition }) => definition.kind === 'candlestick')).toHaveLength(61);
  expect(new Set(ids).size).toBe(ids.length);
  for (const kind of ['candlestick', 'chart']) {
    const own = PATTERNS.filter(({ definition }) => definition.kind === kind).map(({ definition }) => definition.id);
    expect(own).toEqual(own.toSorted());
  }
  for (const id of ids) expect(findPattern(id)?.definition.id).toBe(id);
  expect(findPattern('CDL3BLACKCROWS')?.definition.id).toBe('three-black-crows');
  expect(findPattern('cdldoji')?.definition.id).toBe('doji');
  expect(findPattern('no-such')).toBeUndefined();
});

test('[PT-01] a pattern whose id is not kebab-case is refused where it is defined', () => {
  const definition = findPattern('doji')?.definition;
  if (!definition) throw new Error('no doji');
  expect(() => definePattern({ ...definition, id: 'CDL Doji' })).toThrow('pattern id "CDL Doji" is not kebab-case');
});

describe.each(PATTERNS.map((pattern) => [pattern.definition.id, pattern] as const))('%s', (_id, pattern) => {
  const specs = specsOf(pattern);

  test.each(PATTERN_CONTRACT)('[IN-04] $promise', ({ fault }) => {
    for (const [name, bars] of series) for (const spec of specs) expect(fault(spec, bars), `${spec.key} on ${name}`).toBeUndefined();
  });

  test('[PT-01] a parameter out of bounds, of the wrong kind or unknown is refused by name, and a foreign state as well', () => {
    for (const [name, { kind, min, max }] of Object.entries(pattern.definition.parameters)) {
      const bad: unknown[] = [min - 1, max + 1, Number.NaN, '10', null, ...(kind === 'int' ? [min + 0.5] : [])];
      for (const value of bad) expect(refusal(() => pattern({ [name]: value as number }))).toBe(name);
    }
    expect(refusal(() => pattern({ nonsense: 1 }))).toBe('nonsense');
    const detector = pattern().definition.detector(pattern().values);
    expect(() => detector.restore([...detector.snapshot(), 0])).toThrow(RangeError);
  });
});

/** The field that a parameter error names. */
function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ParameterError) return error.field;
    throw error;
  }
  return 'accepted';
}
