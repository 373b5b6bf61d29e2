import { toIso } from '../../domain/time.ts';
import { readHead, splitCells } from '../csv-layout.ts';
import { MarketDataError } from '../error.ts';
import { readNumberText } from '../number-text.ts';
import { PlainRows } from '../plain-rows.ts';
import type { Reject, RejectCode } from '../table.ts';
import { type TimeReader, timeReader } from '../time-text.ts';
import { planTicks, type TickPlan, TICKS_NEED } from './columns.ts';

/** Ticks as columns, ascending in time; several may share a time, in the order of the file. */
export interface Ticks {
  readonly kind: 'trades' | 'quotes';
  readonly length: number;
  /** Microseconds UTC. */
  readonly time: Float64Array;
  /** Price of a trade, bid of a quote. */
  readonly first: Float64Array;
  /** Quantity of a trade, ask of a quote. */
  readonly second: Float64Array;
  /** The symbol of the ticks, where the file names one. */
  readonly symbol?: string;
  readonly rejects: readonly Reject[];
  /** How the columns were understood, what was dropped and what was put in order, in words. */
  readonly notes: readonly string[];
}

const NEWLINE = 10;
const QUOTE = 34;
const ID = 2;
const MAX_RAW = 500;
/** Times outside 1900 to 2255 are a unit taken for another. */
const MIN_US = -2_208_988_800_000_000;
const MAX_US = 9_007_199_254_740_991;

/**
 * Reads a CSV file of trades or quotes: any delimiter, columns by their names in any order, times as ISO or epoch in any unit.
 * A row that cannot be a tick becomes a reject; a trade whose id came before is dropped; ticks that are out of order are sorted, equal times as they stand.
 * `symbol` chooses among several in one file. Throws `MarketDataError` when the file holds no ticks.
 */
export function readTicks(bytes: Uint8Array, { symbol }: { readonly symbol?: string } = {}): Ticks {
  const { delimiter, rows, at } = readHead(bytes, TICKS_NEED);
  const header = rows[0] as readonly string[];
  if (rows.length < 2) throw new MarketDataError('no-valid-row', `the file ends after its first line: there is no row of data`);
  const plan = planTicks(header, rows.slice(1));
  const start = at(1);
  const scan = new TickScan(bytes, { plan, header, delimiter, start: start.start, line: start.line });
  return scan.run(symbol);
}

interface Layout {
  readonly plan: TickPlan;
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly start: number;
  readonly line: number;
}

/** One pass over the bytes: numbers are read where they stand; a row with quotes, blanks or text ids goes the slow way. */
class TickScan {
  readonly #bytes: Uint8Array;
  readonly #layout: Layout;
  readonly #readTime: TimeReader;
  readonly #plain: PlainRows;
  readonly #rejects: Reject[] = [];
  readonly #columns: readonly [Float64Array, Float64Array, Float64Array];
  readonly #time: Float64Array;
  /** Ids that are no plain numbers, by row. */
  readonly #textIds = new Map<number, string>();
  readonly #symbols: string[] = [];
  #rows = 0;

  constructor(bytes: Uint8Array, layout: Layout) {
    const { plan, header, start } = layout;
    this.#bytes = bytes;
    this.#layout = layout;
    this.#readTime = timeReader(plan.timeFormat);
    const lines = countLines(bytes, start);
    this.#columns = [new Float64Array(lines), new Float64Array(lines), new Float64Array(plan.id === -1 ? 0 : lines)];
    this.#time = new Float64Array(lines);
    this.#plain = new PlainRows(bytes, {
      delimiter: layout.delimiter.charCodeAt(0),
      fields: { width: header.length, time: plan.time, values: [...plan.values, plan.id] },
      readTime: this.#readTime,
      into: { time: this.#time, values: this.#columns },
    });
  }

  run(symbol: string | undefined): Ticks {
    const bytes = this.#bytes;
    const { plan } = this.#layout;
    const fast = bytes.indexOf(QUOTE, this.#layout.start) === -1 && plan.symbol === -1;
    let line = this.#layout.line;
    for (let at = this.#layout.start; at < bytes.length; line++) {
      const next = fast ? this.#plain.read(this.#rows, at) : -1;
      if (next !== -1 && this.#check(line, at)) this.#rows++;
      at = next === -1 ? this.#readSlowly(at, line) : next;
    }
    if (this.#rows === 0) {
      const first = this.#rejects[0];
      const why = first ? `no row can be read; line ${first.line}: ${first.reason}` : 'the file holds no row of data';
      throw new MarketDataError('no-valid-row', why, this.#rejects);
    }
    return this.#done(symbol);
  }

  #readSlowly(from: number, line: number): number {
    const newline = this.#bytes.indexOf(NEWLINE, from);
    const end = newline === -1 ? this.#bytes.length : newline;
    const raw = new TextDecoder().decode(this.#bytes.subarray(from, end)).replace(/\r$/, '');
    if (raw.trim() !== '') this.#readCells(raw, line, from);
    return end + 1;
  }

  #readCells(raw: string, line: number, from: number): void {
    const { plan, header, delimiter } = this.#layout;
    const cells = splitCells(raw, delimiter);
    const refuse = (code: RejectCode, reason: string) => this.#rejects.push({ line, code, reason, raw: raw.slice(0, MAX_RAW) });
    if (cells.length !== header.length) {
      refuse(
        cells.length < header.length ? 'missing-field' : 'extra-field',
        `row has ${cells.length} fields, the file has ${header.length}`,
      );
      return;
    }
    const text = new TextEncoder().encode(cells[plan.time]);
    const time = this.#readTime(text, 0, text.length);
    if (Number.isNaN(time)) {
      refuse('bad-time', `time "${(cells[plan.time] as string).slice(0, 40)}" is not written like the rest of the column`);
      return;
    }
    const row = this.#rows;
    this.#time[row] = time;
    for (const [column, field] of plan.values.entries()) {
      const cell = cells[field] as string;
      const value = readNumberText(cell);
      if (value === undefined || !Number.isFinite(value)) {
        refuse(cell === '' ? 'missing-value' : 'not-a-number', `${header[field]} "${cell.slice(0, 40)}" is not a number`);
        return;
      }
      (this.#columns[column] as Float64Array)[row] = value;
    }
    if (!this.#check(line, from)) return;
    if (plan.id !== -1) this.#textIds.set(row, cells[plan.id] as string);
    if (plan.symbol !== -1) this.#symbols[row] = cells[plan.symbol] as string;
    this.#rows++;
  }

  /** Whether the values of the row at hand can be a tick's; a reject when not. */
  #check(line: number, from: number): boolean {
    const row = this.#rows;
    const time = this.#time[row] as number;
    const [first, second] = [this.#columns[0][row] as number, this.#columns[1][row] as number];
    const quotes = this.#layout.plan.kind === 'quotes';
    if (first > 0 && (quotes ? second >= first : second > 0) && time > MIN_US && time < MAX_US) return true;
    const [code, reason] = faultOf({ first, second, time, quotes });
    const end = this.#bytes.indexOf(NEWLINE, from);
    const raw = new TextDecoder().decode(this.#bytes.subarray(from, Math.min(end === -1 ? this.#bytes.length : end, from + MAX_RAW)));
    this.#rejects.push({ line, code, reason, raw: raw.replace(/\r$/, '') });
    return false;
  }

  #done(wanted: string | undefined): Ticks {
    const { kind, notes: planNotes } = this.#layout.plan;
    const notes = [...planNotes];
    const symbol = this.#symbol(wanted);
    let rows = this.#withoutCopies(this.#ofSymbol(symbol, wanted), notes);
    const sorted = this.#inOrder(rows);
    if (sorted !== rows) notes.push('the ticks were out of order; they are sorted by their times');
    rows = sorted;
    const take = (column: Float64Array) =>
      rows === undefined ? column.subarray(0, this.#rows) : Float64Array.from(rows, (row) => column[row] as number);
    return {
      kind,
      length: rows?.length ?? this.#rows,
      time: take(this.#time),
      first: take(this.#columns[0]),
      second: take(this.#columns[1]),
      rejects: this.#rejects,
      notes,
      ...(symbol === undefined ? {} : { symbol }),
    };
  }

  #symbol(wanted: string | undefined): string | undefined {
    const names = [...new Set(this.#symbols)];
    if (names.length <= 1) return names[0];
    if (wanted !== undefined && names.includes(wanted)) return wanted;
    const list = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`;
    if (wanted === undefined) throw new MarketDataError('several-symbols', `the file holds ${names.length} symbols: ${list}; name one`);
    throw new MarketDataError('unknown-symbol', `the file does not hold "${wanted}"; it holds ${list}`);
  }

  /** Rows of the symbol; undefined when that is all of them. */
  #ofSymbol(symbol: string | undefined, wanted: string | undefined): Uint32Array | undefined {
    if (symbol === undefined || wanted === undefined) return undefined;
    return Uint32Array.from(rowsBelow(this.#rows).filter((row) => this.#symbols[row] === symbol));
  }

  /** Rows without those whose id came before. Ids that ascend, as a venue gives them, need no look at the rest. */
  #withoutCopies(rows: Uint32Array | undefined, notes: string[]): Uint32Array | undefined {
    const { id } = this.#layout.plan;
    if (id === -1 || (rows === undefined && this.#textIds.size === 0 && ascends(this.#columns[ID].subarray(0, this.#rows), true)))
      return rows;
    const seen = new Set<string | number>();
    const kept = (rows ?? rowsBelow(this.#rows)).filter((row) => {
      const known = this.#textIds.get(row) ?? (this.#columns[ID][row] as number);
      if (known === '' || !seen.has(known)) return seen.add(known);
      return false;
    });
    const copies = (rows?.length ?? this.#rows) - kept.length;
    if (copies === 0) return rows;
    notes.push(`${copies} trades came again under the same id and were dropped`);
    return kept;
  }

  /** The rows by time, equal times as they stood; the very same when they ascend already. */
  #inOrder(rows: Uint32Array | undefined): Uint32Array | undefined {
    const time = this.#time;
    const times = rows === undefined ? time.subarray(0, this.#rows) : Float64Array.from(rows, (row) => time[row] as number);
    if (ascends(times, false)) return rows;
    return (rows ?? rowsBelow(this.#rows)).toSorted((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  }
}

function faultOf(tick: {
  readonly first: number;
  readonly second: number;
  readonly time: number;
  readonly quotes: boolean;
}): [RejectCode, string] {
  const { first, second, time, quotes } = tick;
  const name = quotes ? 'bid' : 'price';
  if (!(first > 0)) return ['price-not-positive', `${name} is ${first}; it must be above zero`];
  if (quotes) return second < first ? ['crossed', `bid ${first} is above ask ${second}`] : ['time-out-of-range', timeFault(time)];
  if (!(second > 0)) return ['volume-negative', `quantity is ${second}; it must be above zero`];
  return ['time-out-of-range', timeFault(time)];
}

function timeFault(timeUs: number): string {
  const text = Number.isSafeInteger(timeUs) ? toIso(timeUs) : String(timeUs);
  return `time ${text} is not between 1900 and 2255: seconds, milliseconds or microseconds taken for another?`;
}

function rowsBelow(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, row) => row);
}

function ascends(values: Float64Array, strictly: boolean): boolean {
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] as number) - (values[i - 1] as number);
    if (step < 0 || (strictly && step === 0)) return false;
  }
  return true;
}

function countLines(bytes: Uint8Array, from: number): number {
  let lines = 1;
  for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
