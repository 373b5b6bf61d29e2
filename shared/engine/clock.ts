/** Who says what is known. The loop asks for the next bar until there is none; in a backtest history plays the clock. */
export interface BarClock {
  /** Row of the bar that closes next, or -1 when there is none. */
  next(): number;
}

/** Plays rows `from` (inclusive) to `to` (exclusive) as fast as they are asked for, telling how far it is every 65,536 bars. */
export class HistoryClock implements BarClock {
  #row: number;
  readonly #from: number;
  readonly #to: number;
  readonly #onProgress: ((share: number) => void) | undefined;

  constructor(from: number, to: number, onProgress?: (share: number) => void) {
    this.#row = from - 1;
    this.#from = from;
    this.#to = to;
    this.#onProgress = onProgress;
  }

  next(): number {
    const row = ++this.#row;
    if ((row & 0xffff) === 0 && this.#onProgress) this.#onProgress((row - this.#from) / (this.#to - this.#from));
    return row < this.#to ? row : -1;
  }
}
