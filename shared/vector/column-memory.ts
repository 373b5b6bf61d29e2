import { MARKS_MODULE, type MarkStretches, STRETCH_BYTES } from './marks.ts';
import { EQUALITY_RATIO, type FindTurns, TURNS_AT_ONCE, TURNS_MODULE } from './turns.ts';

/** What of WebAssembly is used here; the language's own declarations of it come with those of a browser only. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

const PAGE_BYTES = 65_536;
/** Turns that are found at once. */
export const MOST_TURNS = 4096;
/** Stretches that are marked at once: about as many rows as the nearest memory of a processor holds, so that their closes are there still. */
export const MOST_STRETCHES = 256;
const STRETCHES_FROM = 32_768;
/** A page for the turns and what ends them, and for the stretches. */
const COLUMNS_FROM = PAGE_BYTES;

/** Code that reads columns of one memory. */
export interface VectorCode {
  readonly findTurns: FindTurns;
  /** Where `findTurns` may write, and at which address. */
  readonly turns: Int32Array;
  readonly turnsAddress: number;
  readonly markStretches: MarkStretches;
  /** Where stretches are written for it: the same bytes as doubles and as whole numbers. */
  readonly stretchNumbers: Float64Array;
  readonly stretchRows: Int32Array;
  readonly stretchesAddress: number;
  /** The largest equality of each column that was copied here, by its address. */
  readonly mostOf: ReadonlyMap<number, number>;
}

const codes = new WeakMap<ArrayBufferLike, VectorCode>();

/** The vector code that reaches a column; nothing when the column lies elsewhere. */
export function vectorCodeOf(column: Float64Array): VectorCode | undefined {
  return codes.get(column.buffer);
}

/** Columns in one memory that vector code reaches. What is given back is used again; what does not fit any more is a column like any other. */
export class ColumnMemory {
  readonly #buffer: ArrayBuffer;
  #next = COLUMNS_FROM;
  readonly #free = new Map<number, Float64Array[]>();
  readonly #taken = new Set<Float64Array>();
  readonly #mostOf = new Map<number, number>();

  /** `bytes` for columns; the machine lends them as they are written to. */
  constructor(bytes: number) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((COLUMNS_FROM + bytes) / PAGE_BYTES) });
    const code = (module: Uint8Array<ArrayBuffer>, name: string) =>
      new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } }).exports[name];
    this.#buffer = memory.buffer;
    codes.set(this.#buffer, {
      findTurns: code(TURNS_MODULE, 'findTurns') as FindTurns,
      turns: new Int32Array(this.#buffer, 0, MOST_TURNS + TURNS_AT_ONCE),
      turnsAddress: 0,
      markStretches: code(MARKS_MODULE, 'markStretches') as MarkStretches,
      stretchNumbers: new Float64Array(this.#buffer, STRETCHES_FROM, (MOST_STRETCHES * STRETCH_BYTES) / 8),
      stretchRows: new Int32Array(this.#buffer, STRETCHES_FROM, (MOST_STRETCHES * STRETCH_BYTES) / 4),
      stretchesAddress: STRETCHES_FROM,
      mostOf: this.#mostOf,
    });
  }

  /** A column of `length` doubles with unspecified content. */
  take(length: number): Float64Array {
    const column = this.#free.get(length)?.pop() ?? this.#fresh(length);
    this.#taken.add(column);
    return column;
  }

  /** A column with the same content, which stays as it is. */
  copy(column: Float64Array): Float64Array {
    const copied = this.take(column.length);
    copied.set(column);
    if (copied.buffer === this.#buffer) this.#mostOf.set(copied.byteOffset, mostEquality(column));
    return copied;
  }

  /** Takes a column back, which nobody may read any more. */
  give(column: Float64Array): void {
    if (!this.#taken.delete(column)) return;
    this.#mostOf.delete(column.byteOffset);
    const free = this.#free.get(column.length);
    if (free) free.push(column);
    else this.#free.set(column.length, [column]);
  }

  #fresh(length: number): Float64Array {
    const from = this.#next;
    const bytes = length * Float64Array.BYTES_PER_ELEMENT;
    if (from + bytes > this.#buffer.byteLength) return new Float64Array(length);
    this.#next += bytes;
    return new Float64Array(this.#buffer, from, length);
  }
}

/** NaN when a value is no number. */
function mostEquality(column: Float64Array): number {
  let most = 0;
  for (const value of column) most = Math.max(most, Math.abs(value));
  return EQUALITY_RATIO * most;
}
