import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { INDICATORS } from '../../../shared/indicators/catalogue.ts';
import { INPUTS } from '../../../shared/indicators/input.ts';
import { PATTERNS } from '../../../shared/patterns/catalogue.ts';
import { explainRules } from '../../../shared/strategies/rules/explain.ts';
import { RuleError } from '../../../shared/strategies/rules/fault.ts';
import { parseRules } from '../../../shared/strategies/rules/parse.ts';
import { rulesJsonSchema } from '../../../shared/strategies/rules/schema.ts';
import { randomBars } from '../../support/random-bars.ts';
import { BTC } from '../../unit/engine/world.ts';

const BARS = randomBars(220, 21);
const OPTIONS = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 5, slippageBps: 2 } as const;

const timeframe = fc.constantFrom(undefined, '2m', '5m');
const bars = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant('$n'));
const column = fc.constantFrom(...INPUTS);

/** A number that a parameter takes; windows stay short, so that 220 bars are enough. */
function valueFor(kind: 'int' | 'float', min: number, max: number): fc.Arbitrary<number> {
  const most = Math.min(max, min + 12);
  return kind === 'int' ? fc.integer({ min, max: most }) : fc.double({ min, max: most, noNaN: true });
}

const indicator = fc.constantFrom(...INDICATORS).chain(({ definition }) => {
  const params = Object.entries(definition.parameters).map(([name, { kind, min, max }]) => [name, valueFor(kind, min, max)] as const);
  return fc.record({
    indicator: fc.constant(definition.id),
    params: fc.record(Object.fromEntries(params), { requiredKeys: [] }),
    output: fc.constantFrom(...definition.outputs),
    timeframe,
    ago: fc.constantFrom(undefined, 0, 1, 3, '$n'),
  });
});
const series = fc.oneof(
  column,
  column.map((name) => `${name}[2]`),
  indicator,
  fc.constantFrom('sma(5)', 'bollinger($n, 2).upper', 'rsi(7)@2m[1]', 'mine', 'bands.lower'),
);
const number = fc.oneof(fc.integer({ min: -5, max: 120 }), fc.constant('$level'));
const operand = fc.oneof(series, number);
const pair = fc.tuple(series, operand);
const threshold = fc.oneof(
  fc.record({ above: operand }),
  fc.record({ below: operand }),
  fc.record({ between: fc.tuple(operand, operand) }),
);
const with_ = <T extends object>(subject: fc.Arbitrary<T>) => fc.tuple(subject, threshold).map(([a, b]) => ({ ...a, ...b }));
const change = fc.oneof(with_(fc.record({ of: series, bars })), with_(fc.record({ of: series, from: operand })));
const sameTimeframe = fc.constantFrom('open', 'volume', 'sma(4)', 'rsi(6)');

const { condition } = fc.letrec<{ condition: object }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ above: pair }),
    fc.record({ below: pair }),
    fc.record({ between: fc.tuple(series, operand, operand) }),
    fc.record({ crossesAbove: pair }),
    fc.record({ crossesBelow: pair }),
    fc.record({ rising: fc.record({ of: series, bars }) }),
    fc.record({ falling: fc.record({ of: series, bars }) }),
    fc.record({ delta: change }),
    fc.record({ percentChange: change }),
    fc.record({ pattern: fc.constantFrom(...PATTERNS.map(({ definition }) => definition.id)) }),
    fc.record({ correlation: with_(fc.record({ of: sameTimeframe, with: sameTimeframe, bars: fc.integer({ min: 2, max: 20 }) })) }),
    fc.record({ sentiment: fc.record({ above: fc.constant(0.1), neutralWhenMissing: fc.constant(true) }) }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const distance = fc.oneof(
  fc.record({ percent: fc.double({ min: 0.1, max: 20, noNaN: true }) }),
  fc.record({ atr: fc.integer({ min: 1, max: 4 }), period: fc.constant('$n') }),
);
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Rules that are right in shape and meaning; what is not used of the parameters and names is left out. */
const rules = fc
  .record({
    long: condition,
    short: optional(condition),
    exit: optional(condition),
    stopLoss: optional(distance),
    takeProfit: optional(distance),
    trailingStop: optional(distance),
    sizing: fc.constantFrom(undefined, 'all', { fraction: 0.5 }, { quantity: 3 }),
    cooldown: fc.integer({ min: 0, max: 5 }),
    wait: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ long, short, exit, ...rest }) => {
    const file = { entry: { long, short }, exit: { long: exit }, ...rest };
    const text = JSON.stringify(file);
    const named = { mine: 'ema($n)', bands: { indicator: 'bollinger' } };
    const indicators = Object.fromEntries(Object.entries(named).filter(([name]) => text.includes(`"${name}`)));
    const all = text + JSON.stringify(indicators);
    const params = { n: { default: 3, min: 2, max: 8 }, level: { default: 50, min: 0, max: 100 } };
    return JSON.parse(
      JSON.stringify({
        params: Object.fromEntries(Object.entries(params).filter(([name]) => all.includes(`$${name}`))),
        indicators,
        ...file,
      }),
    );
  });

/** A place in the JSON, in which a key of any text stands quoted in brackets, then what is wrong there. */
const PLACED = /^(?:[^\s[\]"]|\[(?:\d+|"(?:[^"\\]|\\.)*")\])+: ./;

describe('random rules', () => {
  test('[PT-03] compile, are explained and run to the end, twice to the same trades', () => {
    let trades = 0;
    fc.assert(
      fc.property(rules, (json) => {
        const strategy = parseRules(json);
        expect(explainRules(json)).toContain('Enters long when ');
        const run = () => runBacktest({ strategy, values: strategy.parse({}), bars: BARS, instrument: BTC, options: OPTIONS });
        const result = run();
        expect(Number.isFinite(result.endEquity)).toBe(true);
        expect(run().trades).toEqual(result.trades);
        trades += result.trades.length;
      }),
      { numRuns: 250, seed: 7 },
    );
    expect(trades).toBeGreaterThan(250);
  });

  test('[PT-03] read the same when they went through text, and satisfy the published schema', () => {
    // Zod does not read `oneOf` beside properties; what it says is held by the tests of single faults.
    const published = JSON.parse(JSON.stringify(rulesJsonSchema(), (key, value) => (key === 'oneOf' ? undefined : value)));
    const schema = z.fromJSONSchema(published);
    fc.assert(
      fc.property(rules, (json) => {
        expect(schema.safeParse(json).error?.issues).toBeUndefined();
      }),
      { numRuns: 100, seed: 8 },
    );
    expect(schema.safeParse({ entry: { longs: {} } }).success).toBe(false);
    expect(schema.safeParse({ entry: { long: { above: ['close'] } } }).success).toBe(false);
  });

  test('[SR-13] any JSON at all, and rules with a part of them replaced, are understood or refused with a place, never a crash', () => {
    const damaged = fc.tuple(rules, fc.nat(), fc.jsonValue({ maxDepth: 3 })).map(([json, at, junk]) => damage(json, at, junk));
    fc.assert(
      fc.property(fc.oneof({ arbitrary: damaged, weight: 4 }, fc.jsonValue({ maxDepth: 6 })), (json) => {
        try {
          parseRules(json);
        } catch (error) {
          expect(error).toBeInstanceOf(RuleError);
          expect((error as Error).message).toMatch(PLACED);
          expect((error as Error).message).not.toMatch(/Invalid input|expected .* received|undefined|\[object/);
        }
      }),
      { numRuns: 600, seed: 9 },
    );
  });
});

/** `json` with the value at its `at`-th place, counted in the order of the text, replaced by `junk`. */
function damage(json: unknown, at: number, junk: unknown): unknown {
  let places = 0;
  JSON.stringify(json, (_, value) => (places++, value));
  const target = at % places;
  let seen = 0;
  return JSON.parse(JSON.stringify(json, (_, value) => (seen++ === target ? junk : value)) ?? 'null');
}
