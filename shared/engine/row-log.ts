import type { Arena } from './arena.ts';

const CHUNK_ROWS = 1024;

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
    const row = this.length % CHUNK_ROWS;
    if (row === 0 && this.length > 0) {
      this.chunk = this.#arena.take(this.width * CHUNK_ROWS);
      this.#chunks.push(this.chunk);
    }
    this.length++;
    return row * this.width;
  }

  /** One value of a row. */
  get(index: number, column: number): number {
    return (this.#chunks[Math.floor(index / CHUNK_ROWS)] as Float64Array)[(index % CHUNK_ROWS) * this.width + column] as number;
  }

  /** A view of one row. */
  row(index: number): Float64Array {
    const chunk = this.#chunks[Math.floor(index / CHUNK_ROWS)] as Float64Array;
    const offset = (index % CHUNK_ROWS) * this.width;
    return chunk.subarray(offset, offset + this.width);
  }
}
