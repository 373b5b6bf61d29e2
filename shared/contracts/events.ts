import * as z from 'zod';

/**
 * Records of the Kinesis stream `market`, one JSON object each, partition key = instrument.
 * A trade is a print; a quote is the best prices of a venue; a heartbeat promises that every trade before its watermark has been sent, and so closes bars.
 */

/** Times before 2000 are refused: milliseconds or seconds taken for microseconds land there. */
const EARLIEST_US = 946_684_800_000_000;
/** How far a record may run ahead of the moment it was received. */
export const MAX_AHEAD_US = 2_000_000;
/** A record of the market is a few hundred bytes; anything longer is not one. */
export const MAX_RECORD_BYTES = 4096;

const Amount = z.string().regex(/^\d{1,15}(\.\d{1,18})?$/, 'must be a plain decimal like "39432.48"');
const Decimal = Amount.refine((text) => Number(text) > 0, 'must be above zero');
const EventTime = z.int().min(EARLIEST_US, 'must be microseconds since 1970 and after 2000 (milliseconds taken for microseconds?)');
export const Instrument = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/, 'must be letters, digits and . / : _ - , at most 40');
const Name = z.string().min(1).max(100);

export const MarketTrade = z.strictObject({
  v: z.literal(1),
  kind: z.literal('trade'),
  /** Unique per instrument; the venue's own trade id where there is one. */
  eventId: Name,
  instrument: Instrument,
  venue: Name,
  /** Decimal text in the quote currency, above zero. */
  price: Decimal,
  /** Decimal text in the base unit, above zero. */
  quantity: Decimal,
  /** Side of the taker; `unknown` where the venue does not say. */
  side: z.enum(['buy', 'sell', 'unknown']),
  eventTimeUs: EventTime,
  receiveTimeUs: EventTime,
  synthetic: z.boolean(),
  /** Set on what the venue holds back on purpose. */
  delayed: z.literal(true).optional(),
});
export type MarketTrade = z.infer<typeof MarketTrade>;

const UncheckedQuote = z.strictObject({
  v: z.literal(1),
  kind: z.literal('quote'),
  instrument: Instrument,
  venue: Name,
  /** Decimal text in the quote currency, above zero. */
  bid: Decimal,
  ask: Decimal,
  /** Decimal text in the base unit; '0' where the venue gives none. */
  bidQuantity: Amount,
  askQuantity: Amount,
  eventTimeUs: EventTime,
  receiveTimeUs: EventTime,
  synthetic: z.boolean(),
  delayed: z.literal(true).optional(),
});
export const MarketQuote = UncheckedQuote.refine(({ bid, ask }) => Number(ask) >= Number(bid), {
  path: ['ask'],
  error: 'must not be below the bid: the book is crossed',
});
export type MarketQuote = z.infer<typeof MarketQuote>;

export const MarketHeartbeat = z.strictObject({
  v: z.literal(1),
  kind: z.literal('heartbeat'),
  instrument: Instrument,
  venue: Name,
  /** Every trade with an event time before this has been sent. */
  watermarkUs: EventTime,
  synthetic: z.boolean(),
});
export type MarketHeartbeat = z.infer<typeof MarketHeartbeat>;

export const MarketEvent = z.discriminatedUnion('kind', [MarketTrade, MarketQuote, MarketHeartbeat]);
export type MarketEvent = z.infer<typeof MarketEvent>;

export type ParsedMarketEvent =
  | { readonly ok: true; readonly event: MarketEvent }
  | { readonly ok: false /** Field at fault, empty for the record as a whole. */; readonly path: string; readonly reason: string };

export interface ParseMarketOptions {
  /** When the stream took the record in; a record more than two seconds ahead of it is refused. */
  readonly arrivedUs?: number;
}

/** Reads one record of the stream, from its bytes or from a value already decoded. Never throws. */
export function parseMarketEvent(input: unknown, options: ParseMarketOptions = {}): ParsedMarketEvent {
  let value = input;
  if (input instanceof Uint8Array) {
    if (input.byteLength > MAX_RECORD_BYTES) return refuse('', `record of ${input.byteLength} bytes; at most ${MAX_RECORD_BYTES} are read`);
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(input));
    } catch {
      return refuse('', 'record is not JSON in UTF-8');
    }
  }
  const parsed = MarketEvent.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse(issue ? issue.path.join('.') : '', issue ? issue.message : 'record does not match the schema');
  }
  return refuseFuture(parsed.data, options.arrivedUs);
}

/** The bytes of a record, the same for the same event. */
export function encodeMarketEvent(event: MarketEvent): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(event));
}

function refuseFuture(event: MarketEvent, arrivedUs: number | undefined): ParsedMarketEvent {
  if (event.kind !== 'heartbeat' && event.eventTimeUs > event.receiveTimeUs + MAX_AHEAD_US) {
    return refuse('eventTimeUs', `${event.eventTimeUs} is more than 2 s after receiveTimeUs ${event.receiveTimeUs}`);
  }
  const [path, timeUs] = event.kind === 'heartbeat' ? ['watermarkUs', event.watermarkUs] : ['eventTimeUs', event.eventTimeUs];
  if (arrivedUs !== undefined && timeUs > arrivedUs + MAX_AHEAD_US) {
    return refuse(path, `${timeUs} is more than 2 s after the record arrived at ${arrivedUs}`);
  }
  return { ok: true, event };
}

function refuse(path: string, reason: string): ParsedMarketEvent {
  return { ok: false, path, reason };
}
