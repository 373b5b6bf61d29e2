import type { BarRow } from '../domain/bar-row.ts';
import type { TimeUs } from '../domain/time.ts';
import { addDecimals } from './decimal-sum.ts';
import type { TradeEvent } from './events.ts';

/** The best prices at a time. */
export interface QuoteAt {
  readonly timeUs: TimeUs;
  readonly bid: number;
  readonly ask: number;
}

/** A bar that can still change: it grows, or a late trade corrects it. Holds what decides which trade is its first and its last. */
export interface OpenBar extends BarRow {
  readonly trades: number;
  readonly synthetic: boolean;
  readonly firstUs: TimeUs;
  readonly lastUs: TimeUs;
  readonly buyVolume: number;
  readonly sellVolume: number;
  /** The last quote known of before its end. */
  readonly quote: QuoteAt | null;
  readonly closed: boolean;
  /** Times that it changed after it had closed. */
  readonly revision: number;
}

/** The bar of its first trade. */
export function firstTrade(timeUs: TimeUs, trade: TradeEvent, quote: QuoteAt | null): OpenBar {
  const price = Number(trade.price);
  const quantity = Number(trade.quantity);
  const at = trade.eventTimeUs;
  return {
    timeUs,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: quantity,
    trades: 1,
    synthetic: trade.synthetic,
    firstUs: at,
    lastUs: at,
    buyVolume: trade.side === 'buy' ? quantity : 0,
    sellVolume: trade.side === 'sell' ? quantity : 0,
    quote,
    closed: false,
    revision: 0,
  };
}

/** Open and close go by event time; of trades at the same time the first to come opens and the last to come closes. */
export function withTrade(bar: OpenBar, trade: TradeEvent): OpenBar {
  const price = Number(trade.price);
  const quantity = Number(trade.quantity);
  const at = trade.eventTimeUs;
  return {
    ...bar,
    open: at < bar.firstUs ? price : bar.open,
    high: Math.max(bar.high, price),
    low: Math.min(bar.low, price),
    close: at >= bar.lastUs ? price : bar.close,
    volume: addDecimals(bar.volume, quantity),
    trades: bar.trades + 1,
    synthetic: bar.synthetic || trade.synthetic,
    firstUs: Math.min(bar.firstUs, at),
    lastUs: Math.max(bar.lastUs, at),
    buyVolume: trade.side === 'buy' ? addDecimals(bar.buyVolume, quantity) : bar.buyVolume,
    sellVolume: trade.side === 'sell' ? addDecimals(bar.sellVolume, quantity) : bar.sellVolume,
  };
}
