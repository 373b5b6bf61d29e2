import type { Feature } from '../domain/feature.ts';
import { DAY_US } from '../domain/time.ts';
import { readHead } from './csv-layout.ts';
import { MarketDataError } from './error.ts';
import { readNumberText } from './number-text.ts';
import { detectTimeFormat, type TimeReader, timeReader } from './time-text.ts';

const KNOWN = ['knownat', 'known', 'availableat', 'publishedat', 'published', 'time', 'timestamp', 'datetime', 'date'];
const VALUE = ['value', 'score', 'sentiment'];
const NEEDS = 'a feature file has a column knownAt (when the value could first be known) and a column value';

/**
 * Numbers from outside, of a CSV file with the columns `knownAt` and `value` (or `score`), in any order of rows; of two known at the same time the later row counts.
 * A date without a clock is taken as the end of that day, UTC: nobody can have known it sooner. Throws `MarketDataError` that names the line and what is wrong.
 */
export function parseFeature(bytes: Uint8Array): Feature {
  const { delimiter, rows, at } = readHead(bytes, NEEDS);
  const names = (rows[0] as readonly string[]).map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
  const known = KNOWN.map((name) => names.indexOf(name)).find((index) => index !== -1);
  const value = VALUE.map((name) => names.indexOf(name)).find((index) => index !== -1);
  if (known === undefined || value === undefined) {
    throw new MarketDataError(
      'missing-column',
      `no column for ${known === undefined ? 'knownAt' : 'value'}; found: ${rows[0]?.join(', ')}. ${NEEDS}`,
    );
  }
  const format = detectTimeFormat(rows.slice(1, 101).map((row) => row[known] ?? ''));
  if (format === undefined)
    throw new MarketDataError('unreadable-time', `the column ${rows[0]?.[known]} holds no times, like "${rows[1]?.[known] ?? ''}"`);
  const text = new TextDecoder().decode(bytes.subarray(at(0).start));
  const points = readRows(text, { delimiter, known, value, line: at(0).line, read: timeReader(format) });
  if (points.length === 0) throw new MarketDataError('no-valid-row', 'the file ends after its first line: there is no row of data');
  points.sort((a, b) => a.knownAtUs - b.knownAtUs);
  return {
    length: points.length,
    knownAtUs: Float64Array.from(points, (point) => point.knownAtUs),
    value: Float64Array.from(points, (point) => point.value),
  };
}

interface Columns {
  readonly delimiter: string;
  readonly known: number;
  readonly value: number;
  /** Line of the header. */
  readonly line: number;
  readonly read: TimeReader;
}

function readRows(text: string, { delimiter, known, value, line, read }: Columns): { knownAtUs: number; value: number }[] {
  const encoder = new TextEncoder();
  const points: { knownAtUs: number; value: number }[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (index === 0 || row.trim() === '') continue;
    const cells = row.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const [when = '', what = ''] = [cells[known], cells[value]];
    const encoded = encoder.encode(when);
    const time = read(encoded, 0, encoded.length);
    if (!Number.isSafeInteger(time))
      throw new MarketDataError('unreadable-time', `line ${line + index}: knownAt "${when}" is no time like those above`);
    const number = readNumberText(what);
    if (number === undefined || !Number.isFinite(number))
      throw new MarketDataError('no-valid-row', `line ${line + index}: value "${what}" is not a number`);
    points.push({ knownAtUs: hasClock(when) ? time : time + DAY_US, value: number });
  }
  return points;
}

/** Whether a time says more than its day. */
function hasClock(text: string): boolean {
  return /^\d{9,}$/.test(text) || text.includes(':');
}
