import type { Instrument } from '../domain/instrument.ts';
import type { Arena } from './arena.ts';
import { Holding } from './holding.ts';

export interface AccountOptions {
  readonly cash: number;
  readonly commissionBps: number;
  readonly arena: Arena;
}

/** Cash and what it holds, on the research plane: doubles, positions in whole lots. The ledger plane is derived from its fills. */
export class Account {
  cash: number;
  commission = 0;
  slippage = 0;
  tradedNotional = 0;
  readonly commissionRate: number;
  readonly #arena: Arena;
  readonly #holdings: Holding[] = [];
  /** Sums of the positions at their last marks, and of their sizes. */
  #invested = 0;
  #gross = 0;

  constructor({ cash, commissionBps, arena }: AccountOptions) {
    this.cash = cash;
    this.commissionRate = commissionBps / 10_000;
    this.#arena = arena;
  }

  /** Opens an empty position of an instrument. */
  hold(instrument: Instrument): Holding {
    const holding = new Holding(this, instrument, this.#arena);
    this.#holdings.push(holding);
    return holding;
  }

  /** Cash plus every position but `holding` at its last mark. */
  equityBeside(holding: Holding): number {
    return this.#holdings.length === 1 ? this.cash : this.cash + (this.#invested - holding.value);
  }

  /** What the positions but `holding` bind: the sum of their sizes at their last marks, long or short. */
  grossBeside(holding: Holding): number {
    return this.#holdings.length === 1 ? 0 : this.#gross - Math.abs(holding.value);
  }

  /** Cash plus every position at its last mark. */
  get equity(): number {
    return this.cash + this.#invested;
  }

  /** A position that was worth `before` is worth `after`. */
  revalue(before: number, after: number): void {
    this.#invested += after - before;
    this.#gross += Math.abs(after) - Math.abs(before);
  }

  /** Sums all positions afresh, so that no rounding adds up over a run. */
  refresh(): void {
    this.#invested = 0;
    this.#gross = 0;
    for (const holding of this.#holdings) if (holding.lots !== 0) this.revalue(0, holding.value);
  }
}
