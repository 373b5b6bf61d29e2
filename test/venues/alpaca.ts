import { type Listener, type Protocol, Refused, type VenueBook, type VenueTick } from './local-venue.ts';

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', '.000000000Z');
const UNAUTHORISED = new Refused(401, { message: 'unauthorized.' });

/** Alpaca's market data API, version 2: assets, bars, trades with page tokens, and the stream with its greeting, sign-in and arrays. */
export const alpacaProtocol: Protocol = {
  topics: { ticks: 'trades', book: 'quotes' },
  answer({ path, query, headers }, venue) {
    if (venue.locked || headers['apca-api-key-id'] !== 'key' || headers['apca-api-secret-key'] !== 'secret') return UNAUTHORISED;
    if (path === '/v2/assets') return [asset('AAPL', true), asset('OLDCO', false)];
    if (path.startsWith('/v2/assets/'))
      return path === '/v2/assets/AAPL' ? asset('AAPL', true) : new Refused(404, { message: 'asset not found' });
    const start = Date.parse(query.get('start') ?? '');
    const limit = Number(query.get('limit'));
    const end = query.has('end') ? Date.parse(query.get('end') as string) : Number.POSITIVE_INFINITY;
    if (path === '/v2/stocks/AAPL/bars') {
      const bars = venue.bars(start, Math.min(end, Date.UTC(2023, 4, 2)), limit);
      return {
        bars: bars.map((b) => ({ t: iso(b.timeMs), o: b.open, h: b.high, l: b.low, c: b.close, v: b.volume, n: 9, vw: b.open })),
        symbol: 'AAPL',
        next_page_token: null,
      };
    }
    if (path === '/v2/stocks/AAPL/trades') {
      const all = venue.ticksSince(start, end);
      return { trades: all.slice(0, 100).map(tradeOf), symbol: 'AAPL', next_page_token: all.length > 100 ? 'bmV4dA==' : null };
    }
    return undefined;
  },
  opened: (listener) => listener.send('[{"T":"success","msg":"connected"}]'),
  message(listener, text, venue) {
    const { action, key, secret, trades = [], quotes = [] } = JSON.parse(text) as Record<string, string & string[]>;
    if (action === 'auth') {
      const accepted = !venue.locked && key === 'key' && secret === 'secret';
      return listener.send(accepted ? '[{"T":"success","msg":"authenticated"}]' : '[{"T":"error","code":402,"msg":"auth failed"}]');
    }
    if (action === 'subscribe') subscribe(listener, trades as unknown as string[], quotes as unknown as string[]);
  },
  ticks: (ticks) => [JSON.stringify(ticks.map((tick) => ({ T: 't', S: 'AAPL', ...tradeOf(tick) })))],
  book: ({ timeMs, bids, asks }: VenueBook) => {
    const [[bp, bs] = ['0', 0], [ap, as] = ['0', 0]] = [bids[0], asks[0]];
    const quote = { T: 'q', S: 'AAPL', bx: 'U', bp: Number(bp), bs, ax: 'Q', ap: Number(ap), as, c: ['R'], z: 'C', t: iso(timeMs) };
    return [JSON.stringify([quote])];
  },
};

function subscribe(listener: Listener, trades: readonly string[], quotes: readonly string[]): void {
  if (trades.includes('AAPL')) listener.topics.add('trades');
  if (quotes.includes('AAPL')) listener.topics.add('quotes');
  listener.send(JSON.stringify([{ T: 'subscription', trades, quotes, bars: [] }]));
}

function tradeOf({ id, price, quantity, timeMs }: VenueTick) {
  return { t: iso(timeMs), x: 'V', p: Number(price), s: quantity, c: ['@'], i: id, z: 'C' };
}

function asset(symbol: string, tradable: boolean) {
  return { id: symbol, class: 'us_equity', exchange: 'NASDAQ', symbol, name: symbol, status: 'active', tradable };
}
