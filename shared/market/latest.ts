import type { TimeUs } from '../domain/time.ts';
import type { QuoteEvent, TradeEvent } from './events.ts';
import type { QuoteAt } from './open-bar.ts';

/** A quote as ingestion remembers it. */
export interface LatestQuote extends QuoteAt {
  readonly bidQuantity: number;
  readonly askQuantity: number;
  readonly venue: string;
  /** Held back by its venue on purpose. */
  readonly delayed: boolean;
}

/** A trade as ingestion remembers it. */
export interface LatestTrade {
  readonly timeUs: TimeUs;
  readonly price: number;
  readonly quantity: number;
  readonly side: TradeEvent['side'];
  readonly venue: string;
  readonly delayed: boolean;
}

/** The newer by event time; of two at the same time the one that came later. */
export function newerQuote(known: LatestQuote | null, quote: QuoteEvent): LatestQuote | null {
  const { eventTimeUs: timeUs, venue, delayed = false } = quote;
  if (known !== null && timeUs < known.timeUs) return known;
  const prices = { bid: Number(quote.bid), ask: Number(quote.ask) };
  return { timeUs, ...prices, bidQuantity: Number(quote.bidQuantity), askQuantity: Number(quote.askQuantity), venue, delayed };
}

/** The newer by event time; of two at the same time the one that came later. */
export function newerTrade(known: LatestTrade | null, trade: TradeEvent): LatestTrade | null {
  const { eventTimeUs: timeUs, price, quantity, side, venue, delayed = false } = trade;
  if (known !== null && timeUs < known.timeUs) return known;
  return { timeUs, price: Number(price), quantity: Number(quantity), side, venue, delayed };
}
