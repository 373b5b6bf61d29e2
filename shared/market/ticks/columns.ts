import { findTime, firstOf, SYMBOL_NAMES, timeFormatOf } from '../columns.ts';
import { MarketDataError } from '../error.ts';
import type { TimeFormat } from '../time-text.ts';

/** Which field of a row of ticks holds what. Fields count from 0; -1 is none. */
export interface TickPlan {
  readonly kind: 'trades' | 'quotes';
  readonly time: number;
  readonly timeFormat: TimeFormat;
  /** Price and quantity of trades, bid and ask of quotes. */
  readonly values: readonly [number, number];
  /** The venue's own id of a trade. */
  readonly id: number;
  readonly symbol: number;
  /** What the user should know of the choice. */
  readonly notes: readonly string[];
}

export const TICKS_NEED = 'a tick file has a time, and price and quantity of trades or bid and ask of quotes';

const NAMES = {
  price: ['price', 'p', 'px', 'tradeprice', 'lastprice', 'last'],
  quantity: ['quantity', 'qty', 'size', 'amount', 'volume', 'q', 'v', 's', 'shares', 'tradesize', 'lastsize', 'basevolume'],
  bid: ['bid', 'bidprice', 'b', 'bestbid', 'bidpx'],
  ask: ['ask', 'askprice', 'a', 'offer', 'bestask', 'askpx', 'offerprice'],
  id: ['tradeid', 'id', 'tid', 'aggtradeid', 'eventid', 'aggid'],
} as const;

/** Finds the columns of ticks by the names of the header. Throws `MarketDataError` naming what is missing and what was found. */
export function planTicks(header: readonly string[], sample: readonly (readonly string[])[]): TickPlan {
  const names = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const find = (field: keyof typeof NAMES) => firstOf(names, NAMES[field]);
  const [price, bid, ask] = [find('price'), find('bid'), find('ask')];
  if (price === -1 && (bid === -1 || ask === -1)) throw missing(bid === -1 && ask === -1 ? 'price' : bid === -1 ? 'bid' : 'ask', header);
  const kind = price === -1 ? 'quotes' : 'trades';
  const quantity = find('quantity');
  if (kind === 'trades' && quantity === -1) throw missing('quantity', header);
  const values: readonly [number, number] = kind === 'trades' ? [price, quantity] : [bid, ask];
  const time = findTime(names, sample, new Set(values));
  if (time === -1) throw missing('time', header);
  const notes = kind === 'trades' && bid !== -1 && ask !== -1 ? ['bid and ask beside the trades are left aside'] : [];
  const id = kind === 'trades' ? find('id') : -1;
  return { kind, time, timeFormat: timeFormatOf(sample, time), values, id, symbol: firstOf(names, SYMBOL_NAMES), notes };
}

function missing(column: string, found: readonly string[]): MarketDataError {
  const list = found.slice(0, 12).map((name) => (name === '' ? '(unnamed)' : name.slice(0, 30)));
  return new MarketDataError('missing-column', `no column for ${column}; found: ${list.join(', ')}. ${capital(TICKS_NEED)}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
