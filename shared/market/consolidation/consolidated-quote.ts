import type { FeedQuote } from '../../domain/feed.ts';
import { SECOND_US, type TimeUs } from '../../domain/time.ts';

/** A quote older than this says nothing of now. */
export const STALE_US = 10 * SECOND_US;

export interface BestPrice {
  readonly price: string;
  /** At that price, over all venues that have it. */
  readonly quantity: number;
  readonly venues: readonly string[];
}

/** One market out of several venues. */
export interface ConsolidatedQuote {
  readonly instrument: string;
  readonly timeUs: TimeUs;
  readonly bid: BestPrice;
  readonly ask: BestPrice;
  /** Mean of all best prices, bids and asks, by the quantity offered at each; NaN where no venue says a quantity. */
  readonly composite: number;
  /** The best bid is above the best ask: venues disagree, and there is no sound price. */
  readonly crossed: boolean;
  /** Venues that count, and those whose quote is too old. */
  readonly venues: readonly string[];
  readonly stale: readonly string[];
}

/** The newest quote of each venue as one: the highest bid and the lowest ask. Quotes received more than ten seconds before `nowUs` drop out. */
export class QuoteConsolidator {
  readonly #quotes = new Map<string, Map<string, FeedQuote>>();

  /** Takes the quote of a venue; an older one than is known changes nothing. */
  add(quote: FeedQuote): void {
    const venues = this.#quotes.get(quote.instrument) ?? new Map<string, FeedQuote>();
    this.#quotes.set(quote.instrument, venues);
    const known = venues.get(quote.venue);
    if (known === undefined || quote.eventTimeUs >= known.eventTimeUs) venues.set(quote.venue, quote);
  }

  /** The market as of `nowUs`; undefined when every venue is stale, or none is known. */
  at(instrument: string, nowUs: TimeUs): ConsolidatedQuote | undefined {
    const all = [...(this.#quotes.get(instrument)?.values() ?? [])];
    const isStale = ({ receiveTimeUs, eventTimeUs }: FeedQuote) => nowUs - Math.min(receiveTimeUs, eventTimeUs) > STALE_US;
    const fresh = all.filter((quote) => !isStale(quote));
    if (fresh.length === 0) return undefined;
    const bid = best(fresh, ({ bid: price, bidQuantity }) => [price, bidQuantity], 1);
    const ask = best(fresh, ({ ask: price, askQuantity }) => [price, askQuantity], -1);
    return {
      instrument,
      timeUs: nowUs,
      bid,
      ask,
      composite: compositeOf(fresh),
      crossed: Number(bid.price) > Number(ask.price),
      venues: fresh.map(({ venue }) => venue).sort(),
      stale: all
        .filter(isStale)
        .map(({ venue }) => venue)
        .sort(),
    };
  }
}

type SideOf = (quote: FeedQuote) => readonly [price: string, quantity: string];

function best(quotes: readonly FeedQuote[], side: SideOf, sign: 1 | -1): BestPrice {
  const prices = quotes.map((quote) => Number(side(quote)[0]));
  const top = sign * Math.max(...prices.map((price) => sign * price));
  const there = quotes.filter((_, i) => prices[i] === top);
  return {
    price: side(there[0] as FeedQuote)[0],
    quantity: there.reduce((sum, quote) => sum + Number(side(quote)[1]), 0),
    venues: there.map(({ venue }) => venue).sort(),
  };
}

function compositeOf(quotes: readonly FeedQuote[]): number {
  let [notional, quantity] = [0, 0];
  for (const { bid, bidQuantity, ask, askQuantity } of quotes) {
    notional += Number(bid) * Number(bidQuantity) + Number(ask) * Number(askQuantity);
    quantity += Number(bidQuantity) + Number(askQuantity);
  }
  return notional / quantity;
}
