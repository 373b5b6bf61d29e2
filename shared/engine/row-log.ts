import type { Arena } from './arena.ts';

/** A power of two: a row is found without a division. */
const CHUNK_BITS = 10;
const CHUNK_ROWS = 1 << CHUNK_BITS;

/** Rows of `width` doubles that grows as it is written: what a run records without an object a row. */
export class RowLog {
  readonly width: number;
  length = 0;
  /** Where the row that `extend` reserved is written. */
  chunk: Float64Array;
  readonly #chunks: Float64Array[];
  readonly #arena: Arena;

  constructor(width: number, arena: Arena) {
    this.width = width;
    this.#arena = arena;
    this.chunk = arena.take(width * CHUNK_ROWS);
    this.#chunks = [this.chunk];
  }

  /** Reserves the next row; the caller writes `width` values from the returned offset of `chunk`. */
  extend(): number {
    const row = this.length & (CHUNK_ROWS - 1);
    if (row === 0 && this.length > 0) {
      this.chunk = this.#arena.take(this.width * CHUNK_ROWS);
      this.#chunks.push(this.chunk);
    }
    this.length++;
    return row * this.width;
  }

  /** One value of a row. */
  get(index: number, column: number): number {
    return this.chunkOf(index)[this.offsetOf(index) + column] as number;
  }

  /** The memory in which a row lies; where in it says `offsetOf`. */
  chunkOf(index: number): Float64Array {
    return this.#chunks[index >>> CHUNK_BITS] as Float64Array;
  }

  offsetOf(index: number): number {
    return (index & (CHUNK_ROWS - 1)) * this.width;
  }

  /** A view of one row. */
  row(index: number): Float64Array {
    const offset = this.offsetOf(index);
    return this.chunkOf(index).subarray(offset, offset + this.width);
  }
}
