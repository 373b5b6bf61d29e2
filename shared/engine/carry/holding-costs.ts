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

/** Charges what falls due while a position is held: what falls due at the very close is the position's at that close. */
export class HoldingCosts {
  readonly #holding: Holding;
  readonly #dues: readonly Due[];
  readonly #next: Float64Array;
  #chargedUs = NaN;

  constructor(holding: Holding, dues: readonly Due[]) {
    this.#holding = holding;
    this.#dues = dues;
    this.#next = new Float64Array(dues.length);
  }

  /** Starts to count: nothing before `timeUs` is charged. */
  startAt(timeUs: TimeUs): void {
    this.#chargedUs = timeUs;
    for (const [i, due] of this.#dues.entries()) this.#next[i] = due.next(timeUs);
  }

  /** Charges what has fallen due since the last time and up to `timeUs`, this included. */
  chargeUntil(timeUs: TimeUs, price: number): void {
    if (Number.isNaN(this.#chargedUs)) this.startAt(timeUs);
    if (this.#holding.lots === 0) return this.startAt(timeUs);
    this.#chargedUs = timeUs;
    for (const [i, due] of this.#dues.entries()) {
      for (let at = this.#next[i] as number; at <= timeUs; at = this.#next[i] as number) {
        this.#holding.charge(due.amount(this.#holding, price, at), due.kind);
        this.#next[i] = due.next(at);
      }
    }
  }
}
