import { type TimeUs, toIso } from '../../domain/time.ts';
import type { CashByCurrency } from '../../domain/wallet.ts';
import { EngineError } from '../error.ts';
import { type Conversion, conversionsOf } from './rates.ts';
import type { PortfolioInput } from './input.ts';
import { Wallets, type WalletsOptions } from './wallets.ts';

/** What an account starts with that has cash in several currencies. */
export interface Funds extends WalletsOptions {
  /** All of it in the account's currency, at the rates of the start. */
  readonly value: number;
  /** Those of the instruments, and of cash in currencies that no instrument counts in. */
  readonly conversions: readonly Conversion[];
}

interface Start {
  readonly currency: string;
  /** Of the instruments' currencies. */
  readonly conversions: readonly Conversion[];
  readonly startUs: TimeUs;
}

/** The funds of an account that names its cash by currency, else undefined. Throws `EngineError` naming a currency whose rate nobody knows at the start. */
export function fundsOf(
  { balances, conversionBps = 0, feeds, rates: pairs = [] }: PortfolioInput,
  { currency, conversions: known, startUs }: Start,
): Funds | undefined {
  if (balances === undefined) return undefined;
  checkFunds(balances, conversionBps);
  const idle = Object.keys(balances).filter((name) => name !== currency && known.every((conversion) => conversion.currency !== name));
  const conversions = [...known, ...conversionsOf(idle.sort(), currency, [...feeds, ...pairs], 'cash is given')];
  const rates = new Map<string, number>();
  let value = 0;
  for (const [name, units] of Object.entries(balances)) {
    const rate = name === currency ? 1 : rateOf(conversions, name, startUs);
    if (Number.isNaN(rate)) throw new EngineError('cash', unknownRate({ name, currency, startUs }));
    rates.set(name, rate);
    value += units * rate;
  }
  return { currency, cash: balances, rates, conversionBps, value, conversions };
}

/** A part of the funds for one strategy. */
export function walletsOf({ cash, ...funds }: Funds, share: number): Wallets {
  return new Wallets({ ...funds, cash: Object.fromEntries(Object.entries(cash).map(([name, units]) => [name, units * share])) });
}

function rateOf(conversions: readonly Conversion[], name: string, startUs: TimeUs): number {
  return (conversions.find(({ currency }) => currency === name) as Conversion).rateAt(startUs);
}

function unknownRate({ name, currency, startUs }: { name: string; currency: string; startUs: TimeUs }): string {
  return `cash is given in ${name}, but at the start, ${toIso(startUs)}, no bar says what it is worth in ${currency}: start later, or give earlier bars of the pair`;
}

function checkFunds(balances: CashByCurrency, conversionBps: number): void {
  const given = Object.entries(balances);
  if (given.length === 0) throw new EngineError('cash', 'cash names no currency; give at least one, like USD');
  for (const [name, units] of given) {
    if (!(units > 0 && units <= 1e15)) throw new EngineError('cash', `cash of ${name} is ${units}, but must be above 0 and at most 1e15`);
  }
  if (!(conversionBps >= 0 && conversionBps <= 10_000)) {
    throw new EngineError('conversionBps', `conversionBps is ${conversionBps}, but must be from 0 to 10000`);
  }
}
