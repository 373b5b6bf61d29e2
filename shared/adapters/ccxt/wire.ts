import { setTimeout as sleep } from 'node:timers/promises';
import type { BookLevel, FeedTick, FeedTrade } from '../../domain/feed.ts';
import { MILLISECOND_US } from '../../domain/time.ts';
import { HistoryError } from '../../ports/history-source.ts';
import type { StreamRequest } from '../../ports/market-connector.ts';
import type { TickSink, Wire } from '../connector/feed.ts';
import { type Stamper, stamp } from '../connector/stamp.ts';
import { decimalText } from '../connector/text.ts';
import type { CcxtCalls } from './calls.ts';
import { quirksOf } from './quirks.ts';
import type { CcxtBook, CcxtTrade, StreamingExchange } from './exchange.ts';

interface Access {
  /** Undefined where nothing of it is asked for. */
  readonly trades: StreamingExchange | undefined;
  readonly books: StreamingExchange | undefined;
  readonly calls: CcxtCalls;
  readonly stamper: Stamper;
}

/** Levels of each side that are handed on. */
const DEPTH = 20;

/** Watches every symbol until any of it fails: then the whole connection has ended. */
export async function openCcxt(
  { trades, books, calls, stamper }: Access,
  { symbols, channels }: StreamRequest,
  sink: TickSink,
): Promise<Wire> {
  const exchanges = [trades, books].filter((exchange) => exchange !== undefined);
  const ended = Promise.withResolvers<HistoryError>();
  let closed = false;
  const watch = async (next: () => Promise<void>) => {
    try {
      while (!closed) await next();
    } catch (error) {
      const named = calls.named(error);
      ended.resolve(named instanceof HistoryError ? named : new HistoryError('unavailable', String(error), { cause: error }));
    }
  };
  for (const symbol of symbols) {
    if (trades !== undefined) {
      void watch(async () => {
        for (const trade of await trades.watchTrades(symbol))
          read(sink, () => [tradeOf(stamper, trade)], summedIds(trade, quirksOf(stamper.venue).sums));
      });
    }
    if (books !== undefined) {
      void watch(async () => {
        const book = await books.watchOrderBook(symbol);
        read(sink, () => bookTicks(stamper, { book, symbol, channels }));
      });
    }
  }
  const close = () => {
    closed = true;
    for (const exchange of exchanges) void exchange.close().catch(() => undefined);
  };
  const failed = await Promise.race([ended.promise, connected(exchanges, () => closed)]);
  if (failed !== undefined) {
    close();
    throw failed;
  }
  return { ended: ended.promise, close };
}

/** When all sockets that were opened are open; never, when one fails: whoever watches it hears of that. */
async function connected(exchanges: readonly StreamingExchange[], isClosed: () => boolean): Promise<undefined> {
  for (const exchange of exchanges) {
    while (Object.keys(exchange.clients).length === 0 && !isClosed()) await sleep(5);
    await Promise.all(Object.values(exchange.clients).map((client) => client.connected)).catch(() => new Promise(() => undefined));
  }
  return undefined;
}

/** Ids of the trades that this one adds up. */
function summedIds({ id, info }: CcxtTrade, member: string | undefined): readonly string[] {
  const count = member === undefined ? 1 : Number((info as Readonly<Record<string, unknown>> | undefined)?.[member] ?? 1);
  if (id === undefined || !(count > 1) || !/^\d+$/.test(id)) return [];
  return Array.from({ length: count - 1 }, (_, i) => String(BigInt(id) - BigInt(i + 1)));
}

function read(sink: TickSink, ticks: () => readonly FeedTick[], covers: readonly string[] = []): void {
  try {
    for (const tick of ticks()) sink.tick(tick, covers);
  } catch (error) {
    sink.bad(error instanceof Error ? error.message : String(error));
  }
}

/** A trade without an id is known by its time, price and quantity. */
export function tradeOf(stamper: Stamper, { id, symbol, timestamp, side, price, amount }: CcxtTrade): FeedTrade {
  const [at, quantity] = [decimalText(price, 'price'), decimalText(amount, 'amount')];
  return {
    ...stamp(stamper, symbol, Math.round(timestamp * MILLISECOND_US)),
    kind: 'trade',
    eventId: id ?? `${timestamp}-${at}-${quantity}`,
    price: at,
    quantity,
    side: side === 'buy' || side === 'sell' ? side : 'unknown',
  };
}

interface BookUpdate {
  readonly book: CcxtBook;
  readonly symbol: string;
  readonly channels: StreamRequest['channels'];
}

function bookTicks(stamper: Stamper, { book, symbol, channels }: BookUpdate): FeedTick[] {
  const levels = (side: CcxtBook['bids']) =>
    side.slice(0, DEPTH).map(([price, quantity]): BookLevel => [decimalText(price, 'price'), decimalText(quantity, 'quantity')]);
  const [bids, asks] = [levels(book.bids), levels(book.asks)];
  // Not every venue puts a time on its book.
  const common = stamp(stamper, symbol, book.timestamp === undefined ? stamper.nowUs() : book.timestamp * MILLISECOND_US);
  const ticks: FeedTick[] = [];
  const [bid, ask] = [bids[0], asks[0]];
  if (channels.includes('quotes') && bid !== undefined && ask !== undefined) {
    ticks.push({ ...common, kind: 'quote', bid: bid[0], bidQuantity: bid[1], ask: ask[0], askQuantity: ask[1] });
  }
  if (channels.includes('book')) {
    ticks.push({
      ...common,
      kind: 'book',
      form: 'snapshot',
      bids,
      asks,
      ...(book.nonce === undefined ? {} : { lastSequence: book.nonce }),
    });
  }
  return ticks;
}
