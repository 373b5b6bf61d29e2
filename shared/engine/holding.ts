import type { Instrument } from '../domain/instrument.ts';
import type { OrderId, Side } from '../domain/order.ts';
import type { Account } from './account.ts';
import type { Arena } from './arena.ts';
import { type Carry, type CarryKind, NO_CARRY } from '../domain/carry.ts';
import { nothingPaid, type Paid } from './costs/fees.ts';
import { FillLog } from './fill-log.ts';
import { lotsPerUnit } from './lots.ts';
import { TradeRecorder } from './trade-recorder.ts';

/** Rounding that a purchase of the whole equity may cost without counting as an overdraft. */
const FUNDS_SLACK = 1e-9;

/** How an execution came about. */
export interface Booking {
  row: number;
  timeUs: number;
  orderId: OrderId;
  /** How much worse than the market the price is, per unit. */
  slipPrice: number;
  /** The order rested in the book before it filled. */
  maker: boolean;
  /** What the order has filled and paid so far; kept up here. */
  paid: Paid;
}

/** Lots that a split may be off by rounding. */
const SPLIT_SLACK = 1e-6;

const NOTHING_PAID = nothingPaid();

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
  /** What holding it cost, in the account's currency: paid is positive. */
  readonly carry: Carry = { ...NO_CARRY };
  readonly fills: FillLog;
  readonly recorder: TradeRecorder;
  readonly #lotsPerUnit: number;
  /** Says what time it is, for fees that depend on it; who has orders meet bars sets it. */
  clock: { readonly nowUs: number } = { nowUs: 0 };

  constructor(account: Account, instrument: Instrument, arena: Arena) {
    this.account = account;
    this.instrument = instrument;
    this.#lotsPerUnit = lotsPerUnit(instrument.lot);
    this.fills = new FillLog(instrument.id, arena);
    this.recorder = new TradeRecorder(instrument, this.fills, arena);
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

  /**
   * Largest quantity whose notional and costs fit into `money` at `price`, in units, before lots. `times` is how many times the equity the money is:
   * what is borrowed does not pay the costs, so above 1 they count that many times.
   */
  affordable(money: number, price: number, times = 1, side: Side = 'buy'): number {
    if (this.account.fees !== undefined) return this.#affordableWithFees(money, price, { times, side });
    return money / (price * this.instrument.multiplier * this.rate * (1 + Math.max(1, times) * this.account.commissionRate));
  }

  /** Whether the equity bears all positions after trading `signedLots` at `price`: longs and shorts together up to the leverage times it. Reductions always pass. */
  bears(signedLots: number, price: number): boolean {
    const after = this.lots + signedLots;
    if (after === 0 || (Math.abs(after) <= Math.abs(this.lots) && after * this.lots > 0)) return true;
    const { account } = this;
    const value = price * this.instrument.multiplier * this.rate;
    const quantity = Math.abs(this.units(signedLots));
    const cost =
      account.fees === undefined
        ? quantity * value * account.commissionRate
        : this.feeOf(quantity, price, signedLots > 0 ? 'buy' : 'sell') * this.rate;
    const equity = this.equityAt(price) - cost;
    return Math.abs(this.units(after)) * value + account.grossBeside(this) <= account.leverage * equity * (1 + FUNDS_SLACK);
  }

  /** Books an execution of `signedLots` at `price`. */
  book(signedLots: number, price: number, at: Booking): void {
    const { account, rate, value: before } = this;
    const { multiplier } = this.instrument;
    const signed = this.units(signedLots);
    const quantity = Math.abs(signed);
    const notional = quantity * price * multiplier;
    const commission = account.fees === undefined ? notional * account.commissionRate : this.#charged(signed, price, at);
    const slippage = at.slipPrice * quantity * multiplier;
    account.cash += (signedLots > 0 ? -notional - commission : notional - commission) * rate;
    account.commission += commission * rate;
    account.slippage += slippage * rate;
    account.tradedNotional += notional * rate;
    this.lots += signedLots;
    this.position = this.units(this.lots);
    this.mark = price;
    account.revalue(before, this.value);
    const { rows } = this.fills;
    const offset = rows.extend();
    const data = rows.chunk;
    data[offset] = at.orderId;
    data[offset + 1] = at.timeUs;
    data[offset + 2] = signed;
    data[offset + 3] = price;
    data[offset + 4] = commission;
    data[offset + 5] = slippage;
    data[offset + 6] = at.row;
    data[offset + 7] = rate;
    data[offset + 8] = this.position;
  }

  /** Takes what holding the position costs, in the instrument's currency; gives it when negative. */
  charge(amount: number, kind: CarryKind): void {
    this.account.charge(amount * this.rate, kind);
    this.carry[kind] += amount * this.rate;
    this.recorder.charge(amount * this.rate);
  }

  /** Turns every unit into `ratio` of them; what is no whole lot is paid out at the price after the split, and with it all when no lot is left. */
  split(ratio: number, { price, row, timeUs }: { price: number; row: number; timeUs: number }): void {
    const exact = this.lots * ratio;
    // A ratio like 1/3 brings 300 lots to 99.99999999999999.
    const whole = Math.sign(exact) * Math.floor(Math.abs(exact) + SPLIT_SLACK);
    if (whole === 0) {
      const how = { row, timeUs, orderId: 0, slipPrice: 0, maker: false, paid: nothingPaid() };
      return this.book(-this.lots, price * ratio, how);
    }
    const left = exact - whole;
    if (Math.abs(left) > SPLIT_SLACK) this.charge(-this.units(left) * price * this.instrument.multiplier, 'dividends');
    const { value: before } = this;
    this.lots = whole;
    this.position = this.units(whole);
    this.mark = price;
    this.account.revalue(before, this.value);
    this.recorder.split(ratio, this.position);
  }

  #charged(signed: number, price: number, { timeUs, maker, paid }: Booking): number {
    const { account } = this;
    const quantity = Math.abs(signed);
    const notional = quantity * price * this.instrument.multiplier;
    const side = signed > 0 ? 'buy' : 'sell';
    const volume30d = account.volume?.at(timeUs) ?? 0;
    const fee = (account.fees as NonNullable<Account['fees']>).fee({
      timeUs,
      side,
      quantity,
      price,
      notional,
      maker,
      before: paid,
      volume30d,
    });
    account.volume?.add(timeUs, notional * this.rate);
    paid.quantity += quantity;
    if (maker) paid.makerNotional += notional;
    else paid.takerNotional += notional;
    paid.fee += fee;
    return fee;
  }

  /** What a new order would pay for taking. */
  protected feeOf(quantity: number, price: number, side: Side): number {
    const { fees, volume } = this.account;
    if (fees === undefined || quantity === 0) return 0;
    const { nowUs: timeUs } = this.clock;
    const notional = quantity * price * this.instrument.multiplier;
    const fill = { timeUs, side, quantity, price, notional, maker: false, before: NOTHING_PAID } as const;
    return fees.fee({ ...fill, volume30d: volume?.at(timeUs) ?? 0 });
  }

  /** Fees grow with the quantity, so what is left after the fee of too much is never too much; three rounds come within a millionth of a lot's worth. */
  #affordableWithFees(money: number, price: number, { times, side }: { times: number; side: Side }): number {
    const value = price * this.instrument.multiplier * this.rate;
    let quantity = money / value;
    for (let round = 0; round < 3; round++) {
      const fee = this.feeOf(Math.max(0, quantity), price, side) * this.rate;
      quantity = (money - Math.max(1, times) * fee) / value;
    }
    return Math.max(0, quantity);
  }
}
