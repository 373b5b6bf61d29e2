import type { Fill } from './fill.ts';
import type { Instrument } from './instrument.ts';
import { type Asset, CASH_DECIMALS, CASH_STEP, type Money, unitsFromNumber } from './money.ts';
import { settle } from './settlement.ts';
import type { TimeUs } from './time.ts';
import type { CurrencyConversion } from './wallet.ts';

/**
 * Where value can be. `portfolio` is what the account holds; the others say where it came from or went:
 * `capital` from its owner, `market` in exchange, `commission` to the venue.
 */
export type LedgerAccount = 'portfolio' | 'capital' | 'market' | 'commission';

/** One side of an entry: `units` above 0 of an asset into (debit) or out of (credit) an account. */
export interface Posting {
  readonly account: LedgerAccount;
  readonly asset: Asset;
  readonly side: 'debit' | 'credit';
  readonly units: bigint;
}

/** One event, whole: its debits equal its credits in every asset. */
export interface LedgerEntry {
  readonly timeUs: TimeUs;
  readonly about: string;
  readonly postings: readonly Posting[];
}

interface Totals {
  readonly account: LedgerAccount;
  readonly asset: Asset;
  debits: bigint;
  credits: bigint;
}

/** Append-only double-entry book. Only cumulative debits and credits are kept; balances are derived from them. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #totals = new Map<string, Totals>();

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** Appends an entry. Throws `RangeError`, and appends nothing, when it is empty, not in order of time, or its debits and credits differ in any asset. */
  append(entry: LedgerEntry): void {
    this.#check(entry);
    this.#entries.push(entry);
    for (const { account, asset, side, units } of entry.postings) {
      const totals = this.#totalsOf(account, asset);
      if (side === 'debit') totals.debits += units;
      else totals.credits += units;
    }
  }

  /** Debits less credits of an asset in an account: what `portfolio` holds is positive, short or overdrawn negative. */
  balance(account: LedgerAccount, assetId: string): bigint {
    const totals = this.#totals.get(key(account, assetId));
    return totals === undefined ? 0n : totals.debits - totals.credits;
  }

  /** Everything that the portfolio holds or owes, without the zeros, sorted by asset. */
  holdings(): Money[] {
    return [...this.#totals.values()]
      .filter(({ account, debits, credits }) => account === 'portfolio' && debits !== credits)
      .map(({ asset, debits, credits }) => ({ asset, units: debits - credits }))
      .sort((a, b) => (a.asset.id < b.asset.id ? -1 : 1));
  }

  /** Sum of the balances of all accounts by asset: 0 for each, always. */
  trialBalance(): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>();
    for (const { asset, debits, credits } of this.#totals.values()) sums.set(asset.id, (sums.get(asset.id) ?? 0n) + debits - credits);
    return sums;
  }

  #check({ timeUs, about, postings }: LedgerEntry): void {
    if (postings.length === 0) throw new RangeError(`entry "${about}" has no postings`);
    const last = this.#entries.at(-1);
    if (!Number.isSafeInteger(timeUs))
      throw new RangeError(`entry "${about}" has time ${timeUs}, but must have a whole number of microseconds`);
    if (last !== undefined && timeUs < last.timeUs)
      throw new RangeError(`entry "${about}" is of ${timeUs}, before the last one of ${last.timeUs}`);
    const sums = new Map<string, bigint>();
    for (const { asset, side, units } of postings) {
      if (units <= 0n) throw new RangeError(`entry "${about}" posts ${units} units of ${asset.id}, but must post more than 0`);
      this.#checkDecimals(asset, about);
      sums.set(asset.id, (sums.get(asset.id) ?? 0n) + (side === 'debit' ? units : -units));
    }
    for (const [id, sum] of sums) {
      if (sum !== 0n)
        throw new RangeError(`entry "${about}" does not balance: debits less credits of ${id} are ${sum} units, but must be 0`);
    }
  }

  /** An asset is counted in one unit only. */
  #checkDecimals(asset: Asset, about: string): void {
    for (const known of this.#totals.values()) {
      if (known.asset.id === asset.id && known.asset.decimals !== asset.decimals) {
        throw new RangeError(
          `entry "${about}" counts ${asset.id} with ${asset.decimals} decimals, but the ledger with ${known.asset.decimals}`,
        );
      }
    }
  }

  #totalsOf(account: LedgerAccount, asset: Asset): Totals {
    const id = key(account, asset.id);
    const known = this.#totals.get(id);
    if (known !== undefined) return known;
    const fresh: Totals = { account, asset, debits: 0n, credits: 0n };
    this.#totals.set(id, fresh);
    return fresh;
  }
}

/** Money that the owner puts in. Throws when it is not above 0. */
export function postDeposit(ledger: Ledger, money: Money, timeUs: TimeUs): LedgerEntry {
  if (money.units <= 0n) throw new RangeError(`deposit is ${money.units} units of ${money.asset.id}, but must be above 0`);
  const entry = { timeUs, about: 'deposit', postings: move(money, 'capital', 'portfolio') };
  ledger.append(entry);
  return entry;
}

/** Posts a fill: base against cash with the market, and the commission. Throws `RangeError` naming the field, and posts nothing, when the fill is no good. */
export function postFill(ledger: Ledger, fill: Fill, instrument: Instrument): LedgerEntry {
  const { base, cash, quantity, notional, commission } = settle(fill, instrument);
  const [receiver, giver] = fill.side === 'buy' ? (['portfolio', 'market'] as const) : (['market', 'portfolio'] as const);
  const entry = {
    timeUs: fill.timeUs,
    about: `fill of order ${fill.orderId}: ${fill.side} ${instrument.id}`,
    postings: [
      ...move({ asset: base, units: quantity }, giver, receiver),
      ...move({ asset: cash, units: notional }, receiver, giver),
      ...move({ asset: cash, units: commission }, 'portfolio', 'commission'),
    ],
  };
  ledger.append(entry);
  return entry;
}

/** Posts a change of one currency into another: both against the market, and the cost. Throws `RangeError` when an amount is no number, and posts nothing. */
export function postConversion(ledger: Ledger, { timeUs, from, sold, to, bought, cost }: CurrencyConversion): LedgerEntry {
  const units = (value: number, what: string) => unitsFromNumber(value, CASH_STEP, { rounding: 'nearest', what });
  const given = { id: from, decimals: CASH_DECIMALS };
  const paid = units(cost, 'cost');
  const entry = {
    timeUs,
    about: `conversion of ${from} into ${to}`,
    postings: [
      ...move({ asset: given, units: units(sold, 'sold') - paid }, 'portfolio', 'market'),
      ...move({ asset: given, units: paid }, 'portfolio', 'commission'),
      ...move({ asset: { id: to, decimals: CASH_DECIMALS }, units: units(bought, 'bought') }, 'market', 'portfolio'),
    ],
  };
  ledger.append(entry);
  return entry;
}

/** A credit and the debit that balances it; the other way round when negative, nothing when zero. */
function move({ asset, units }: Money, from: LedgerAccount, to: LedgerAccount): Posting[] {
  if (units === 0n) return [];
  if (units < 0n) return move({ asset, units: -units }, to, from);
  return [
    { account: from, asset, side: 'credit', units },
    { account: to, asset, side: 'debit', units },
  ];
}

function key(account: LedgerAccount, assetId: string): string {
  return `${account} ${assetId}`;
}
