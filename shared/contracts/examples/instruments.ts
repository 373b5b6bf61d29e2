const bitcoin = {
  id: 'BTC/USDT',
  symbol: 'BTC/USDT',
  assetClass: 'crypto',
  exchange: 'binance',
  base: 'BTC',
  currency: 'USDT',
  tick: 0.01,
  lot: 0.00001,
  multiplier: 1,
  calendar: '24/7',
  name: null,
  sector: null,
  contract: { kind: 'spot' },
  status: 'inactive',
  priority: 5,
  listed: null,
  delisted: null,
  names: [{ source: 'ccxt:binance', symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT', from: null, to: null }],
} as const;
const active = { ...bitcoin, status: 'active', priority: 1 } as const;

/** Examples of the security master. */
export const INSTRUMENT_EXAMPLES = {
  listInstruments: { response: { instruments: [active], next: null } },
  getInstrument: { response: active },
  instrumentHistory: {
    response: {
      id: bitcoin.id,
      changes: [
        { at: '2026-11-21T09:00:00Z', by: 'owner', action: 'activate', before: bitcoin, after: active },
        { at: '2026-11-20T09:00:00Z', by: 'owner', action: 'create', before: null, after: bitcoin },
      ],
    },
  },
  instrumentSessions: {
    response: {
      id: 'AAPL',
      calendar: 'NASDAQ',
      sessions: [
        { date: '2024-07-02', open: '2024-07-02T13:30:00Z', close: '2024-07-02T20:00:00Z', short: false },
        { date: '2024-07-03', open: '2024-07-03T13:30:00Z', close: '2024-07-03T17:00:00Z', short: true },
      ],
      holidays: ['2024-07-04'],
    },
  },
  saveInstrument: {
    body: {
      assetClass: 'crypto',
      exchange: 'binance',
      currency: 'USDT',
      tick: 0.01,
      lot: 0.00001,
      names: [{ source: 'ccxt:binance', symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' }],
    },
    response: bitcoin,
  },
  activateInstrument: { body: { priority: 1 }, response: active },
  deactivateInstrument: { response: bitcoin },
  refreshInstruments: {
    body: { source: 'ccxt:binance' },
    response: {
      source: 'ccxt:binance',
      counts: { listed: 300, added: 20, changed: 1, retired: 10, withheld: 0, unchanged: 279, skipped: 0 },
      added: ['PEPE/USDT'],
      changed: ['BTC/USDT'],
      retired: ['LUNA/USDT'],
      withheld: [],
      skipped: [],
    },
  },
} as const;
