import type { Protocol, VenueBook, VenueTick } from './local-venue.ts';

const ok = (data: readonly unknown[]) => ({ code: '0', msg: '', data });

/** OKX, version 5: instruments, candles (newest first, bounded by `before` and `after`), the newest trades, and its sockets. */
export const okxProtocol: Protocol = {
  topics: { ticks: 'trades', book: 'books' },
  answer({ path, query }, venue) {
    if (path === '/api/v5/public/instruments') return ok(query.get('instType') === 'SPOT' ? [INSTRUMENT] : []);
    if (query.get('instId') !== 'BTC-USDT') return { code: '51001', msg: 'Instrument ID does not exist', data: [] };
    if (path === '/api/v5/market/candles' || path === '/api/v5/market/history-candles') {
      // `before` asks for what is newer, `after` for what is older; neither is included.
      const from = Number(query.get('before')) + 1;
      const until = Math.min(Number(query.get('after') ?? Number.POSITIVE_INFINITY), Date.UTC(2023, 4, 2));
      const bars = venue.bars(from, until).slice(0, Number(query.get('limit') ?? 100));
      return ok(
        bars
          .map((b) => [String(b.timeMs), ...[b.open, b.high, b.low, b.close, b.volume].map((n) => n.toFixed(2)), '0', '0', '1'])
          .reverse(),
      );
    }
    if (path === '/api/v5/market/trades')
      return ok(
        venue.ticks
          .slice(-Number(query.get('limit') ?? 100))
          .map(told)
          .reverse(),
      );
    return undefined;
  },
  message(listener, text) {
    if (text === 'ping') return listener.send('pong');
    const { op, args = [] } = JSON.parse(text) as { op: string; args?: { channel: string; instId: string }[] };
    if (op !== 'subscribe') return;
    for (const arg of args) {
      listener.topics.add(arg.channel);
      listener.send(JSON.stringify({ event: 'subscribe', arg, connId: 'a4d3ae55' }));
    }
  },
  ticks: (ticks) => ticks.map((tick) => JSON.stringify({ arg: { channel: 'trades', instId: 'BTC-USDT' }, data: [told(tick)] })),
  book: (book) => [JSON.stringify({ arg: { channel: 'books', instId: 'BTC-USDT' }, action: 'snapshot', data: [sides(book)] })],
};

function told({ id, price, quantity, timeMs }: VenueTick) {
  return { instId: 'BTC-USDT', tradeId: String(id), px: price, sz: `${quantity}.0`, side: 'sell', source: '0', ts: String(timeMs) };
}

function sides({ timeMs, bids, asks }: VenueBook) {
  const side = (levels: VenueBook['bids']) => levels.map(([price, quantity]) => [price, String(quantity), '0', '1']);
  return { bids: side(bids), asks: side(asks), ts: String(timeMs), checksum: 0, prevSeqId: -1, seqId: 1 };
}

const INSTRUMENT = {
  alias: '',
  baseCcy: 'BTC',
  category: '1',
  ctMult: '',
  ctType: '',
  ctVal: '',
  ctValCcy: '',
  expTime: '',
  instFamily: '',
  instId: 'BTC-USDT',
  instType: 'SPOT',
  lever: '',
  listTime: '1733454000000',
  lotSz: '0.00000001',
  maxLmtSz: '9999999999',
  maxMktSz: '1000000',
  minSz: '0.00001',
  optType: '',
  quoteCcy: 'USDT',
  settleCcy: '',
  state: 'live',
  stk: '',
  tickSz: '0.01',
  uly: '',
};
