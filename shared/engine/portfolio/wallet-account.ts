import type { CarryKind } from '../../domain/carry.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { Side } from '../../domain/order.ts';
import type { TimeUs } from '../../domain/time.ts';
import { Account, type AccountOptions } from '../account.ts';
import type { Arena } from '../arena.ts';
import { type Booking, Holding } from '../holding.ts';
import type { Wallets } from './wallets.ts';

/** An account whose cash lies in several currencies; `cash` is what all of it is worth in its own. */
export class WalletAccount extends Account {
  readonly wallets: Wallets;
  /** The time that is worked through. */
  timeUs: TimeUs = NaN;

  constructor(options: AccountOptions, wallets: Wallets) {
    super(options);
    this.wallets = wallets;
    this.cash = wallets.value;
  }

  /** A currency is worth `rate` of the account's from now on. */
  convert(currency: string, rate: number): void {
    this.wallets.convert(currency, rate);
    this.cash = this.wallets.value;
  }

  protected override open(instrument: Instrument, arena: Arena): Holding {
    return new WalletHolding(this, instrument, arena);
  }
}

/** A position that is paid out of the cash of its own currency first. */
class WalletHolding extends Holding {
  readonly #owner: WalletAccount;

  constructor(owner: WalletAccount, instrument: Instrument, arena: Arena) {
    super(owner, instrument, arena);
    this.#owner = owner;
  }

  override book(signedLots: number, price: number, at: Booking): void {
    super.book(signedLots, price, at);
    const { side, quantity, commission } = this.fills.at(this.fills.length - 1);
    const notional = quantity * price * this.instrument.multiplier;
    this.#move((side === 'buy' ? -notional : notional) - commission);
  }

  override charge(amount: number, kind: CarryKind): void {
    super.charge(amount, kind);
    this.#move(-amount);
  }

  /** With a conversion in it, the money pays for what it buys and for changing it. */
  override affordable(money: number, price: number, times = 1, side: Side = 'buy'): number {
    const { costRate } = this.#owner.wallets;
    const plain = super.affordable(money, price, times, side);
    if (costRate === 0 || this.#lacking(plain, price) === 0) return plain;
    const own = this.#own * this.rate;
    return super.affordable((money + costRate * own) / (1 + costRate * Math.max(1, times)), price, times, side);
  }

  override bears(signedLots: number, price: number): boolean {
    const { costRate } = this.#owner.wallets;
    const before = this.#owner.cash;
    if (signedLots > 0) this.#owner.cash -= this.#lacking(this.units(signedLots), price) * costRate * this.rate;
    const borne = super.bears(signedLots, price);
    this.#owner.cash = before;
    return borne;
  }

  /** Cash of the instrument's own currency. */
  get #own(): number {
    return Math.max(0, this.#owner.wallets.units(this.instrument.currency));
  }

  /** What of its own currency is missing to buy so many units. */
  #lacking(quantity: number, price: number): number {
    const { fees, commissionRate } = this.#owner;
    const notional = quantity * price * this.instrument.multiplier;
    const fee = fees === undefined ? notional * commissionRate : this.feeOf(quantity, price, 'buy');
    return Math.max(0, notional + fee - this.#own);
  }

  #move(amount: number): void {
    const { wallets, timeUs } = this.#owner;
    wallets.move(this.instrument.currency, amount, { rate: this.rate, timeUs });
    this.#owner.cash = wallets.value;
  }
}
