import type { TimeUs } from './time.ts';

/** What every record of a venue's stream carries, in one form for all venues. Prices and quantities are plain decimal text, exactly as the venue has them. */
interface Stamped {
  readonly v: 1;
  /** As `BTC/USDT`, `AAPL`, `EUR/USD` or `NSE:INFY`. */
  readonly instrument: string;
  readonly venue: string;
  /** When it happened, by the venue's clock. */
  readonly eventTimeUs: TimeUs;
  /** When it came, by ours. */
  readonly receiveTimeUs: TimeUs;
  readonly synthetic: boolean;
  /** Set on what the venue holds back on purpose, as fifteen minutes on a free plan. */
  readonly delayed?: true;
}

export interface FeedTrade extends Stamped {
  readonly kind: 'trade';
  /** Unique for the venue and instrument; the venue's own trade id where there is one. */
  readonly eventId: string;
  readonly price: string;
  readonly quantity: string;
  /** Side of the taker; `unknown` where the venue does not say. */
  readonly side: 'buy' | 'sell' | 'unknown';
}

/** The best prices of a venue. A quantity is '0' where the venue gives none. */
export interface FeedQuote extends Stamped {
  readonly kind: 'quote';
  readonly bid: string;
  readonly bidQuantity: string;
  readonly ask: string;
  readonly askQuantity: string;
}

/** Price and quantity; in a delta, quantity '0' takes the price out. */
export type BookLevel = readonly [price: string, quantity: string];

/** A whole book, or what changed in it. */
export interface FeedBook extends Stamped {
  readonly kind: 'book';
  readonly form: 'snapshot' | 'delta';
  /** Best first in a snapshot. */
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** Number of the last change that it holds; undefined where the venue does not number. */
  readonly lastSequence?: number;
  /** Of a delta: the number of the change that must be the last before it. */
  readonly previousSequence?: number;
}

/** The promise that every trade of the instrument before the watermark has been handed on. */
export interface FeedHeartbeat {
  readonly v: 1;
  readonly kind: 'heartbeat';
  readonly instrument: string;
  readonly venue: string;
  readonly watermarkUs: TimeUs;
  readonly synthetic: boolean;
}

export type FeedTick = FeedTrade | FeedQuote | FeedBook;
export type FeedRecord = FeedTick | FeedHeartbeat;
export type FeedChannel = 'trades' | 'quotes' | 'book';
