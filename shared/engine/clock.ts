/** Who says what is known. The loop asks for the next bars until there are none; in a backtest history plays the clock. */
export interface BarClock {
  /** Row after the last one that may be played now; the same as before when there is no more. */
  play(): number;
}

/** Rows that are played before progress is told again. */
const BLOCK_ROWS = 65_536;

/** Plays rows `from` (inclusive) to `to` (exclusive) as fast as they are asked for, telling how far it is every 65,536 bars. */
export class HistoryClock implements BarClock {
  #row: number;
  readonly #from: number;
  readonly #to: number;
  readonly #onProgress: ((share: number) => void) | undefined;

  constructor(from: number, to: number, onProgress?: (share: number) => void) {
    this.#row = from;
    this.#from = from;
    this.#to = to;
    this.#onProgress = onProgress;
  }

  play(): number {
    this.#onProgress?.((this.#row - this.#from) / (this.#to - this.#from));
    this.#row = Math.min(this.#row + BLOCK_ROWS, this.#to);
    return this.#row;
  }
}
