import type { Holding } from '../holding.ts';
import { wholeLots } from '../lots.ts';

/** What of an instrument can be borrowed to be sold short, by all strategies of an account together: it must be located before the sale (SEC, Regulation SHO, rule 203(b)(1)). */
export class Locates {
  readonly #quantity: number;
  readonly #borrowers: Holding[] = [];

  constructor(quantity: number) {
    this.#quantity = quantity;
  }

  /** Counts what a holding is short of from now on. */
  lendTo(holding: Holding): void {
    this.#borrowers.push(holding);
  }

  /** Whether a holding may be short of so many lots, when a unit has become `ratio` units since the data began. */
  bears(holding: Holding, lots: number, ratio: number): boolean {
    let short = lots;
    for (const other of this.#borrowers) if (other !== holding) short += Math.max(0, -other.lots);
    return short <= wholeLots(this.#quantity * ratio, holding.instrument.lot);
  }
}
