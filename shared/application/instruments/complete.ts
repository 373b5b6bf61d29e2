import type { SaveInstrument } from '../../contracts/instruments.ts';
import { CALENDARS } from '../../domain/calendar/calendar.ts';
import { dayOfIso, isoOfDay } from '../../domain/calendar/civil.ts';
import { type AssetClass, USUAL_CALENDARS } from '../../domain/instrument.ts';
import { contractOfSymbol } from '../../domain/master/option-symbol.ts';
import { type Contract, KINDS_OF_CLASS, type Security, type SourceName } from '../../domain/master/security.ts';
import { splitPair } from '../../market/instrument.ts';
import { Refusal } from '../refusal.ts';

/** Smallest step of price and quantity where nobody says one. */
const DEFAULT_STEP = 1e-8;
const DEFAULT_PRIORITY = 5;
/** Shares under a standard option. Source: OCC, Characteristics and Risks of Standardized Options. */
const OPTION_MULTIPLIER = 100;

/** The state of an instrument that is asked for, over the one before. Throws a refusal that names the field at fault. */
export function completeSecurity(id: string, before: Security | undefined, asked: SaveInstrument): Security {
  const { names, ...given } = withoutUndefined(asked);
  const base = before ?? blank(id, asked);
  const merged: Security = { ...base, ...given, ...(names === undefined ? {} : { names: names.map(completeName) }) };
  const security = { ...merged, delisted: merged.delisted ?? dayAfterExpiry(merged.contract) };
  check(security);
  return security;
}

function blank(id: string, asked: SaveInstrument): Security {
  const symbol = asked.symbol ?? id;
  const assetClass = demand('assetClass', asked.assetClass);
  const exchange = demand('exchange', asked.exchange);
  const spelled = contractOfSymbol(symbol);
  const contract = asked.contract ?? contractOf(assetClass, spelled);
  checkKind(assetClass, contract);
  return {
    id,
    symbol,
    assetClass,
    base: splitPair(symbol)?.base ?? ('underlying' in contract ? contract.underlying : symbol.toUpperCase()),
    currency: demand('currency', asked.currency),
    tick: DEFAULT_STEP,
    lot: DEFAULT_STEP,
    multiplier: asked.multiplier ?? multiplierOf(contract, symbol),
    calendar: CALENDARS.includes(exchange) ? exchange : USUAL_CALENDARS[assetClass],
    exchange,
    name: null,
    sector: null,
    contract,
    status: 'inactive',
    priority: DEFAULT_PRIORITY,
    listed: null,
    delisted: null,
    names: [],
  };
}

function contractOf(assetClass: AssetClass, spelled: Contract | undefined): Contract {
  if (spelled !== undefined && KINDS_OF_CLASS[assetClass].includes(spelled.kind)) return spelled;
  if (KINDS_OF_CLASS[assetClass].includes('spot')) return { kind: 'spot' };
  throw wrong('contract', `contract is missing, but an instrument of class ${assetClass} needs one with its underlying and expiry`);
}

/** A crypto venue's contracts count in the coin itself; a stock option's symbol says how many shares. */
function multiplierOf(contract: Contract, symbol: string): number {
  if (contract.kind === 'spot' || contract.kind === 'perpetual' || symbol.includes(':')) return 1;
  if (contract.kind === 'option' && contractOfSymbol(symbol)?.kind === 'option') return OPTION_MULTIPLIER;
  throw wrong('multiplier', `multiplier is missing, but a ${contract.kind} needs the units of its underlying that one contract stands for`);
}

function checkKind(assetClass: AssetClass, contract: Contract): void {
  const kinds = KINDS_OF_CLASS[assetClass];
  if (!kinds.includes(contract.kind))
    throw wrong('contract.kind', `contract.kind is "${contract.kind}", but must be ${kinds.join(' or ')} for class ${assetClass}`);
}

function check({ assetClass, contract, listed, delisted, names, minQuantity = 0, maxQuantity = Infinity }: Security): void {
  checkKind(assetClass, contract);
  if (minQuantity > maxQuantity)
    throw wrong('minQuantity', `minQuantity is ${minQuantity}, but must be at most maxQuantity, which is ${maxQuantity}`);
  if (listed !== null && delisted !== null && delisted <= listed)
    throw wrong('delisted', `delisted is ${delisted}, but must be after the day of listing, ${listed}`);
  names.forEach((name, i) => {
    if (name.from !== null && name.to !== null && name.to <= name.from)
      throw wrong(`names.${i}.to`, `names.${i}.to is ${name.to}, but must be after from, ${name.from}`);
    if (names.slice(0, i).some((other) => other.source === name.source && meet(other, name)))
      throw wrong(`names.${i}`, `names.${i}: ${name.source} has two names on the same day; give the earlier one a to`);
  });
}

function meet(a: SourceName, b: SourceName): boolean {
  return (a.from ?? '') < (b.to ?? '9999-12-31') && (b.from ?? '') < (a.to ?? '9999-12-31');
}

function completeName(name: NonNullable<SaveInstrument['names']>[number]): SourceName {
  return { ...name, venueSymbol: name.venueSymbol ?? name.symbol };
}

function dayAfterExpiry(contract: Contract): string | null {
  return 'expiry' in contract ? isoOfDay(dayOfIso(contract.expiry) + 1) : null;
}

/** Zod hands on what was left out as undefined. */
function withoutUndefined(asked: SaveInstrument): { [K in keyof SaveInstrument]-?: Exclude<SaveInstrument[K], undefined> } {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as ReturnType<typeof withoutUndefined>;
}

function demand<T>(field: string, value: T | undefined): T {
  if (value === undefined) throw wrong(field, `${field} is missing, but a new instrument needs assetClass, exchange and currency`);
  return value;
}

function wrong(field: string, message: string): Refusal {
  return new Refusal('invalid', message, { field });
}
