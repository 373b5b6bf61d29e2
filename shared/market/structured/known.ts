import { knownAtOf, numbersOf, type StructuredTable, textsOf } from '../../domain/structured-table.ts';
import type { TimeUs } from '../../domain/time.ts';
import { keyReader } from './identity.ts';

export interface KnownFilter {
  /** Rows that were known by then. */
  readonly asOfUs: TimeUs;
  /** Rows of one instrument. */
  readonly symbol?: string | undefined;
  /** Rows that speak of this time or a later one. */
  readonly fromUs?: TimeUs;
  /** Rows that speak of an earlier time. */
  readonly toUs?: TimeUs;
}

/** When each row speaks of; the time it was known where the schema has no other. */
export function timesOf(table: StructuredTable): Float64Array {
  return numbersOf(table, table.schema.time ?? table.schema.knownAt);
}

/** Rows of one symbol in order of when they were known; all rows where no symbol is asked for. Throws `RangeError` for a schema without symbols. */
export function rowsOf(table: StructuredTable, symbol: string | undefined): number[] {
  const rows = Array.from({ length: table.length }, (_, row) => row);
  const known = knownAtOf(table);
  const own = symbol === undefined ? rows : rows.filter(symbolFilter(table, symbol));
  return own.sort((a, b) => (known[a] as number) - (known[b] as number) || a - b);
}

function symbolFilter(table: StructuredTable, symbol: string): (row: number) => boolean {
  if (table.schema.symbol === null) throw new RangeError(`schema ${table.schema.name} has no column of symbols`);
  const symbols = textsOf(table, table.schema.symbol);
  return (row) => symbols[row] === symbol;
}

/**
 * The rows that somebody who asked at `asOfUs` would have seen: of each key the version known last by then, never one known later. In order of the time they speak of, then of
 * when they were known.
 */
export function knownRows(table: StructuredTable, { asOfUs, symbol, fromUs = -Infinity, toUs = Infinity }: KnownFilter): number[] {
  const [known, times, keyOf] = [knownAtOf(table), timesOf(table), keyReader(table)];
  const latest = new Map<string, number>();
  for (const row of rowsOf(table, symbol)) {
    if ((known[row] as number) > asOfUs) break;
    latest.set(keyOf(row), row);
  }
  const inRange = (row: number) => (times[row] as number) >= fromUs && (times[row] as number) < toUs;
  const at = (column: Float64Array, row: number) => column[row] as number;
  return [...latest.values()].filter(inRange).sort((a, b) => at(times, a) - at(times, b) || at(known, a) - at(known, b) || a - b);
}
