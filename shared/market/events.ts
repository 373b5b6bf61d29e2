import type { TimeUs } from '../domain/time.ts';

/** A print as the market stream carries it; the wire's own schema is in `contracts/events.ts`. Price and quantity are decimal text above zero. */
export interface TradeEvent {
  readonly kind: 'trade';
  /** Unique per instrument. */
  readonly eventId: string;
  readonly instrument: string;
  readonly price: string;
  readonly quantity: string;
  readonly eventTimeUs: TimeUs;
  readonly synthetic: boolean;
}

/** The feed's promise that every trade before the watermark has been sent. */
export interface HeartbeatEvent {
  readonly kind: 'heartbeat';
  readonly instrument: string;
  readonly watermarkUs: TimeUs;
  readonly synthetic: boolean;
}

export type FeedEvent = TradeEvent | HeartbeatEvent;
