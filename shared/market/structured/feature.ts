import type { Feature } from '../../domain/feature.ts';
import { knownAtOf, numbersOf, type StructuredTable } from '../../domain/structured-table.ts';
import { rowsOf, timesOf } from './known.ts';

/**
 * A column of a table as a number that changes when something becomes known: at each moment the cell of the latest time that any row known by then speaks of, in its last version.
 * A correction of an older time changes nothing, and an empty cell is no news. Throws `RangeError` for a column that holds no numbers.
 */
export function tableFeature(table: StructuredTable, column: string, symbol?: string): Feature {
  const [values, known, times] = [numbersOf(table, column), knownAtOf(table), timesOf(table)];
  const news: number[] = [];
  let latestUs = -Infinity;
  for (const row of rowsOf(table, symbol)) {
    const timeUs = times[row] as number;
    if (timeUs < latestUs || Number.isNaN(values[row])) continue;
    latestUs = timeUs;
    news.push(row);
  }
  return {
    length: news.length,
    knownAtUs: Float64Array.from(news, (row) => known[row] as number),
    value: Float64Array.from(news, (row) => values[row] as number),
  };
}
