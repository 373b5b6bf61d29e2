import * as z from 'zod';
import { Instrument } from './events.ts';
import { IsoTime } from './schemas.ts';

export const TicksQuery = z.strictObject({
  instrument: Instrument,
  kind: z.enum(['trades', 'quotes']).default('trades'),
  /** By event time, inclusive. */
  from: IsoTime,
  /** Exclusive; at most 31 days after `from`. */
  to: IsoTime,
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  cursor: z.string().max(200).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});
export type TicksQuery = z.infer<typeof TicksQuery>;

const common = { time: z.string(), venue: z.string(), synthetic: z.boolean() };
/** Prices and quantities are the decimal text that the venue sent. */
export const TradeTick = z.object({
  ...common,
  eventId: z.string(),
  price: z.string(),
  quantity: z.string(),
  side: z.enum(['buy', 'sell', 'unknown']),
});
export const QuoteTick = z.object({ ...common, bid: z.string(), ask: z.string(), bidQuantity: z.string(), askQuantity: z.string() });
export type Tick = z.infer<typeof TradeTick> | z.infer<typeof QuoteTick>;

export const TicksPage = z.object({
  instrument: z.string(),
  kind: z.enum(['trades', 'quotes']),
  /** In order of event time; of two at the same time the one that came first stands first. */
  ticks: z.array(z.union([TradeTick, QuoteTick])),
  next: z.string().nullable(),
});
export type TicksPage = z.infer<typeof TicksPage>;
