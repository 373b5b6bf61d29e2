import type { Instrument } from '../domain/instrument.ts';
import type { Arena } from './arena.ts';
import { NO_CARRY, type Carry, type CarryKind } from '../domain/carry.ts';
import type { FeeModel } from './costs/fees.ts';
import { RollingVolume } from './costs/rolling-volume.ts';
import { Holding } from './holding.ts';

export interface AccountOptions {
  readonly cash: number;
  readonly commissionBps: number;
  /** Instead of the commission. */
  readonly fees?: FeeModel | undefined;
  /** How many times the equity all positions together may be worth; 1 when not given. */
  readonly leverage?: number | undefined;
  readonly arena: Arena;
}

/** Cash and what it holds, on the research plane: doubles, positions in whole lots. The ledger plane is derived from its fills. */
export class Account {
  cash: number;
  commission = 0;
  slippage = 0;
  tradedNotional = 0;
  /** What holding cost besides: paid is positive. */
  readonly carry: Carry = { ...NO_CARRY };
  readonly commissionRate: number;
  readonly fees: FeeModel | undefined;
  readonly volume: RollingVolume | undefined;
  readonly leverage: number;
  /** Cash owed that interest is taken of, where several positions pay it one after the other; NaN to take what is owed then. */
  owed = NaN;
  readonly #arena: Arena;
  readonly #holdings: Holding[] = [];
  /** Sums of the positions at their last marks, and of their sizes. */
  #invested = 0;
  #gross = 0;

  constructor({ cash, commissionBps, fees, leverage = 1, arena }: AccountOptions) {
    this.cash = cash;
    this.commissionRate = commissionBps / 10_000;
    this.fees = fees;
    this.volume = fees?.byVolume ? new RollingVolume() : undefined;
    this.leverage = leverage;
    this.#arena = arena;
  }

  /** Opens an empty position of an instrument. */
  hold(instrument: Instrument): Holding {
    const holding = this.open(instrument, this.#arena);
    this.#holdings.push(holding);
    return holding;
  }

  protected open(instrument: Instrument, arena: Arena): Holding {
    return new Holding(this, instrument, arena);
  }

  /** Takes `amount` of cash for holding, or gives it when negative. */
  charge(amount: number, kind: CarryKind): void {
    this.cash -= amount;
    this.carry[kind] += amount;
  }

  /** Cash plus every position but `holding` at its last mark. */
  equityBeside(holding: Holding): number {
    return this.#holdings.length === 1 ? this.cash : this.cash + (this.#invested - holding.value);
  }

  /** Size of every position but `holding` at its last mark, long and short alike. */
  grossBeside(holding: Holding): number {
    return this.#holdings.length === 1 ? 0 : this.#gross - Math.abs(holding.value);
  }

  /** Cash plus every position at its last mark. */
  get equity(): number {
    return this.cash + this.#invested;
  }

  /** Takes the sum of all positions from who has it, and returns the equity. */
  settle(invested: number): number {
    this.#invested = invested;
    return this.equity;
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
