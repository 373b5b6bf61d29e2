import type { Protocol, VenueBook, VenueTick } from './local-venue.ts';

const ok = (list: readonly unknown[]) => ({
  retCode: 0,
  retMsg: 'OK',
  result: { category: 'spot', symbol: 'BTCUSDT', list },
  retExtInfo: {},
  time: 0,
});

/** Bybit, version 5, spot: instruments, klines (newest first), the 60 newest trades, and its public socket. */
export const bybitProtocol: Protocol = {
  topics: { ticks: 'publicTrade.BTCUSDT', book: 'orderbook.50.BTCUSDT' },
  answer({ path, query }, venue) {
    if (path === '/v5/market/instruments-info') return ok(query.get('category') === 'spot' ? [INSTRUMENT] : []);
    if (query.get('symbol') !== 'BTCUSDT') return { retCode: 10001, retMsg: 'Not supported symbols', result: {}, retExtInfo: {}, time: 0 };
    if (path === '/v5/market/kline') {
      const bars = venue.bars(
        Number(query.get('start')),
        Math.min(Number(query.get('end') ?? Number.POSITIVE_INFINITY) + 1, Date.UTC(2023, 4, 2)),
        Number(query.get('limit')),
      );
      return ok(bars.map((b) => [String(b.timeMs), ...[b.open, b.high, b.low, b.close, b.volume].map((n) => n.toFixed(2)), '0']).reverse());
    }
    if (path === '/v5/market/recent-trade') {
      return ok(
        venue.ticks
          .slice(-Math.min(60, Number(query.get('limit') ?? 60)))
          .map(({ id, price, quantity, timeMs }) => ({
            execId: String(id),
            symbol: 'BTCUSDT',
            price,
            size: String(quantity),
            side: 'Sell',
            time: String(timeMs),
            isBlockTrade: false,
          }))
          .reverse(),
      );
    }
    return undefined;
  },
  message(listener, text) {
    const { op, args = [], req_id } = JSON.parse(text) as { op: string; args?: string[]; req_id: string };
    if (op === 'ping') return listener.send(JSON.stringify({ success: true, ret_msg: 'pong', conn_id: 'c', req_id, op }));
    for (const topic of args) listener.topics.add(topic);
    listener.send(JSON.stringify({ success: true, ret_msg: '', conn_id: 'c', req_id, op }));
  },
  ticks: (ticks) => [JSON.stringify({ topic: 'publicTrade.BTCUSDT', type: 'snapshot', ts: Date.now(), data: ticks.map(told) })],
  book: (book) => [
    JSON.stringify({ topic: 'orderbook.50.BTCUSDT', type: 'snapshot', ts: book.timeMs, data: sides(book), cts: book.timeMs }),
  ],
};

function told({ id, price, quantity, timeMs }: VenueTick) {
  return { T: timeMs, s: 'BTCUSDT', S: 'Sell', v: String(quantity), p: price, L: 'PlusTick', i: String(id), BT: false };
}

function sides({ bids, asks }: VenueBook) {
  const side = (levels: VenueBook['bids']) => levels.map(([price, quantity]) => [price, String(quantity)]);
  return { s: 'BTCUSDT', b: side(bids), a: side(asks), u: 1, seq: 1 };
}

const INSTRUMENT = {
  symbol: 'BTCUSDT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  innovation: '0',
  status: 'Trading',
  marginTrading: 'none',
  lotSizeFilter: {
    basePrecision: '0.000001',
    quotePrecision: '0.00000001',
    minOrderQty: '0.000048',
    maxOrderQty: '71.73',
    minOrderAmt: '1',
    maxOrderAmt: '4000000',
  },
  priceFilter: { tickSize: '0.01' },
};
