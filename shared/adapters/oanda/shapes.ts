import * as z from 'zod';
import type { BookLevel, FeedBook, FeedQuote } from '../../domain/feed.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError } from '../../ports/history-source.ts';
import { type Stamper, stamp } from '../connector/stamp.ts';
import { decimalText, timeOf } from '../connector/text.ts';

/** The shapes of OANDA's v20 API, as its documents give them; members that nobody reads are left out. */
export const Instruments = z.object({
  instruments: z.array(z.object({ name: z.string(), type: z.string(), displayPrecision: z.number(), tradeUnitsPrecision: z.number() })),
});

const Prices = z.object({ o: z.string(), h: z.string(), l: z.string(), c: z.string() });
const Candle = z.object({
  complete: z.boolean(),
  volume: z.number(),
  time: z.string(),
  bid: Prices.optional(),
  mid: Prices.optional(),
  ask: Prices.optional(),
});
export type Candle = z.infer<typeof Candle>;
export const Candles = z.object({ candles: z.array(Candle) });

const Bucket = z.object({ price: z.string(), liquidity: z.number() });
export const Price = z.object({
  time: z.string(),
  instrument: z.string(),
  bids: z.array(Bucket),
  asks: z.array(Bucket),
});

/** Volume is the number of price changes: nobody counts the trades of a currency. */
export function rowOf(candle: Candle, side: 'bid' | 'mid' | 'ask'): BarRow {
  const prices = candle[side];
  if (prices === undefined) throw new HistoryError('malformed', `oanda sent a candle of ${candle.time} without ${side}`);
  return {
    timeUs: timeOf(candle.time, 'time'),
    open: Number(prices.o),
    high: Number(prices.h),
    low: Number(prices.l),
    close: Number(prices.c),
    volume: candle.volume,
  };
}

export function quoteOf(stamper: Stamper, price: z.infer<typeof Price>): FeedQuote {
  const [bid, ask] = [price.bids[0], price.asks[0]];
  if (bid === undefined || ask === undefined) throw new HistoryError('malformed', `a price of ${price.instrument} has no bid or no ask`);
  return {
    ...stamp(stamper, price.instrument.replace('_', '/'), timeOf(price.time, 'time')),
    kind: 'quote',
    bid: decimalText(bid.price, 'bids.price'),
    bidQuantity: decimalText(bid.liquidity, 'bids.liquidity'),
    ask: decimalText(ask.price, 'asks.price'),
    askQuantity: decimalText(ask.liquidity, 'asks.liquidity'),
  };
}

export function bookOf(stamper: Stamper, price: z.infer<typeof Price>): FeedBook {
  const levels = (buckets: z.infer<typeof Bucket>[]): BookLevel[] =>
    buckets.map(({ price: at, liquidity }) => [decimalText(at, 'price'), decimalText(liquidity, 'liquidity')]);
  return {
    ...stamp(stamper, price.instrument.replace('_', '/'), timeOf(price.time, 'time')),
    kind: 'book',
    form: 'snapshot',
    bids: levels(price.bids),
    asks: levels(price.asks),
  };
}

export function messageOf(body: unknown): string | undefined {
  return z.object({ errorMessage: z.string() }).safeParse(body).data?.errorMessage;
}
