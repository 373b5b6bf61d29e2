import * as z from 'zod';
import type { FeedQuote, FeedTrade } from '../../domain/feed.ts';
import { DAY_US } from '../../domain/time.ts';
import { type Stamper, stamp } from '../connector/stamp.ts';
import { decimalText, timeOf } from '../connector/text.ts';

/** The shapes of Alpaca's market data API, version 2, as its documents give them; members that nobody reads are left out. */
export const Assets = z.array(z.object({ symbol: z.string(), tradable: z.boolean() }));

const Bar = z.object({ t: z.string(), o: z.number(), h: z.number(), l: z.number(), c: z.number(), v: z.number() });
export const Bars = z.object({ bars: z.array(Bar).nullish(), next_page_token: z.string().nullish() });

/** `i` is the trade's number, unique for the exchange `x` and day. */
const Trade = z.object({ t: z.string(), x: z.string(), p: z.number(), s: z.number(), i: z.number() });
export const Trades = z.object({ trades: z.array(Trade).nullish(), next_page_token: z.string().nullish() });

export const StreamedTrade = Trade.extend({ S: z.string() });
export const StreamedQuote = z.object({
  S: z.string(),
  t: z.string(),
  bp: z.number(),
  bs: z.number(),
  ap: z.number(),
  as: z.number(),
});

export function tradeOf(stamper: Stamper, { S, t, x, p, s, i }: z.infer<typeof StreamedTrade>): FeedTrade {
  const eventTimeUs = timeOf(t, 't');
  return {
    ...stamp(stamper, S, eventTimeUs),
    kind: 'trade',
    eventId: `${x}-${i}-${Math.floor(eventTimeUs / DAY_US)}`,
    price: decimalText(p, 'p'),
    quantity: decimalText(s, 's'),
    side: 'unknown',
  };
}

export function quoteOf(stamper: Stamper, quote: z.infer<typeof StreamedQuote>): FeedQuote {
  return {
    ...stamp(stamper, quote.S, timeOf(quote.t, 't')),
    kind: 'quote',
    bid: decimalText(quote.bp, 'bp'),
    bidQuantity: decimalText(quote.bs, 'bs'),
    ask: decimalText(quote.ap, 'ap'),
    askQuantity: decimalText(quote.as, 'as'),
  };
}

export function messageOf(body: unknown): string | undefined {
  return z.object({ message: z.string() }).safeParse(body).data?.message;
}
