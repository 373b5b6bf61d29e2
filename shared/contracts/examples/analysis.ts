const reading = {
  id: 'rsi(14)',
  name: 'Relative strength index',
  values: { value: 57.3 },
  about: 'How much of the recent movement was upwards, 0 to 100.',
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 6.',
} as const;

/** Examples of the analysis of a symbol. */
export const ANALYSIS_EXAMPLES = {
  analyseSymbol: {
    response: {
      symbol: 'ACME',
      asOf: '2024-03-01T00:00:00Z',
      technical: {
        status: 'known',
        asOf: '2024-02-29T21:00:00Z',
        timeframe: '1d',
        bars: 501,
        price: { close: 20, currency: 'USD', change: 0.01, high: 20.4, low: 19.7, highest: 24, lowest: 15.5 },
        trend: { direction: 'up', rule: 'up: close above sma(50) above sma(200); down: the reverse; else mixed', readings: [] },
        momentum: [reading],
        volatility: [],
        volume: [],
        patterns: [
          {
            pattern: 'engulfing',
            direction: 'bullish',
            confirmedAt: '2024-02-29T21:00:00Z',
            strength: 100,
            source: 'Nison (1991), Japanese Candlestick Charting Techniques, ch. 4.',
          },
        ],
        sources: ['bars'],
      },
      fundamental: {
        status: 'known',
        asOf: '2024-02-15T20:00:00Z',
        periodEnd: '2023-12-31T00:00:00Z',
        currency: 'USD',
        measures: [
          {
            id: 'pe',
            name: 'Price to earnings',
            value: 20,
            unit: 'multiple',
            formula: 'price x shares / net income of the last twelve months',
            source: 'Damodaran (2012), Investment Valuation, 3rd ed., ch. 18',
            why: null,
          },
        ],
        sources: ['fundamentals', 'bars'],
      },
      quality: { status: 'missing', why: 'no bar of ACME had closed by 2024-03-01T00:00:00Z' },
      provenance: {
        status: 'known',
        asOf: '2024-03-01T00:00:00Z',
        origins: [
          {
            id: 'fundamentals',
            kind: 'rows',
            sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
            synthetic: false,
            used: 8,
            later: 1,
            from: '2022-05-15T20:00:00Z',
            to: '2024-02-15T20:00:00Z',
          },
        ],
      },
    },
  },
} as const;
