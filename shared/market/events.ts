import type { TimeUs } from '../domain/time.ts';

/** A print as the market stream carries it; the wire's own schema is in `contracts/events.ts`. Price and quantity are decimal text above zero. */
export interface TradeEvent {
  readonly kind: 'trade';
  /** Unique per venue and instrument. */
  readonly eventId: string;
  readonly instrument: string;
  readonly venue: string;
  readonly price: string;
  readonly quantity: string;
  /** Of the taker. */
  readonly side: 'buy' | 'sell' | 'unknown';
  readonly eventTimeUs: TimeUs;
  readonly synthetic: boolean;
  /** Held back by its venue on purpose. */
  readonly delayed?: boolean | undefined;
}

/** The best prices of a venue, decimal text; the ask is not below the bid. */
export interface QuoteEvent {
  readonly kind: 'quote';
  readonly instrument: string;
  readonly venue: string;
  readonly bid: string;
  readonly bidQuantity: string;
  readonly ask: string;
  readonly askQuantity: string;
  readonly eventTimeUs: TimeUs;
  readonly synthetic: boolean;
  readonly delayed?: boolean | undefined;
}

/** The feed's promise that every trade before the watermark has been sent. */
export interface HeartbeatEvent {
  readonly kind: 'heartbeat';
  readonly instrument: string;
  readonly watermarkUs: TimeUs;
  readonly synthetic: boolean;
}

export type FeedEvent = TradeEvent | QuoteEvent | HeartbeatEvent;
