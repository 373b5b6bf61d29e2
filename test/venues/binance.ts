import { type LocalVenue, type Protocol, Refused, type VenueBook, type VenueTick } from './local-venue.ts';

/** Binance spot: exchange information, klines, aggregated trades, depth, and the combined socket with its SUBSCRIBE. */
export const binanceProtocol: Protocol = {
  topics: { ticks: 'btcusdt@aggTrade', book: 'btcusdt@depth' },
  answer({ path, query }, venue) {
    if (path === '/api/v3/exchangeInfo') return { timezone: 'UTC', serverTime: 0, rateLimits: [], exchangeFilters: [], symbols: [BTCUSDT] };
    if (query.get('symbol') !== 'BTCUSDT') return new Refused(400, { code: -1121, msg: 'Invalid symbol.' });
    const start = Number(query.get('startTime'));
    const limit = Number(query.get('limit') ?? 500);
    if (path === '/api/v3/klines') {
      return venue
        .bars(start, Date.UTC(2023, 4, 2), Math.min(limit, 1000))
        .map((b) => [
          b.timeMs,
          ...[b.open, b.high, b.low, b.close, b.volume].map((n) => n.toFixed(8)),
          b.timeMs + 59_999,
          '0',
          9,
          '0',
          '0',
          '0',
        ]);
    }
    if (path === '/api/v3/aggTrades') {
      const end = query.has('endTime') ? Number(query.get('endTime')) : Number.POSITIVE_INFINITY;
      return venue
        .ticksSince(start, end + 1)
        .slice(0, Math.min(limit, 1000))
        .map(aggregated);
    }
    if (path === '/api/v3/depth') return { lastUpdateId: 1000, bids: [['1.00000000', '1.0']], asks: [['9000.00000000', '1.0']] };
    return undefined;
  },
  message(listener, text) {
    const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number };
    if (method === 'SUBSCRIBE') for (const topic of params) listener.topics.add(topic.replace(/@depth.*/, '@depth'));
    listener.send(JSON.stringify({ result: null, id }));
  },
  ticks: (ticks) => ticks.map((tick) => JSON.stringify({ e: 'aggTrade', E: Date.now(), s: 'BTCUSDT', ...aggregated(tick) })),
  book: (book, venue) => [depthUpdate(venue, book)],
};

const sequences = new WeakMap<LocalVenue, number>();

/** What changed in the book: the levels given come, those of the update before go. */
function depthUpdate(venue: LocalVenue, { timeMs, bids, asks }: VenueBook): string {
  const first = (sequences.get(venue) ?? 1000) + 1;
  sequences.set(venue, first);
  const side = (levels: VenueBook['bids']) => levels.map(([price, quantity]) => [price, String(quantity)]);
  return JSON.stringify({
    e: 'depthUpdate',
    E: timeMs,
    s: 'BTCUSDT',
    U: first,
    u: first,
    b: side(bids),
    a: [['9000.00', '0'], ...side(asks)],
  });
}

function aggregated({ id, price, quantity, timeMs }: VenueTick) {
  return { a: id, p: `${price}000000`, q: `${quantity}.00000000`, f: id, l: id, T: timeMs, m: true, M: true };
}

const BTCUSDT = {
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  baseAssetPrecision: 8,
  quoteAsset: 'USDT',
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  orderTypes: ['LIMIT', 'MARKET'],
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
    { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
  ],
  permissions: ['SPOT'],
  permissionSets: [['SPOT']],
};
