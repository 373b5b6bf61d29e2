import type { KernelState } from '../../indicators/kernel.ts';
import { float, int } from '../../indicators/parameters.ts';
import { loadParts, type Part, saveParts } from '../../indicators/state.ts';
import { Atr } from '../../indicators/volatility/atr.ts';

/** A turning point of the zigzag, known since the bar that confirmed it. */
export interface Pivot {
  /** 1 for a high, -1 for a low. */
  readonly side: 1 | -1;
  readonly price: number;
  /** Bars with prices before it, which is what slopes and widths are measured in. */
  readonly bar: number;
  /** Rows before it, those without prices included, which is what findings name. */
  readonly row: number;
  /** How far the price had to come back to confirm it. */
  readonly reversal: number;
  /** The oscillator at its bar, where one is read; otherwise 0. */
  readonly reading: number;
  /** Whether it is inside, or at the end of, something that was found. */
  readonly used: boolean;
}

/** How far the price must come back from an extreme to make it a pivot: a multiple of the average true range, or a percentage. */
export function pivotParameters(reversalAtr: number) {
  return {
    reversalAtr: float(reversalAtr, { min: 0.25, max: 50, step: 0.25, about: 'way back from an extreme that makes it a pivot, in ATR' }),
    reversalPercent: float(0, { min: 0, max: 50, step: 0.5, about: 'the same in percent of the price; 0 leaves it to the ATR' }),
    atrPeriod: int(14, { min: 1, max: 500, about: 'true ranges in that ATR' }),
  };
}
export interface PivotValues {
  readonly reversalAtr: number;
  readonly reversalPercent: number;
  readonly atrPeriod: number;
}

interface Extreme {
  price: number;
  bar: number;
  row: number;
  reversal: number;
  reading: number;
}

const COUNTS = 4;
const EXTREME = 5;
const PIVOT = 7;

/**
 * The zigzag of highs and lows, incremental: an extreme becomes a pivot at the first later bar that comes back from it by more than `reversal`,
 * which is fixed when the extreme is made, so that this bar is also the farthest since. A bar that makes a new extreme confirms nothing.
 * Remembers the last `capacity` pivots, alternately highs and lows, oldest first.
 */
export class PivotGraph implements Part {
  pivots: readonly Pivot[] = [];
  /** Bars with prices seen, and rows seen, less one. */
  bar = -1;
  row = -1;
  readonly #capacity: number;
  readonly #values: PivotValues;
  readonly #atr: Atr;
  /** Which extreme is looked for: 1 a high, -1 a low, 0 either, at the start. */
  #leg: 1 | -1 | 0 = 0;
  readonly #high: Extreme = { price: NaN, bar: NaN, row: NaN, reversal: NaN, reading: NaN };
  readonly #low: Extreme = { price: NaN, bar: NaN, row: NaN, reversal: NaN, reading: NaN };

  constructor(capacity: number, values: PivotValues) {
    this.#capacity = capacity;
    this.#values = values;
    this.#atr = new Atr(values.atrPeriod);
  }

  /** Counts a row without prices. */
  skip(): void {
    this.row++;
  }

  /** Takes a bar of finite prices; true when it confirmed a pivot, which is then the last of `pivots`. */
  update(high: number, low: number, close: number, reading: number): boolean {
    this.row++;
    this.bar++;
    const atr = this.#atr.update(high, low, close);
    if (this.#leg === 0) return this.#begin(high, low, atr, reading);
    const extreme = this.#leg === 1 ? this.#high : this.#low;
    const reached = this.#leg === 1 ? high : low;
    const back = this.#leg === 1 ? low : high;
    if (this.#leg * (reached - extreme.price) > 0) this.#reach(extreme, reached, atr, reading);
    else if (this.#leg * (extreme.price - back) > extreme.reversal) {
      this.#confirm(extreme, this.#leg);
      this.#leg = this.#leg === 1 ? -1 : 1;
      this.#reach(this.#leg === 1 ? this.#high : this.#low, back, atr, reading);
      return true;
    }
    return false;
  }

  /** Marks the pivots of these bars as part of something found. */
  use(isUsed: (bar: number) => boolean): void {
    this.pivots = this.pivots.map((pivot) => (isUsed(pivot.bar) ? { ...pivot, used: true } : pivot));
  }

  snapshot(): KernelState {
    const slots = Array.from({ length: this.#capacity }, (_, i) => pivotNumbers(this.pivots[i]));
    const own = [this.bar, this.row, this.#leg, this.pivots.length, ...extremeNumbers(this.#high), ...extremeNumbers(this.#low)];
    return saveParts([...own, ...slots.flat()], [this.#atr]);
  }

  restore(state: KernelState): void {
    const own = loadParts(state, COUNTS + 2 * EXTREME + this.#capacity * PIVOT, [this.#atr]);
    const [bar, row, leg, count] = own as [number, number, 1 | -1 | 0, number];
    this.bar = bar;
    this.row = row;
    this.#leg = leg;
    readExtreme(this.#high, own.slice(COUNTS));
    readExtreme(this.#low, own.slice(COUNTS + EXTREME));
    const first = COUNTS + 2 * EXTREME;
    this.pivots = Array.from({ length: count }, (_, i) => readPivot(own.slice(first + i * PIVOT)));
  }

  /** Until the first pivot either extreme may become it: the earlier of the two, once they are far enough apart and the ATR is known. */
  #begin(high: number, low: number, atr: number, reading: number): boolean {
    if (!(high <= this.#high.price)) this.#reach(this.#high, high, atr, reading);
    if (!(low >= this.#low.price)) this.#reach(this.#low, low, atr, reading);
    const highFirst = this.#high.bar < this.#low.bar;
    const [first, last] = highFirst ? [this.#high, this.#low] : [this.#low, this.#high];
    const reversal = this.#reversalAt(last.price, atr);
    if (first.bar === last.bar || !(this.#high.price - this.#low.price > reversal)) return false;
    first.reversal = reversal;
    last.reversal = reversal;
    this.#confirm(first, highFirst ? 1 : -1);
    this.#leg = highFirst ? -1 : 1;
    return true;
  }

  #reach(extreme: Extreme, price: number, atr: number, reading: number): void {
    extreme.price = price;
    extreme.bar = this.bar;
    extreme.row = this.row;
    extreme.reversal = this.#reversalAt(price, atr);
    extreme.reading = reading;
  }

  #reversalAt(price: number, atr: number): number {
    const { reversalAtr, reversalPercent } = this.#values;
    return reversalPercent > 0 ? (Math.abs(price) * reversalPercent) / 100 : reversalAtr * atr;
  }

  #confirm(extreme: Extreme, side: 1 | -1): void {
    this.pivots = [...this.pivots, { side, ...extreme, used: false }].slice(-this.#capacity);
  }
}

function extremeNumbers({ price, bar, row, reversal, reading }: Extreme): number[] {
  return [price, bar, row, reversal, reading];
}

function readExtreme(into: Extreme, numbers: readonly number[]): void {
  [into.price, into.bar, into.row, into.reversal, into.reading] = numbers as [number, number, number, number, number];
}

function pivotNumbers(pivot: Pivot | undefined): number[] {
  return pivot === undefined ? Array<number>(PIVOT).fill(NaN) : [pivot.side, Number(pivot.used), ...extremeNumbers(pivot)];
}

function readPivot(numbers: readonly number[]): Pivot {
  const [side, used, price, bar, row, reversal, reading] = numbers as [1 | -1, number, number, number, number, number, number];
  return { side, price, bar, row, reversal, reading, used: used === 1 };
}
