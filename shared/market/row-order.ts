import { toIso } from '../domain/time.ts';
import type { Defect } from './gaps.ts';
import type { RawTable, RejectCode } from './table.ts';

export type Refuse = (row: number, code: RejectCode, reason: string) => void;

/** Rows that must follow below an outlier before it, and not they, is refused. */
const WITNESSES = 3;

/**
 * Puts rows in ascending order of time without sorting: a file that runs newest first is read from its end, a row that goes back is refused.
 * An exact copy of an accepted row is dropped and counted, one that differs is refused. One time far ahead does not cost the rows after it.
 */
export class RowOrder {
  readonly #table: RawTable;
  readonly #refuse: Refuse;
  readonly #kept: number[] = [];
  #newestFirst = false;
  #copies = 0;
  #firstCopyLine = 0;

  constructor(table: RawTable, refuse: Refuse) {
    this.#table = table;
    this.#refuse = refuse;
  }

  sift(rows: readonly number[]): readonly number[] {
    this.#newestFirst = this.#runsBackwards(rows);
    const ordered = this.#newestFirst ? rows.toReversed() : rows;
    for (let i = 0; i < ordered.length; i++) this.#take(ordered, i);
    return this.#kept;
  }

  defects(): Defect[] {
    const defects: Defect[] = [];
    if (this.#newestFirst)
      defects.push({ code: 'newest-first', detail: 'rows run from the newest to the oldest; they were read from the end' });
    if (this.#copies > 0)
      defects.push({
        code: 'duplicates',
        line: this.#firstCopyLine,
        detail: `${this.#copies === 1 ? '1 exact copy of a row was' : `${this.#copies} exact copies of rows were`} dropped`,
      });
    return defects;
  }

  #take(rows: readonly number[], at: number): void {
    const row = rows[at] as number;
    const time = this.#time(row);
    const last = this.#kept.at(-1);
    if (last === undefined || time > this.#time(last)) {
      this.#kept.push(row);
      return;
    }
    const twin = this.#find(time);
    if (twin !== undefined) this.#meetTwin(row, twin);
    else if (this.#lastIsOutlier(rows, at)) {
      this.#kept.pop();
      this.#refuse(last, 'out-of-order', `time ${toIso(this.#time(last))} lies ahead of the rows that follow, from ${toIso(time)}`);
      this.#kept.push(row);
    } else this.#refuse(row, 'out-of-order', `time ${toIso(time)} goes back behind ${toIso(this.#time(last))}`);
  }

  #meetTwin(row: number, twin: number): void {
    const { open, high, low, close, volume } = this.#table;
    if ([open, high, low, close, volume].every((column) => column[row] === column[twin])) {
      if (this.#copies++ === 0) this.#firstCopyLine = this.#table.line(row);
      return;
    }
    this.#refuse(
      row,
      'conflicting-duplicate',
      `line ${this.#table.line(twin)} has other values for the same time ${toIso(this.#time(row))}`,
    );
  }

  /** Whether the last accepted row, and not this one, is out of place: this and the next ones go on from the row before it. */
  #lastIsOutlier(rows: readonly number[], at: number): boolean {
    const last = this.#time(this.#kept.at(-1) as number);
    const before = this.#kept.at(-2);
    if (before !== undefined && this.#time(rows[at] as number) <= this.#time(before)) return false;
    for (let i = 0; i < WITNESSES; i++) {
      const row = rows[at + i];
      if (row === undefined || this.#time(row) >= last) return false;
      if (i > 0 && this.#time(row) <= this.#time(rows[at + i - 1] as number)) return false;
    }
    return true;
  }

  #find(time: number): number | undefined {
    let low = 0;
    let high = this.#kept.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const row = this.#kept[middle] as number;
      if (this.#time(row) === time) return row;
      if (this.#time(row) < time) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  #runsBackwards(rows: readonly number[]): boolean {
    let back = 0;
    let forth = 0;
    for (let i = 1; i < rows.length; i++) {
      const step = this.#time(rows[i] as number) - this.#time(rows[i - 1] as number);
      if (step < 0) back++;
      else if (step > 0) forth++;
    }
    return back > forth;
  }

  #time(row: number): number {
    return this.#table.time[row] as number;
  }
}
