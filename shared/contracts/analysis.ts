import * as z from 'zod';
import { IsoTime } from './schemas.ts';

export const AnalysisQuery = z.strictObject({
  /** Nothing that became known later is used; now when left out. */
  asOf: IsoTime.optional(),
  /** Id of a dataset of bars; the newest of the symbol when left out, else what was streamed of it. */
  dataset: z.string().min(1).max(80).optional(),
  /** Id of a dataset of rows of the schema `fundamentals`; the newest when left out. */
  fundamentals: z.string().min(1).max(80).optional(),
  /** Of streamed bars. */
  timeframe: z
    .string()
    .regex(/^[1-9]\d{0,3}[mhdw]$/, 'must be a number and a unit, like 1m, 1h or 1d')
    .optional(),
});
export type AnalysisQuery = z.infer<typeof AnalysisQuery>;

/** A section that cannot be told, and what is missing for it. */
const Missing = z.object({ status: z.literal('missing'), why: z.string() });
const orNull = z.number().nullable();

/** What an indicator says at the last bar: a number for each of its outputs, null before its warm-up. */
const Reading = z.object({
  /** With its parameters, like `sma(50)`. */
  id: z.string(),
  name: z.string(),
  values: z.record(z.string(), orNull),
  about: z.string(),
  source: z.string(),
});
export type Reading = z.infer<typeof Reading>;

const Technical = z.object({
  status: z.literal('known'),
  /** Close of the last bar. */
  asOf: z.string(),
  timeframe: z.string(),
  bars: z.int(),
  price: z.object({
    close: z.number(),
    currency: z.string(),
    change: orNull,
    high: z.number(),
    low: z.number(),
    highest: z.number(),
    lowest: z.number(),
  }),
  trend: z.object({ direction: z.enum(['up', 'down', 'mixed']).nullable(), rule: z.string(), readings: z.array(Reading) }),
  momentum: z.array(Reading),
  volatility: z.array(Reading),
  volume: z.array(Reading),
  /** Confirmed within the last bars, the latest last. */
  patterns: z.array(
    z.object({
      pattern: z.string(),
      direction: z.enum(['bullish', 'bearish']),
      confirmedAt: z.string(),
      strength: z.number(),
      source: z.string(),
    }),
  ),
  sources: z.array(z.string()),
});

const Fundamental = z.object({
  status: z.literal('known'),
  /** When the last statement that was used became known. */
  asOf: z.string(),
  /** End of the latest twelve months that are known. */
  periodEnd: z.string(),
  currency: z.string().nullable(),
  measures: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      value: orNull,
      unit: z.enum(['ratio', 'multiple', 'money']),
      formula: z.string(),
      source: z.string(),
      why: z.string().nullable(),
    }),
  ),
  sources: z.array(z.string()),
});

const Quality = z.object({
  status: z.literal('known'),
  asOf: z.string(),
  /** 0 to 100, over the bars looked at. */
  score: z.number(),
  bars: z.int(),
  calendar: z.string().nullable(),
  note: z.string().nullable(),
  /** How long before the analysis the last bar closed. */
  ageSeconds: z.number(),
  /** How often each code was found. */
  found: z.record(z.string(), z.int()),
  /** The latest of them. */
  latest: z.array(z.object({ code: z.string(), at: z.string(), detail: z.string() })),
  sources: z.array(z.string()),
});

/** Where the numbers come from. */
const Origin = z.object({
  id: z.enum(['bars', 'fundamentals']),
  kind: z.enum(['file', 'stream', 'rows']),
  /** Of the file of bars, or of what a dataset of rows holds; null of a stream. */
  sha256: z.string().nullable(),
  synthetic: z.boolean(),
  /** Rows that were used, and those of the source that became known later. */
  used: z.int(),
  later: z.int(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
const Provenance = z.object({ status: z.literal('known'), asOf: z.string(), origins: z.array(Origin) });

const section = <S extends z.ZodType>(known: S) => z.union([known, Missing]);

/** What is known of an instrument at a moment. `sources` of a section name origins of the provenance. */
export const SymbolAnalysis = z.object({
  symbol: z.string(),
  asOf: z.string(),
  technical: section(Technical),
  fundamental: section(Fundamental),
  quality: section(Quality),
  provenance: section(Provenance),
});
export type SymbolAnalysis = z.infer<typeof SymbolAnalysis>;
export type TechnicalSection = z.infer<typeof Technical>;
export type FundamentalSection = z.infer<typeof Fundamental>;
export type QualitySection = z.infer<typeof Quality>;
export type AnalysisOrigin = z.infer<typeof Origin>;
