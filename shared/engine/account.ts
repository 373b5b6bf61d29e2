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

  /** Cash plus every position but `holding` at its last mark: summed afresh each time, so that no rounding adds up over a run. */
  equityBeside(holding: Holding): number {
    const holdings = this.#holdings;
    if (holdings.length === 1) return this.cash;
    let equity = this.cash;
    for (const other of holdings) if (other !== holding && other.lots !== 0) equity += other.value;
    return equity;
  }

  /** What the positions but `holding` bind: the sum of their sizes at their last marks, long or short. */
  grossBeside(holding: Holding): number {
    const holdings = this.#holdings;
    if (holdings.length === 1) return 0;
    let gross = 0;
    for (const other of holdings) if (other !== holding && other.lots !== 0) gross += Math.abs(other.value);
    return gross;
  }

  /** Cash plus every position at its last mark. */
  get equity(): number {
    let equity = this.cash;
    for (const holding of this.#holdings) if (holding.lots !== 0) equity += holding.value;
    return equity;
  }
}
