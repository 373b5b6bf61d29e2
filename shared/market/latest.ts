import { MINUTE_US, type TimeUs } from '../domain/time.ts';
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

/** The newest quote of each venue, by its name. One that fell silent is dropped a minute after another was heard of. */
export function newerOfVenues(known: readonly LatestQuote[], quote: QuoteEvent): readonly LatestQuote[] {
  const before = known.find(({ venue }) => venue === quote.venue) ?? null;
  const newer = newerQuote(before, quote);
  if (newer === null || newer === before) return known;
  return [...known.filter(({ venue, timeUs }) => venue !== newer.venue && timeUs > newer.timeUs - MINUTE_US), newer].sort((a, b) =>
    a.venue < b.venue ? -1 : 1,
  );
}

/** The newer by event time; of two at the same time the one that came later. */
export function newerTrade(known: LatestTrade | null, trade: TradeEvent): LatestTrade | null {
  const { eventTimeUs: timeUs, price, quantity, side, venue, delayed = false } = trade;
  if (known !== null && timeUs < known.timeUs) return known;
  return { timeUs, price: Number(price), quantity: Number(quantity), side, venue, delayed };
}
