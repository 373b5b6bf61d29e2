import { counted } from '../domain/counted.ts';
import { CellReader, valueFields } from './csv-cells.ts';
import { type CsvLayout, detectLayout } from './csv-layout.ts';
import { MarketDataError } from './error.ts';
import { type PlainColumns, PlainRows } from './plain-rows.ts';
import type { RawTable, Reject } from './table.ts';
import { timeReader } from './time-text.ts';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
/** A file of nothing but bad rows is given up after so many. */
const HOPELESS_ROWS = 10_000;

/**
 * Reads a CSV file of bars into columns: any delimiter, header or none, columns in any order, times as ISO or epoch.
 * Numbers are the doubles nearest to their text, exactly as `Number(text)`. Rows that cannot be read become rejects.
 * Throws `MarketDataError` when the file is no bar file.
 */
export function parseCsv(bytes: Uint8Array): RawTable {
  const layout = detectLayout(bytes);
  const scan = new Scan(bytes, layout);
  scan.run();
  return scan.table();
}

/** One pass over the bytes. Fields are marked first, then read where they stand, so no text is made for a good row. */
class Scan {
  readonly #bytes: Uint8Array;
  readonly #layout: CsvLayout;
  readonly #cells: CellReader;
  readonly #plain: PlainRows;
  readonly #into: PlainColumns;
  readonly #rejects: Reject[] = [];
  #line: Uint32Array;
  #start: Float64Array;
  #symbol: Int32Array;
  #rows = 0;
  readonly #crossed: number[] = [];

  constructor(bytes: Uint8Array, layout: CsvLayout) {
    this.#bytes = bytes;
    this.#layout = layout;
    this.#cells = new CellReader(bytes, layout);
    const { width, plan, delimiter } = layout;
    const capacity = estimateRows(bytes, layout.dataStart);
    this.#into = {
      time: new Float64Array(capacity),
      values: Array.from({ length: plan.values.length + 1 }, () => new Float64Array(capacity)),
    };
    const fields = { width, time: plan.time, values: valueFields(plan) };
    this.#plain = new PlainRows(bytes, { delimiter, fields, readTime: timeReader(plan.timeFormat), into: this.#into });
    this.#line = new Uint32Array(capacity);
    this.#start = new Float64Array(capacity);
    this.#symbol = new Int32Array(plan.symbol === -1 ? 0 : capacity);
  }

  run(): void {
    const { dataStart, plan } = this.#layout;
    const bytes = this.#bytes;
    const quoted = bytes.indexOf(QUOTE, dataStart) !== -1;
    const fast = !quoted && plan.clock === -1 && plan.symbol === -1;
    let line = this.#layout.dataLine;
    for (let at = dataStart; at < bytes.length; line++) {
      const row = this.#rows;
      if (row === this.#into.time.length) this.#grow();
      const next = fast ? this.#plain.read(row, at) : -1;
      if (next === -1) {
        at = this.#readSlowly(row, { at, line, quoted });
        continue;
      }
      this.#line[row] = line;
      this.#start[row] = at;
      this.#rows = row + 1;
      at = next;
    }
    if (this.#rows === 0) this.#refuseAll();
  }

  table(): RawTable {
    const rows = this.#rows;
    const { plan } = this.#layout;
    const columns = this.#into.values.map((column) => column.subarray(0, rows));
    if (plan.kind === 'quotes') this.#toMiddle(columns);
    const [open, high, low, close] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
    const volume = plan.kind === 'quotes' ? new Float64Array(rows) : (columns[4] as Float64Array);
    const symbols = this.#cells.symbols;
    return {
      length: rows,
      time: this.#into.time.subarray(0, rows),
      open,
      high,
      low,
      close,
      volume,
      line: (row) => this.#line[row] as number,
      raw: (row) => this.#cells.row(this.#start[row] as number),
      rejects: this.#rejects,
      symbols,
      ...(symbols.length > 1 ? { symbolOf: this.#symbol.subarray(0, rows) } : {}),
      notes: plan.notes,
      crossed: this.#crossed.length,
      crossedRows: this.#crossed,
    };
  }

  /** Any other row: with quotes, blanks, signs, exponents, a separate clock, a symbol, or a fault. Returns where the next row begins; counts the row in only when it is good. */
  #readSlowly(row: number, { at, line, quoted }: { readonly at: number; readonly line: number; readonly quoted: boolean }): number {
    const { width, delimiter, plan } = this.#layout;
    const { starts, ends } = this.#cells;
    const count = markFields(this.#bytes, { from: at, delimiter, quoted }, this.#cells);
    const rowEnd = ends[width + 1] as number;
    const next = rowEnd === -1 ? nextLine(this.#bytes, at) : rowEnd + 1;
    // A delimiter after the last field makes an empty field that no header names.
    const trailing = count === width + 1 && rowEnd !== -1 && starts[width] === ends[width];
    if (count !== width && !trailing) {
      this.#refuseWidth(count, line, at);
      return next;
    }
    const values = this.#cells.read();
    if ('code' in values) {
      this.#refuse({ line, ...values, raw: this.#cells.row(at) });
      return next;
    }
    this.#into.time[row] = values.time;
    for (let i = 0; i < values.numbers.length; i++) (this.#into.values[i] as Float64Array)[row] = values.numbers[i] as number;
    if (plan.symbol !== -1) this.#symbol[row] = values.symbol;
    this.#line[row] = line;
    this.#start[row] = at;
    this.#rows = row + 1;
    return next;
  }

  #refuseWidth(count: number, line: number, rowStart: number): void {
    const raw = this.#cells.row(rowStart);
    if (raw.trim() === '') return;
    const { width } = this.#layout;
    const few = count < width;
    this.#refuse({
      line,
      code: few ? 'missing-field' : 'extra-field',
      reason: few ? `row has ${counted(count, 'field')}, the file has ${width}` : `row has more than the ${width} fields of the file`,
      raw,
    });
  }

  #refuse(reject: Reject): void {
    this.#rejects.push(reject);
    if (this.#rows === 0 && this.#rejects.length === HOPELESS_ROWS) this.#refuseAll();
  }

  #refuseAll(): never {
    const first = this.#rejects[0];
    throw new MarketDataError(
      'no-valid-row',
      first ? `no row can be read; line ${first.line}: ${first.reason}` : 'the file holds no row of data',
    );
  }

  #toMiddle(columns: readonly Float64Array[]): void {
    for (let edge = 0; edge < 4; edge++) {
      const bid = columns[edge] as Float64Array;
      const ask = columns[edge + 4] as Float64Array;
      for (let row = 0; row < this.#rows; row++) {
        if (edge === 3 && (bid[row] as number) > (ask[row] as number)) this.#crossed.push(row);
        bid[row] = ((bid[row] as number) + (ask[row] as number)) / 2;
      }
    }
  }

  #grow(): void {
    const capacity = Math.ceil(this.#into.time.length * 1.5) + 16;
    const wider = <T extends Float64Array | Uint32Array | Int32Array>(column: T): T => {
      const grown = new (column.constructor as new (length: number) => T)(capacity);
      grown.set(column);
      return grown;
    };
    this.#into.values = this.#into.values.map(wider);
    this.#into.time = wider(this.#into.time);
    this.#line = wider(this.#line);
    this.#start = wider(this.#start);
    if (this.#layout.plan.symbol !== -1) this.#symbol = wider(this.#symbol);
  }
}

/**
 * Marks the fields of one row and returns how many there are, at most one more than the file has; a row longer than that has no end marked (-1).
 * A line end always ends the row, so an unbalanced quote costs one row and not the file.
 */
function markFields(
  bytes: Uint8Array,
  row: { readonly from: number; readonly delimiter: number; readonly quoted: boolean },
  cells: CellReader,
): number {
  const { starts, ends } = cells;
  const room = starts.length;
  let count = 0;
  let start = row.from;
  let inside = false;
  let at = row.from;
  for (; at < bytes.length && bytes[at] !== NEWLINE; at++) {
    if (row.quoted && bytes[at] === QUOTE) inside = !inside;
    if (bytes[at] !== row.delimiter || inside) continue;
    starts[count] = start;
    ends[count] = at;
    start = at + 1;
    if (++count === room) {
      ends[room] = -1;
      return count;
    }
  }
  starts[count] = start;
  ends[count] = at > start && bytes[at - 1] === RETURN ? at - 1 : at;
  ends[room] = at;
  return count + 1;
}

function nextLine(bytes: Uint8Array, from: number): number {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline === -1 ? bytes.length : newline + 1;
}

/** A little more rows than the lines after the first few suggest; the columns grow when it was too few. */
function estimateRows(bytes: Uint8Array, dataStart: number): number {
  const sample = bytes.subarray(dataStart, dataStart + 16_384);
  let lines = 1;
  for (const byte of sample) if (byte === NEWLINE) lines++;
  return Math.ceil(((bytes.length - dataStart) / Math.max(1, sample.length)) * lines * 1.05) + 16;
}
