import * as z from 'zod';
import { IsoTime, ParameterInfo } from './schemas.ts';

/** Datasets of one correlation: pairs, and with them the answer, grow with the square. */
export const CORRELATED_MAX = 20;
const matrix = z.array(z.array(z.number()));
const pair = { a: z.string(), b: z.string() };
const orNull = z.number().nullable();
const range = { from: IsoTime.optional(), to: IsoTime.optional() };

export const CorrelationsQuery = z.strictObject({
  /** Ids joined by commas. */
  datasets: z.string().regex(/^[^,\s]{1,80}(,[^,\s]{1,80}){1,19}$/, `ids of 2 to ${CORRELATED_MAX} datasets, joined by commas`),
  /** Returns in a rolling window. */
  window: z.coerce.number().int().min(3).max(5000).optional(),
  /** Longest lead looked for, in bars. */
  maxLag: z.coerce.number().int().min(0).max(100).optional(),
  ...range,
});
export type CorrelationsQuery = z.infer<typeof CorrelationsQuery>;

/** Lags and half-lives count bars; what cannot be said is null. */
export const Correlations = z.object({
  symbols: z.array(z.string()),
  timeframe: z.string(),
  from: z.string(),
  to: z.string(),
  bars: z.int(),
  dropped: z.array(z.object({ symbol: z.string(), bars: z.int() })),
  matrix: z.object({ pearson: matrix, spearman: matrix, positiveSemidefinite: z.boolean() }),
  intervals: z.array(z.object({ ...pair, correlation: z.number(), low: z.number(), high: z.number() })),
  history: z.object({
    window: z.int(),
    time: z.array(z.string()),
    pairs: z.array(z.object({ ...pair, pearson: z.array(orNull), spearman: z.array(orNull) })),
  }),
  leadLag: z.array(
    z.object({
      ...pair,
      lag: z.int(),
      correlation: z.number(),
      significant: z.boolean(),
      profile: z.array(z.object({ lag: z.int(), correlation: orNull })),
    }),
  ),
  cointegration: z.array(
    z.object({
      ...pair,
      statistic: orNull,
      p: z.number(),
      reverseP: z.number(),
      critical: z.object({ '1%': z.number(), '5%': z.number(), '10%': z.number() }),
      lags: z.int(),
      hedgeRatio: z.number(),
      intercept: z.number(),
      halfLife: orNull,
    }),
  ),
});

export const PatternScanQuery = z.strictObject({
  dataset: z.string().min(1).max(80),
  /** Ids of patterns joined by commas; all of them when left out. */
  pattern: z.string().min(1).max(2000).optional(),
  ...range,
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
  cursor: z.string().max(200).optional(),
});
export type PatternScanQuery = z.infer<typeof PatternScanQuery>;

/** A pattern found: the opens of its first and last bar, and of the bar at whose close it was known. */
export const PatternFound = z.object({
  pattern: z.string(),
  kind: z.enum(['candlestick', 'chart']),
  direction: z.enum(['bullish', 'bearish']),
  start: z.string(),
  end: z.string(),
  confirmedAt: z.string(),
  strength: z.number(),
  /** The same places as rows of the bars scanned, 0 first. */
  rows: z.object({ start: z.int(), end: z.int(), confirmedAt: z.int() }),
});
export type PatternFound = z.infer<typeof PatternFound>;
export const PatternScanPage = z.object({
  symbol: z.string(),
  timeframe: z.string(),
  matches: z.array(PatternFound),
  next: z.string().nullable(),
});
export type PatternScanPage = z.infer<typeof PatternScanPage>;

/** Rules that can run: their name, what they do in English, and the parameters that a backtest may set. */
export const RulesExplained = z.object({ name: z.string(), text: z.string(), params: z.array(ParameterInfo) });
export type RulesExplained = z.infer<typeof RulesExplained>;
