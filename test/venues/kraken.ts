import type { Protocol, VenueBook, VenueTick } from './local-venue.ts';

/** Kraken spot: asset pairs, OHLC (the 720 newest at most), trades since a time in nanoseconds, and version 2 of its socket. */
export const krakenProtocol: Protocol = {
  topics: { ticks: 'trade', book: 'book' },
  answer({ path, query }, venue) {
    if (path === '/0/public/AssetPairs') return { error: [], result: { XXBTZUSD: PAIR } };
    if (path === '/0/public/Assets') return { error: [], result: {} };
    if (query.get('pair') !== 'XXBTZUSD') return { error: ['EQuery:Unknown asset pair'] };
    if (path === '/0/public/OHLC') {
      const bars = venue.bars(Number(query.get('since')) * 1000, Date.UTC(2023, 4, 2), 720);
      const rows = bars.map((b) => [
        b.timeMs / 1000,
        ...[b.open, b.high, b.low, b.close, b.open].map((n) => n.toFixed(2)),
        b.volume.toFixed(8),
        9,
      ]);
      return { error: [], result: { XXBTZUSD: rows, last: 0 } };
    }
    if (path === '/0/public/Trades') {
      const rows = venue.ticksSince(Number(query.get('since')) / 1e6).slice(0, Number(query.get('count') ?? 1000));
      const trades = rows.map(({ id, price, quantity, timeMs }) => [
        `${price}000`,
        `${quantity}.00000000`,
        timeMs / 1000,
        'b',
        'l',
        '',
        id,
      ]);
      return { error: [], result: { XXBTZUSD: trades, last: '0' } };
    }
    return undefined;
  },
  opened: (listener) =>
    listener.send(
      JSON.stringify({
        channel: 'status',
        type: 'update',
        data: [{ system: 'online', api_version: 'v2', connection_id: 1, version: '2.0.10' }],
      }),
    ),
  message(listener, text) {
    const { method, params, req_id } = JSON.parse(text) as {
      method: string;
      params?: { channel: string; symbol: string[] };
      req_id: number;
    };
    if (method === 'ping') return listener.send(JSON.stringify({ method: 'pong', req_id }));
    if (method !== 'subscribe' || params === undefined) return;
    listener.topics.add(params.channel);
    listener.send(
      JSON.stringify({ method, result: { channel: params.channel, symbol: params.symbol[0], snapshot: true }, success: true, req_id }),
    );
  },
  ticks: (ticks) => [JSON.stringify({ channel: 'trade', type: 'update', data: ticks.map(told) })],
  book: (book) => [
    JSON.stringify({
      channel: 'book',
      type: 'snapshot',
      data: [{ symbol: 'BTC/USD', ...sides(book), checksum: 1, timestamp: new Date(book.timeMs).toISOString() }],
    }),
  ],
};

/** Version 2 sends numbers, not text. */
function told({ id, price, quantity, timeMs }: VenueTick) {
  return {
    symbol: 'BTC/USD',
    side: 'buy',
    price: Number(price),
    qty: quantity,
    ord_type: 'limit',
    trade_id: id,
    timestamp: new Date(timeMs).toISOString(),
  };
}

function sides({ bids, asks }: VenueBook) {
  const side = (levels: VenueBook['bids']) => levels.map(([price, qty]) => ({ price: Number(price), qty }));
  return { bids: side(bids), asks: side(asks) };
}

const PAIR = {
  altname: 'XBTUSD',
  wsname: 'XBT/USD',
  aclass_base: 'currency',
  base: 'XXBT',
  aclass_quote: 'currency',
  quote: 'ZUSD',
  lot: 'unit',
  cost_decimals: 5,
  pair_decimals: 1,
  lot_decimals: 8,
  lot_multiplier: 1,
  leverage_buy: [2],
  leverage_sell: [2],
  fees: [[0, 0.4]],
  fees_maker: [[0, 0.25]],
  fee_volume_currency: 'ZUSD',
  margin_call: 80,
  margin_stop: 40,
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
};
