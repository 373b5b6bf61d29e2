import type { Instrument } from '../domain/instrument.ts';
import type { OrderId } from '../domain/order.ts';
import type { Account } from './account.ts';
import type { Arena } from './arena.ts';
import { FillLog } from './fill-log.ts';
import { lotsPerUnit } from './lots.ts';
import { TradeRecorder } from './trade-recorder.ts';

/** Rounding that a purchase of the whole equity may cost without counting as an overdraft. */
const FUNDS_SLACK = 1e-9;

/** The position of one instrument in an account. */
export class Holding {
  /** Signed whole lots held. */
  lots = 0;
  /** Signed units held. */
  position = 0;
  /** Last price that was marked; set by `book` and `markAt`. */
  mark = 0;
  /** Units of the account's currency that one of the instrument's is worth now; NaN while nobody knows. */
  rate = 1;
  readonly instrument: Instrument;
  readonly account: Account;
  readonly fills: FillLog;
  readonly recorder: TradeRecorder;
  readonly #lotsPerUnit: number;

  constructor(account: Account, instrument: Instrument, arena: Arena) {
    this.account = account;
    this.instrument = instrument;
    this.#lotsPerUnit = lotsPerUnit(instrument.lot);
    this.fills = new FillLog(instrument.id, arena);
    this.recorder = new TradeRecorder(instrument, arena);
  }

  /** The position at its last mark, in the account's currency. */
  get value(): number {
    return this.lots === 0 ? 0 : this.position * this.mark * this.instrument.multiplier * this.rate;
  }

  /** Marks the position at `price`. */
  markAt(price: number): void {
    const before = this.value;
    this.mark = price;
    this.account.revalue(before, this.value);
  }

  /** Equity of the account with this position at `price` and the others at their last marks. */
  equityAt(price: number): number {
    return this.account.equityBeside(this) + this.position * price * this.instrument.multiplier * this.rate;
  }

  units(lots: number): number {
    return this.#lotsPerUnit > 0 ? lots / this.#lotsPerUnit : lots * this.instrument.lot;
  }

  /** Largest quantity whose notional and commission fit into `equity` at `price`, in units, before lots. */
  affordable(equity: number, price: number): number {
    return equity / (price * this.instrument.multiplier * this.rate * (1 + this.account.commissionRate));
  }

  /** Whether the equity bears all positions after trading `signedLots` at `price`: no borrowing, longs and shorts together up to the equity. Reductions always pass. */
  bears(signedLots: number, price: number): boolean {
    const after = this.lots + signedLots;
    if (after === 0 || (Math.abs(after) <= Math.abs(this.lots) && after * this.lots > 0)) return true;
    const value = price * this.instrument.multiplier * this.rate;
    const equity = this.equityAt(price) - Math.abs(this.units(signedLots)) * value * this.account.commissionRate;
    return Math.abs(this.units(after)) * value + this.account.grossBeside(this) <= equity * (1 + FUNDS_SLACK);
  }

  /** Books an execution of `signedLots` at `price`; `slipPrice` is how much worse than the market that is, per unit. */
  book(signedLots: number, price: number, at: { row: number; timeUs: number; orderId: OrderId; slipPrice: number }): void {
    const { account, rate, value: before } = this;
    const { multiplier } = this.instrument;
    const signed = this.units(signedLots);
    const quantity = Math.abs(signed);
    const notional = quantity * price * multiplier;
    const commission = notional * account.commissionRate;
    const slippage = at.slipPrice * quantity * multiplier;
    account.cash += (signedLots > 0 ? -notional - commission : notional - commission) * rate;
    account.commission += commission * rate;
    account.slippage += slippage * rate;
    account.tradedNotional += notional * rate;
    this.lots += signedLots;
    this.position = this.units(this.lots);
    this.mark = price;
    account.revalue(before, this.value);
    const execution = { row: at.row, timeUs: at.timeUs, signed, price, rate, commission, slippage };
    this.fills.add(at.orderId, at.timeUs, execution);
    this.recorder.record(execution, this.position);
  }
}
