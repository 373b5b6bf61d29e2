import * as z from 'zod';
import { Instrument } from './events.ts';

const MOST = 50;
const Side = z.enum(['buy', 'sell', 'unknown']);

export const QuotesQuery = z.strictObject({
  /** Up to 50 instruments with commas between. */
  instruments: z
    .string()
    .max(MOST * 41)
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(
      z
        .array(Instrument)
        .min(1)
        .max(MOST)
        .refine((names) => new Set(names).size === names.length, 'different from each other'),
    ),
});
export type QuotesQuery = z.infer<typeof QuotesQuery>;

const Best = z.object({ price: z.number(), quantity: z.number(), venues: z.array(z.string()) });

/** The market over all venues whose quote is at most ten seconds old. */
const Consolidated = z.object({
  /** The highest bid and the lowest ask, what is offered there, and where. */
  bid: Best,
  ask: Best,
  /** Mean of the best prices by the quantity at each; null where no venue says one. */
  composite: z.number().nullable(),
  /** The best bid is above the best ask: venues disagree. */
  crossed: z.boolean(),
  venues: z.array(z.string()),
  /** Venues whose quote is too old to count. */
  stale: z.array(z.string()),
});
export type Consolidated = z.infer<typeof Consolidated>;

/** What is known of an instrument now. `null` stands where nothing came yet. */
export const LatestQuote = z.object({
  instrument: z.string(),
  quote: z
    .object({ bid: z.number(), ask: z.number(), bidQuantity: z.number(), askQuantity: z.number(), venue: z.string(), time: z.string() })
    .nullable(),
  trade: z.object({ price: z.number(), quantity: z.number(), side: Side, venue: z.string(), time: z.string() }).nullable(),
  /** Null while no venue has quoted within ten seconds. */
  consolidated: Consolidated.nullable(),
  /** Half-way between bid and ask, and their distance, in the quote currency. */
  mid: z.number().nullable(),
  spread: z.number().nullable(),
  /** Milliseconds since the newer of quote and trade happened. */
  ageMs: z.number().nullable(),
  /** Nothing came for a minute. */
  stale: z.boolean(),
  /** The venue holds it back on purpose. */
  delayed: z.boolean(),
  synthetic: z.boolean(),
});
export type LatestQuote = z.infer<typeof LatestQuote>;

export const LatestQuotes = z.object({ quotes: z.array(LatestQuote) });
