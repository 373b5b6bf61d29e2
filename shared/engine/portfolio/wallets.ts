import type { TimeUs } from '../../domain/time.ts';
import type { CashByCurrency, CurrencyConversion, WalletLine } from '../../domain/wallet.ts';

export interface WalletsOptions {
  /** What the account counts in. */
  readonly currency: string;
  /** What it starts with. */
  readonly cash: CashByCurrency;
  /** What one unit of each of those is worth in the account's at the start. */
  readonly rates: ReadonlyMap<string, number>;
  /** Taken of what is given in a conversion, in hundredths of a percent of what it buys. */
  readonly conversionBps: number;
}

interface Wallet {
  units: number;
  rate: number;
  bought: number;
  sold: number;
  conversionCost: number;
  currencyGain: number;
  readonly start: number;
  readonly startRate: number;
}

/**
 * Cash in several currencies. What is spent comes out of its own currency first; what that lacks is bought at the rate known then, with the account's currency,
 * after it with the others by name. What nothing is left to buy with is owed in the currency that was spent.
 */
export class Wallets {
  readonly conversions: CurrencyConversion[] = [];
  readonly #currency: string;
  readonly #wallets = new Map<string, Wallet>();
  readonly costRate: number;

  constructor({ currency, cash, rates, conversionBps }: WalletsOptions) {
    this.#currency = currency;
    this.costRate = conversionBps / 10_000;
    for (const name of new Set([currency, ...Object.keys(cash).sort()])) {
      this.#wallets.set(name, newWallet(cash[name] ?? 0, name === currency ? 1 : (rates.get(name) as number)));
    }
  }

  /** All of it in the account's currency. */
  get value(): number {
    let sum = 0;
    for (const { units, rate } of this.#wallets.values()) if (units !== 0) sum += units * rate;
    return sum;
  }

  /** Units of a currency; negative when owed. */
  units(currency: string): number {
    return this.#wallets.get(currency)?.units ?? 0;
  }

  /** A currency is worth `rate` of the account's from now on. */
  convert(currency: string, rate: number): void {
    const wallet = this.#wallets.get(currency);
    if (wallet === undefined || Number.isNaN(rate)) return;
    if (wallet.units !== 0) wallet.currencyGain += wallet.units * (rate - wallet.rate);
    wallet.rate = rate;
  }

  /** Receives `amount` of a currency that is worth `rate` of the account's, or spends it when negative. */
  move(currency: string, amount: number, { rate, timeUs }: { rate: number; timeUs: TimeUs }): void {
    const wallet = this.#walletOf(currency, rate);
    wallet.units += amount;
    if (amount < 0 && wallet.units < 0) this.#buy(currency, Math.min(-wallet.units, -amount), timeUs);
  }

  lines(): WalletLine[] {
    const known = (rate: number) => (Number.isNaN(rate) ? null : rate);
    return [...this.#wallets].map(([currency, { units, rate, start, startRate, ...sums }]) => {
      return { currency, start, end: units, startRate: known(startRate), endRate: known(rate), ...sums };
    });
  }

  #buy(currency: string, missing: number, timeUs: TimeUs): void {
    const wallet = this.#wallets.get(currency) as Wallet;
    let left = missing;
    for (const [name, payer] of this.#payers(currency)) {
      if (left <= 0) return;
      const price = (wallet.rate / payer.rate) * (1 + this.costRate);
      const bought = Math.min(left, payer.units / price);
      const [sold, cost] = [bought * price, (bought * wallet.rate * this.costRate) / payer.rate];
      payer.units -= sold;
      payer.sold += sold;
      wallet.units += bought;
      wallet.bought += bought;
      wallet.conversionCost += cost * payer.rate;
      left -= bought;
      this.conversions.push({ timeUs, from: name, sold, to: currency, bought, cost });
    }
  }

  /** Who can pay: the account's currency, then the others by name. */
  #payers(currency: string): [string, Wallet][] {
    const others = [...this.#wallets].filter(([name, { units }]) => name !== currency && units > 0);
    return others.sort(([a], [b]) => Number(b === this.#currency) - Number(a === this.#currency) || (a < b ? -1 : 1));
  }

  #walletOf(currency: string, rate: number): Wallet {
    const known = this.#wallets.get(currency);
    if (known !== undefined) return known;
    const fresh = newWallet(0, rate);
    this.#wallets.set(currency, fresh);
    return fresh;
  }
}

function newWallet(start: number, rate: number): Wallet {
  return { units: start, rate, bought: 0, sold: 0, conversionCost: 0, currencyGain: 0, start, startRate: rate };
}

/** One line for each currency over several wallets, the account's currency first, then by name. */
export function sumOfWallets(each: readonly (readonly WalletLine[])[]): WalletLine[] {
  const [first] = each[0] ?? [];
  const byCurrency = Map.groupBy(each.flat(), ({ currency }) => currency);
  const order = [...byCurrency.keys()].sort((a, b) => Number(b === first?.currency) - Number(a === first?.currency) || (a < b ? -1 : 1));
  return order.map((currency) => {
    const lines = byCurrency.get(currency) as [WalletLine, ...WalletLine[]];
    const sum = (pick: (line: WalletLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
    return {
      currency,
      start: sum(({ start }) => start),
      end: sum(({ end }) => end),
      startRate: lines[0].startRate,
      endRate: lines[0].endRate,
      bought: sum(({ bought }) => bought),
      sold: sum(({ sold }) => sold),
      conversionCost: sum(({ conversionCost }) => conversionCost),
      currencyGain: sum(({ currencyGain }) => currencyGain),
    };
  });
}
