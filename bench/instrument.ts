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

/** One of many instruments that an account trades. */
export function stock(number: number): Instrument {
  const id = `S${String(number).padStart(4, '0')}`;
  return { id, symbol: id, assetClass: 'equity', base: id, currency: 'USD', tick: 0.01, lot: 1e-8, multiplier: 1, calendar: 'NYSE' };
}
