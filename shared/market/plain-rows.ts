import { readNumberInto } from './number-text.ts';
import type { TimeReader } from './time-text.ts';

const NEWLINE = 10;
const RETURN = 13;
const SKIPPED = -1;
const TIME = -2;

/** Which column each field of a row goes to. */
export interface PlainFields {
  /** Fields of a row. */
  readonly width: number;
  /** The field that holds the time. */
  readonly time: number;
  /** The field of each column; -1 for none. */
  readonly values: readonly number[];
}

/** Where the rows go; all as long as one another. */
export interface PlainColumns {
  time: Float64Array;
  values: readonly Float64Array[];
}

/** Reads rows of plain decimals and a time where they stand, so that no text is made of a good row. */
export class PlainRows {
  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  readonly #readTime: TimeReader;
  /** Column of each field: `TIME`, `SKIPPED`, or its place among the values. */
  readonly #fields: Int8Array;
  readonly #into: PlainColumns;
  #timeLength = 0;

  /** `delimiter` as its byte. What `into` holds may be exchanged for longer columns between two rows. */
  constructor(bytes: Uint8Array, { delimiter, fields, readTime, into }: PlainLayout) {
    this.#bytes = bytes;
    this.#delimiter = delimiter;
    this.#readTime = readTime;
    this.#into = into;
    this.#fields = new Int8Array(fields.width).fill(SKIPPED);
    this.#fields[fields.time] = TIME;
    for (const [column, field] of fields.values.entries()) if (field !== -1) this.#fields[field] = column;
  }

  /** Reads the row at byte `from` into `row` of the columns. Returns where the next one begins; -1 when a field is anything else, such as quoted. */
  read(row: number, from: number): number {
    const bytes = this.#bytes;
    const fields = this.#fields;
    const delimiter = this.#delimiter;
    const columns = this.#into.values;
    let at = from;
    for (let field = 0; field < fields.length; field++) {
      const column = fields[field] as number;
      if (field > 0 && bytes[at++] !== delimiter) return -1;
      if (column >= 0) {
        at = readNumberInto(bytes, at, columns[column] as Float64Array, row);
        if (at === -1) return -1;
        continue;
      }
      // Times of one file are mostly equally long; the reader refuses one that holds a delimiter.
      const guess = at + this.#timeLength;
      const end = column === TIME && bytes[guess] === delimiter ? guess : endOfField(bytes, at, delimiter);
      if (column === TIME) {
        this.#timeLength = end - at;
        const time = this.#readTime(bytes, at, end);
        if (Number.isNaN(time)) return -1;
        this.#into.time[row] = time;
      }
      at = end;
    }
    if (bytes[at] === RETURN) at++;
    return at >= bytes.length || bytes[at] === NEWLINE ? at + 1 : -1;
  }
}

interface PlainLayout {
  readonly delimiter: number;
  readonly fields: PlainFields;
  readonly readTime: TimeReader;
  readonly into: PlainColumns;
}

function endOfField(bytes: Uint8Array, from: number, delimiter: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++;
  return at;
}
