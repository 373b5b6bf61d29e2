import * as z from 'zod';
import { nearest } from '../../domain/nearest.ts';
import { INPUTS } from '../../indicators/input.ts';
import { MOST_ITEMS, MOST_TEXT } from './limits.ts';

/** Bars that a rule may look back or wait. */
export const MOST_BARS = 5000;
export const REFERENCE = /^\$([A-Za-z][A-Za-z0-9_]*)$/;
/** What the id of a strategy must be. */
export const NAME = /^[a-z][a-z0-9-]*$/;
export const KEBAB = 'must be kebab-case, like trend-pullback';

/** A number, or the name of a parameter that holds it: `"$fast"`. */
export type NumberOrReference = number | string;

export interface OperandObject {
  readonly indicator?: string | undefined;
  readonly column?: (typeof INPUTS)[number] | undefined;
  readonly params?: Readonly<Record<string, NumberOrReference>> | undefined;
  readonly inputs?: readonly (typeof INPUTS)[number][] | undefined;
  readonly output?: string | undefined;
  readonly timeframe?: string | undefined;
  /** Symbol of another instrument; the run's own when absent. */
  readonly of?: string | undefined;
  readonly ago?: NumberOrReference | undefined;
}
/** `"close"`, `"sma(20)"`, `"bollinger(20, 2).upper@4h[1]"`, `"close of ETH/USDT"`, `"feature rate"`, `"$level"`, the name of one of `indicators`, a number, or the same as an object. */
export type Operand = number | string | OperandObject;

export interface Threshold {
  readonly above?: Operand | undefined;
  readonly below?: Operand | undefined;
  readonly between?: readonly [Operand, Operand] | undefined;
}
export interface Streak {
  readonly of: Operand;
  readonly bars?: NumberOrReference | undefined;
}
export interface Change extends Threshold {
  readonly of: Operand;
  readonly bars?: NumberOrReference | undefined;
  readonly from?: Operand | undefined;
}
export interface PatternTest {
  readonly id: string;
  readonly params?: Readonly<Record<string, NumberOrReference>> | undefined;
  readonly direction?: 'up' | 'down' | 'any' | undefined;
  readonly timeframe?: string | undefined;
}
export interface CorrelationTest extends Threshold {
  readonly of?: Operand | undefined;
  readonly with: Operand | { readonly symbol: string };
  readonly bars: NumberOrReference;
}
export interface SentimentTest extends Threshold {
  readonly of?: string | undefined;
  readonly neutralWhenMissing?: boolean | undefined;
}

/** Exactly one of these keys. */
export interface Condition {
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly not?: Condition | undefined;
  readonly above?: readonly [Operand, Operand] | undefined;
  readonly below?: readonly [Operand, Operand] | undefined;
  readonly between?: readonly [Operand, Operand, Operand] | undefined;
  readonly crossesAbove?: readonly [Operand, Operand] | undefined;
  readonly crossesBelow?: readonly [Operand, Operand] | undefined;
  readonly rising?: Streak | undefined;
  readonly falling?: Streak | undefined;
  readonly delta?: Change | undefined;
  readonly percentChange?: Change | undefined;
  readonly pattern?: string | PatternTest | undefined;
  readonly correlation?: CorrelationTest | undefined;
  readonly sentiment?: SentimentTest | undefined;
}

/** An object of these keys only; an unknown one is answered with the known one that it resembles. */
function strict<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  const unknown = (key: string) => {
    const near = nearest(key, known);
    return `unknown key "${key.slice(0, 60)}"; ${near === undefined ? `the keys here are ${known.join(', ')}` : `did you mean "${near}"?`}`;
  };
  const error = (issue: z.core.$ZodRawIssue) => (issue.code === 'unrecognized_keys' ? issue.keys.map(unknown).join('; ') : undefined);
  return z.strictObject(shape, { error });
}

const text = z.string().min(1).max(MOST_TEXT);
const reference = z.string().max(41).regex(REFERENCE, { error: 'must be a number, or "$" and the name of a parameter' });
const NUMBER = { error: 'must be a number, or "$" and the name of a parameter' };
const amount = (number: z.ZodNumber) => z.union([number, reference], NUMBER);
const wholeBars = (min: number) => amount(z.number().int().min(min).max(MOST_BARS));
const timeframe = z.string().regex(/^[1-9]\d{0,5}[smhdw]$/, { error: 'must be a number and a unit, like 15m, 4h or 1d' });
const values = z.record(z.string().max(60), amount(z.number()));
const input = z.enum(INPUTS);

const operandObject = strict({
  indicator: text.optional(),
  column: input.optional(),
  params: values.optional(),
  inputs: z.array(input).min(1).max(5).optional(),
  output: text.optional(),
  timeframe: timeframe.optional(),
  of: text.optional(),
  ago: wholeBars(0).optional(),
})
  .superRefine((value, context) => {
    if ((value.indicator === undefined) === (value.column === undefined)) context.addIssue('must have either "indicator" or "column"');
    for (const key of ['params', 'inputs', 'output'] as const) {
      if (value.column !== undefined && value[key] !== undefined) context.addIssue(`a column has no "${key}"`);
    }
  })
  .meta({ oneOf: [{ required: ['indicator'] }, { required: ['column'] }] });

const operand: z.ZodType<Operand> = z
  .union([z.number(), text, operandObject], {
    error: 'must be a number, a text like "close", "sma(20)" or "$level", or an object with "indicator" or "column"',
  })
  .meta({ id: 'Operand', description: 'A number, a price column, an indicator, a parameter or one of the named indicators.' });

const pair = z.tuple([operand, operand]);
const threshold = { above: operand.optional(), below: operand.optional(), between: pair.optional() };

/** Exactly one of above, below and between. */
function oneThreshold(value: Threshold, context: z.core.$RefinementCtx<unknown>): void {
  const given = [value.above, value.below, value.between].filter((bound) => bound !== undefined);
  if (given.length !== 1) context.addIssue('must have exactly one of "above", "below" and "between"');
}
const ONE_THRESHOLD = { oneOf: [{ required: ['above'] }, { required: ['below'] }, { required: ['between'] }] };

const streak = strict({ of: operand, bars: wholeBars(1).optional() });
const change = strict({ of: operand, bars: wholeBars(1).optional(), from: operand.optional(), ...threshold })
  .superRefine((value, context) => {
    oneThreshold(value, context);
    if ((value.bars === undefined) === (value.from === undefined))
      context.addIssue('must have either "bars" (change over so many bars) or "from" (difference from another operand)');
  })
  .meta(ONE_THRESHOLD);
const pattern = z.union(
  [
    text,
    strict({ id: text, params: values.optional(), direction: z.enum(['up', 'down', 'any']).optional(), timeframe: timeframe.optional() }),
  ],
  { error: 'must be the id of a pattern, or an object with "id"' },
);
const otherInstrument = strict({ symbol: text });
const correlation = strict({
  of: operand.optional(),
  with: z.union([operand, otherInstrument], { error: 'must be an operand' }),
  bars: amount(z.number().int().min(2).max(MOST_BARS)),
  ...threshold,
})
  .superRefine(oneThreshold)
  .meta(ONE_THRESHOLD);
const sentiment = strict({ of: text.optional(), neutralWhenMissing: z.boolean().optional(), ...threshold })
  .superRefine(oneThreshold)
  .meta(ONE_THRESHOLD);

const conditions = z.lazy(() => z.array(condition).min(1).max(MOST_ITEMS));
const condition: z.ZodType<Condition> = strict({
  all: conditions.optional(),
  any: conditions.optional(),
  not: z.lazy(() => condition).optional(),
  above: pair.optional(),
  below: pair.optional(),
  between: z.tuple([operand, operand, operand]).optional(),
  crossesAbove: pair.optional(),
  crossesBelow: pair.optional(),
  rising: streak.optional(),
  falling: streak.optional(),
  delta: change.optional(),
  percentChange: change.optional(),
  pattern: pattern.optional(),
  correlation: correlation.optional(),
  sentiment: sentiment.optional(),
})
  .superRefine((value, context) => {
    const keys = Object.keys(value).filter((key) => value[key as keyof Condition] !== undefined);
    if (keys.length === 1) return;
    context.addIssue(
      keys.length === 0
        ? 'is empty, but must have one condition, like {"above": ["close", "sma(20)"]}'
        : `has ${keys.join(' and ')}, but a condition has one key; join several with "all" or "any"`,
    );
  })
  .meta({ id: 'Condition', minProperties: 1, maxProperties: 1, description: 'One condition; all, any and not join others.' });

const positive = z.number().gt(0);
const distance = strict({
  percent: amount(positive.max(10_000)).optional(),
  atr: amount(positive.max(1000)).optional(),
  period: amount(z.number().int().min(1)).optional(),
  timeframe: timeframe.optional(),
})
  .superRefine((value, context) => {
    if ((value.percent === undefined) === (value.atr === undefined)) context.addIssue('must have either "percent" or "atr"');
    for (const key of ['period', 'timeframe'] as const) {
      if (value.percent !== undefined && value[key] !== undefined) context.addIssue(`"${key}" belongs to "atr", not to "percent"`);
    }
  })
  .meta({ oneOf: [{ required: ['percent'] }, { required: ['atr'] }], description: 'Distance from the entry price.' });
export type Distance = z.infer<typeof distance>;

const SIZES = ['fraction', 'quantity', 'riskPercent', 'kelly', 'risk', 'volatility', 'drawdown'].map((key) => `"${key}"`);
const sizing = z.union(
  [
    z.literal('all'),
    strict({
      fraction: amount(positive.max(1)).optional(),
      quantity: amount(positive).optional(),
      riskPercent: amount(positive.max(100)).optional(),
      kelly: amount(positive.max(1)).optional(),
      risk: amount(positive.max(1)).optional(),
      volatility: amount(positive).optional(),
      drawdown: amount(positive.max(1)).optional(),
    })
      .superRefine((value, context) => {
        if (Object.values(value).filter((given) => given !== undefined).length !== 1)
          context.addIssue(`must have exactly one of ${SIZES.slice(0, -1).join(', ')} and ${SIZES.at(-1)}`);
      })
      .meta({ minProperties: 1, maxProperties: 1 }),
  ],
  { error: `must be "all", or an object with ${SIZES.slice(0, -1).join(', ')} or ${SIZES.at(-1)}` },
);
export type RuleSizing = z.infer<typeof sizing>;

const parameter = strict({
  default: z.number(),
  min: z.number(),
  max: z.number(),
  step: positive.optional(),
  type: z.enum(['int', 'float']).optional(),
  about: z.string().max(MOST_TEXT).optional(),
});
export type RuleParameter = z.infer<typeof parameter>;

const sides = strict({ long: condition.optional(), short: condition.optional() });
const name = (what: string) =>
  z
    .string()
    .max(40)
    .regex(/^[A-Za-z][A-Za-z0-9_]*$/, { error: `${what} is a letter, then letters, digits and _, at most 40` });

export const RuleFile = strict({
  name: z.string().max(60).regex(NAME, { error: KEBAB }).optional(),
  about: z.string().max(500).optional(),
  params: z.record(name('the name of a parameter'), parameter).optional(),
  indicators: z.record(name('the name of an indicator'), operand).optional(),
  entry: sides,
  exit: sides.optional(),
  stopLoss: distance.optional(),
  takeProfit: distance.optional(),
  trailingStop: distance.optional(),
  sizing: sizing.optional(),
  cooldown: wholeBars(0).optional(),
  wait: wholeBars(0).optional(),
});
export type RuleFile = z.infer<typeof RuleFile>;

/** JSON Schema (draft 2020-12) of a rule file: its shape. Names of indicators, patterns and parameters are checked by `parseRules`. */
export function rulesJsonSchema(): Record<string, unknown> {
  const title = 'Skytape rules';
  const description = 'A strategy as data: when to enter, when to leave, and what guards the position.';
  return { ...z.toJSONSchema(RuleFile, { io: 'input' }), title, description };
}
