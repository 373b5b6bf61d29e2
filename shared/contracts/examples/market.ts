/** Bodies and answers of the routes of the live market. */
export const MARKET_EXAMPLES = {
  readTicks: {
    response: {
      instrument: 'BTC/USDT',
      kind: 'trades',
      ticks: [
        {
          time: '2026-11-21T02:00:00.125Z',
          eventId: '3141592',
          price: '58250.10',
          quantity: '0.025',
          side: 'buy',
          venue: 'binance',
          synthetic: false,
        },
      ],
      next: '1795226400250000-49600000000000000000000000000000000000000000000000000042',
    },
  },
  latestQuotes: {
    response: {
      quotes: [
        {
          instrument: 'BTC/USDT',
          quote: { bid: 58_250, ask: 58_250.5, bidQuantity: 1.5, askQuantity: 0.75, venue: 'binance', time: '2026-11-21T02:00:00.2Z' },
          trade: { price: 58_250.1, quantity: 0.025, side: 'buy', venue: 'binance', time: '2026-11-21T02:00:00.125Z' },
          consolidated: {
            bid: { price: 58_250, quantity: 2.25, venues: ['binance', 'kraken'] },
            ask: { price: 58_250.5, quantity: 0.75, venues: ['binance'] },
            composite: 58_250.125,
            crossed: false,
            venues: ['binance', 'kraken'],
            stale: ['okx'],
          },
          mid: 58_250.25,
          spread: 0.5,
          ageMs: 180,
          stale: false,
          delayed: false,
          synthetic: false,
        },
      ],
    },
  },
} as const;
