import { above, type Protocol, Refused, type VenueBook, type VenueTick } from './local-venue.ts';

const iso = (ms: number) => new Date(ms).toISOString().replace(/\.(\d{3})Z$/, '.$1000000Z');

/** OANDA's v20 API: instruments, candles by bid, mid and ask, and the stream of prices as lines of JSON. */
export const oandaProtocol: Protocol = {
  answer({ path, query, headers }, venue) {
    if (venue.locked || headers.authorization !== 'Bearer token') {
      return new Refused(401, { errorMessage: 'Insufficient authorization to perform request.' });
    }
    if (path === '/v3/accounts/acc/instruments') {
      const common = { pipLocation: -4, displayPrecision: 5, tradeUnitsPrecision: 0, minimumTradeSize: '1' };
      return {
        instruments: [
          { name: 'EUR_USD', type: 'CURRENCY', displayName: 'EUR/USD', ...common },
          { name: 'XAU_USD', type: 'METAL', displayName: 'Gold', ...common },
        ],
      };
    }
    if (path === '/v3/accounts/acc/pricing/stream')
      return query.get('instruments') === 'EUR_USD' ? 'stream' : new Refused(400, { errorMessage: 'Invalid Instrument' });
    if (path === '/v3/instruments/EUR_USD/candles') {
      const from = Date.parse(query.get('from') ?? '');
      const end = Date.UTC(2023, 4, 2);
      const bars = venue.bars(from, end, Number(query.get('count')));
      const price = query.get('price') ?? 'M';
      const candles = bars.map((bar, i) => {
        const at = (shift: number) => ({
          o: (bar.open + shift).toFixed(2),
          h: (bar.high + shift).toFixed(2),
          l: (bar.low + shift).toFixed(2),
          c: (bar.close + shift).toFixed(2),
        });
        return {
          complete: bar.timeMs + 60_000 < end || i < bars.length - 1,
          volume: bar.volume,
          time: iso(bar.timeMs),
          ...(price.includes('B') ? { bid: at(-0.01) } : {}),
          ...(price.includes('M') ? { mid: at(0) } : {}),
          ...(price.includes('A') ? { ask: at(0.01) } : {}),
        };
      });
      return { instrument: 'EUR_USD', granularity: query.get('granularity'), candles };
    }
    return undefined;
  },
  opened: (listener) => listener.send(`${JSON.stringify({ type: 'HEARTBEAT', time: iso(Date.now()) })}\n`),
  ticks: (ticks: readonly VenueTick[]) =>
    ticks.map(({ price, quantity, timeMs }) => priceLine({ timeMs, bids: [[price, quantity]], asks: [[above(price, 25), quantity]] })),
  book: (book) => [priceLine(book)],
};

function priceLine({ timeMs, bids, asks }: VenueBook): string {
  const buckets = (side: VenueBook['bids']) => side.map(([price, liquidity]) => ({ price, liquidity }));
  const price = {
    type: 'PRICE',
    time: iso(timeMs),
    bids: buckets(bids),
    asks: buckets(asks),
    status: 'tradeable',
    tradeable: true,
    instrument: 'EUR_USD',
  };
  return `${JSON.stringify(price)}\n`;
}
