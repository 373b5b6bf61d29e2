import type { TimeUs } from '../../domain/time.ts';
import type { Holding } from '../holding.ts';
import type { CarryKind } from '../../domain/carry.ts';

/** A cost of holding that falls due at certain times. */
export interface Due {
  readonly kind: CarryKind;
  /** The first time after `timeUs` at which it falls due; Infinity when there is none. */
  readonly next: (timeUs: TimeUs) => TimeUs;
  /** What it costs at that time, in the instrument's currency, at `price`. */
  readonly amount: (holding: Holding, price: number, timeUs: TimeUs) => number;
}

/**
 * Charges what falls due while a position is held, at the price that was known then: the last close, or the open of the bar that is under way. What falls
 * due at the very close is the position's at that close, and at its price.
 */
export class HoldingCosts {
  readonly #holding: Holding;
  readonly #dues: readonly Due[];
  readonly #next: Float64Array;
  /** Known last. */
  #price = NaN;

  constructor(holding: Holding, dues: readonly Due[]) {
    this.#holding = holding;
    this.#dues = dues;
    this.#next = new Float64Array(dues.length);
  }

  /** Charges what has fallen due since the last time and up to `timeUs`, this included, when the market is at `price`. */
  chargeUntil(timeUs: TimeUs, price: number): void {
    if (Number.isNaN(this.#price) || this.#holding.lots === 0) this.#startAt(timeUs);
    else this.#charge(timeUs, price);
    this.#price = price;
  }

  /**
   * Charges what falls due before `untilUs`, where something fills at some moment before that: nobody knows which was first, so that what is held pays
   * and receives nothing. It is asked before the fill and after; the second time for what nobody held the first.
   */
  chargeDoubtful(untilUs: TimeUs): void {
    if (this.#holding.lots !== 0) this.#charge(untilUs - 1, this.#price, 0);
  }

  /** Nothing up to `timeUs` is charged. */
  #startAt(timeUs: TimeUs): void {
    for (const [i, due] of this.#dues.entries()) this.#next[i] = due.next(timeUs);
  }

  #charge(untilUs: TimeUs, price: number, least = -Infinity): void {
    for (const [i, due] of this.#dues.entries()) {
      for (let at = this.#next[i] as number; at <= untilUs; at = this.#next[i] as number) {
        const amount = due.amount(this.#holding, at === untilUs ? price : this.#price, at);
        this.#holding.charge(Math.max(least, amount), due.kind);
        this.#next[i] = due.next(at);
      }
    }
  }
}
