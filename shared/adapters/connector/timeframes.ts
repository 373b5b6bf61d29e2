import { HistoryError } from '../../ports/history-source.ts';

/** The venue's name of a timeframe. Throws `HistoryError` listing those that it has. */
export function venueTimeframe(venue: string, names: Readonly<Record<string, string>>, timeframe: string): string {
  const name = Object.hasOwn(names, timeframe) ? names[timeframe] : undefined;
  if (name !== undefined) return name;
  throw new HistoryError('unknown-timeframe', `${venue} has no bars of ${timeframe}; it has ${Object.keys(names).join(', ')}`);
}
