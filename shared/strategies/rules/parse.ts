import type { Sizing } from '../../domain/sizing.ts';
import { catalogueWith, INDICATORS, type Indicator } from '../../indicators/catalogue.ts';
import { PATTERNS } from '../../patterns/catalogue.ts';
import type { Pattern } from '../../patterns/pattern.ts';
import { defineStrategy, type Strategy, type StrategyContext } from '../define.ts';
import { Conditions } from './condition.ts';
import { Faults, RuleError } from './fault.ts';
import { checkLimits } from './limits.ts';
import { Operands } from './operand.ts';
import { RuleParameters, type Values } from './parameters.ts';
import { compileExits } from './protection.ts';
import { type CompiledRules, RuleRun } from './run.ts';
import { KEBAB, MOST_BARS, NAME, type RuleFile } from './schema.ts';
import { compileSizing } from './sizing.ts';
import type { Compiled } from './comparison.ts';
import { checkStructure } from './structure.ts';

/** The indicators and patterns that rules may name; those of the catalogue when none are handed in. */
export interface RuleCatalogue {
  readonly indicators: readonly Indicator[];
  readonly patterns: readonly Pattern[];
}
const BUILT_IN: RuleCatalogue = { indicators: INDICATORS, patterns: PATTERNS };

/** What rules may name when a user has indicators of their own. Throws when one takes an id that is there already. */
export function ruleCatalogue(own: readonly Indicator[]): RuleCatalogue {
  return { indicators: catalogueWith(own), patterns: PATTERNS };
}

/** Reads the text of a rule file. Throws `RuleError` when it is no JSON. */
export function readRules(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RuleError([{ field: '', reason: `no JSON: ${(cause as Error).message}` }]);
  }
}

/**
 * A strategy of rules in JSON, the same to the engine as one in code: parameters, warm-up and trades included.
 * `name` is its id where the file has none. Throws `RuleError`, whose `faults` point into the JSON.
 */
export function parseRules(json: unknown, name = 'rules', catalogue: RuleCatalogue = BUILT_IN): Strategy {
  const { file, parameters, rules, series } = compileRules(json, catalogue);
  const id = file.name ?? name;
  if (!NAME.test(id)) throw new RuleError([{ field: 'name', reason: `is "${id}", but ${KEBAB}` }]);
  const runs = new WeakMap<object, RuleRun>();
  let last: StrategyContext | undefined;
  let run: RuleRun | undefined;
  // One strategy may serve several runs; what a run remembers hangs on its context.
  const runOf = (context: StrategyContext): RuleRun => {
    if (context === last && run !== undefined) return run;
    last = context;
    run = runs.get(context) ?? new RuleRun(rules, { views: context.indicators, values: context.params as Values });
    runs.set(context, run);
    return run;
  };
  return defineStrategy({
    id,
    about: file.about ?? 'Rules without code.',
    params: parameters.declared,
    indicators: (values) => Object.fromEntries(series.map(({ id, make }) => [id, make(values)])),
    ...(rules.sizing.own && { sizing: rules.sizing.own as (values: object) => Sizing }),
    onBar: (context) => runOf(context as unknown as StrategyContext).onBar(context as unknown as StrategyContext),
    onFill: (_, context) => runOf(context as unknown as StrategyContext).onFill(),
  });
}

/** The rules understood, with everything that `parseRules` and `explainRules` need. Throws `RuleError`. */
export function compileRules(json: unknown, { indicators, patterns }: RuleCatalogue = BUILT_IN) {
  checkLimits(json);
  const file = checkStructure(json);
  const faults = new Faults();
  const parameters = new RuleParameters(file, faults);
  const indicatorsById = new Map(indicators.map((indicator) => [indicator.definition.id, indicator]));
  const patternsById = new Map(patterns.map((pattern) => [pattern.definition.id, pattern]));
  const operands = new Operands({ faults, parameters, indicators: indicatorsById, named: file.indicators ?? {} });
  const conditions = new Conditions({ faults, parameters, operands, patterns: patternsById });
  const side = (way: 'long' | 'short') => {
    const compile = (part: 'entry' | 'exit'): Compiled | undefined => {
      const condition = file[part]?.[way];
      return condition && conditions.compile([part, way], condition);
    };
    return { entry: compile('entry'), exit: compile('exit') };
  };
  checkSides(file, faults);
  const [long, short] = [side('long'), side('short')];
  const exits = compileExits(file, { faults, parameters, operands, conditions, indicators: indicatorsById });
  const bars = (key: 'cooldown' | 'wait') => parameters.level([key], file[key] ?? 0, { what: 'it', whole: true, min: 0, max: MOST_BARS });
  const sizing = compileSizing(file.sizing, { faults, parameters, exits });
  const rules: CompiledRules = { long, short, exits, sizing, cooldown: bars('cooldown'), wait: bars('wait') };
  if (!faults.any) {
    parameters.checkAllUsed();
    operands.checkAllUsed();
  }
  faults.throwIfAny();
  return { file, parameters, rules, series: [...conditions.declared.values()] };
}

function checkSides(file: RuleFile, faults: Faults): void {
  const { entry, exit = {} } = file;
  if (entry.long === undefined && entry.short === undefined) faults.add(['entry'], 'is empty, but must have "long", "short" or both');
  for (const way of ['long', 'short'] as const) {
    if (exit[way] !== undefined && entry[way] === undefined) faults.add(['exit', way], `can never happen: "entry" has no "${way}"`);
  }
}
