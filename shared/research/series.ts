import type { Bars } from '../domain/bars.ts';
import { ResearchError } from './error.ts';

/** The bars of one instrument of a universe. */
export interface Series {
  readonly symbol: string;
  readonly bars: Bars;
}

/** Throws `ResearchError` for two series of one name: their rows would be taken for each other's. */
export function checkDistinct(series: readonly Series[]): void {
  const seen = new Set<string>();
  for (const { symbol } of series) {
    if (seen.has(symbol)) throw new ResearchError('data', `${symbol} is given twice; each instrument counts once`);
    seen.add(symbol);
  }
}
