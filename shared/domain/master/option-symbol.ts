import { daysFromCivil } from '../time.ts';
import { isoOfDay } from '../calendar/civil.ts';
import type { Contract } from './security.ts';

type Option = Extract<Contract, { readonly kind: 'option' }>;

const THOUSANDTHS = 1000;

/** Symbols of the Options Clearing Corporation, with or without the blanks that fill the root to six places: `AAPL  240119C00190000`. Undefined for any other text. Source: OCC, Options Symbology Initiative (2010). */
export function parseOptionSymbol(text: string): Option | undefined {
  const parts = /^([A-Z][A-Z0-9]{0,5}) *(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/.exec(text.toUpperCase());
  if (parts === null) return undefined;
  const [, underlying = '', year, month, day, right, strike] = parts;
  const expiry = dateOf(2000 + Number(year), Number(month), Number(day));
  if (expiry === undefined || Number(strike) === 0) return undefined;
  return { kind: 'option', underlying, expiry, strike: Number(strike) / THOUSANDTHS, right: right === 'C' ? 'call' : 'put' };
}

/** The symbol of an option in the same form, without blanks. Throws `RangeError` for a strike that it cannot say. */
export function formatOptionSymbol({ underlying, expiry, strike, right }: Option): string {
  const thousandths = Math.round(strike * THOUSANDTHS);
  if (thousandths / THOUSANDTHS !== strike || thousandths < 1 || thousandths > 99_999_999)
    throw new RangeError(`strike is ${strike}; an option symbol has strikes of 0.001 to 99999.999 in thousandths`);
  return `${underlying}${expiry.slice(2).replaceAll('-', '')}${right === 'call' ? 'C' : 'P'}${String(thousandths).padStart(8, '0')}`;
}

/**
 * The contract that a symbol spells: an option of the OCC, or a contract in ccxt's spelling: `BTC/USDT:USDT` (perpetual), `BTC/USDT:USDT-240628` (future),
 * `BTC/USD:BTC-240628-50000-C` (option). Undefined for a symbol of neither kind.
 */
export function contractOfSymbol(symbol: string): Contract | undefined {
  const parts = /^([^:/]+\/[^:/]+):[^:-]+(?:-(\d{2})(\d{2})(\d{2})(?:-(\d+(?:\.\d+)?)-([CP]))?)?$/.exec(symbol);
  if (parts === null) return parseOptionSymbol(symbol);
  const [, underlying = '', year, month, day, strike, right] = parts;
  if (year === undefined) return { kind: 'perpetual', underlying };
  const expiry = dateOf(2000 + Number(year), Number(month), Number(day));
  if (expiry === undefined) return undefined;
  if (strike === undefined) return { kind: 'future', underlying, expiry };
  return { kind: 'option', underlying, expiry, strike: Number(strike), right: right === 'C' ? 'call' : 'put' };
}

function dateOf(year: number, month: number, day: number): string | undefined {
  const iso = isoOfDay(daysFromCivil(year, month, day));
  const said = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
  return iso === said ? iso : undefined;
}
