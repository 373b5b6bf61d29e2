import type { Instrument } from '../shared/domain/instrument.ts';

/** What the benchmarks trade. */
export const instrument: Instrument = {
  id: 'BENCH/USD',
  symbol: 'BENCH/USD',
  assetClass: 'crypto',
  base: 'BENCH',
  currency: 'USD',
  tick: 1e-8,
  lot: 1e-8,
  multiplier: 1,
  calendar: '24/7',
};
