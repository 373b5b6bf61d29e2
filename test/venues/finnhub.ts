import { type Protocol, Refused } from './local-venue.ts';

/** Finnhub: symbols, candles as columns, and the stream of trades without ids or confirmations. */
export const finnhubProtocol: Protocol = {
  topics: { ticks: 'AAPL' },
  answer({ path, query, headers }, venue) {
    if (venue.locked || headers['x-finnhub-token'] !== 'token') return new Refused(401, { error: 'Invalid API key' });
    if (path === '/api/v1/stock/symbol') {
      return [
        {
          currency: 'USD',
          description: 'APPLE INC',
          displaySymbol: 'AAPL',
          figi: 'BBG000B9Y5X2',
          mic: 'XNAS',
          symbol: 'AAPL',
          type: 'Common Stock',
        },
      ];
    }
    if (path !== '/api/v1/stock/candle') return undefined;
    const until = Math.min((Number(query.get('to')) + 1) * 1000, Date.UTC(2023, 4, 2));
    const bars = venue.bars(Number(query.get('from')) * 1000, until);
    if (bars.length === 0) return { s: 'no_data' };
    const column = (of: (bar: (typeof bars)[number]) => number) => bars.map(of);
    return {
      c: column((b) => b.close),
      h: column((b) => b.high),
      l: column((b) => b.low),
      o: column((b) => b.open),
      s: 'ok',
      t: column((b) => b.timeMs / 1000),
      v: column((b) => b.volume),
    };
  },
  refuse: ({ query }, venue) => (venue.locked || query.get('token') !== 'token' ? 401 : undefined),
  opened: (listener) => listener.send('{"type":"ping"}'),
  message(listener, text) {
    const { type, symbol } = JSON.parse(text) as { type: string; symbol: string };
    if (type === 'subscribe') listener.topics.add(symbol);
  },
  ticks: (ticks) => [
    JSON.stringify({
      data: ticks.map(({ price, quantity, timeMs }) => ({ c: null, p: Number(price), s: 'AAPL', t: timeMs, v: quantity })),
      type: 'trade',
    }),
  ],
};
