import type { AssetClass } from '../../domain/instrument.ts';
import type { Contract } from '../../domain/master/security.ts';
import { HistoryError } from '../../ports/history-source.ts';
import type { VenueInstrument } from '../../ports/market-connector.ts';
import { decimalText } from '../connector/text.ts';

export interface KiteInstrument extends VenueInstrument {
  /** The number by which history and ticker know it. */
  readonly token: number;
}

/** Columns that a list may lack. */
const MORE = ['name', 'expiry', 'strike'] as const;
const COLUMNS = ['instrument_token', 'tradingsymbol', 'tick_size', 'lot_size', 'instrument_type', 'exchange'] as const;

/** The instruments of Kite's dump, a CSV with a heading; names are quoted and may hold commas. Throws `HistoryError`. */
export function readInstruments(csv: string): KiteInstrument[] {
  const [head = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const names = cellsOf(head);
  const at = COLUMNS.map((name) => names.indexOf(name));
  const absent = COLUMNS.find((_, i) => at[i] === -1);
  if (absent !== undefined) throw new HistoryError('malformed', `kite's list of instruments has no column ${absent}`);
  const more = MORE.map((name) => names.indexOf(name));
  return lines.map((line) => {
    const cells = cellsOf(line);
    const [company = '', expiry = '', strike = ''] = more.map((column) => (column === -1 ? '' : (cells[column] ?? '')));
    const [token, name, tick, lot, type, exchange] = at.map((column) => cells[column] ?? '') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return {
      token: Number(token),
      symbol: symbolOf(exchange, name),
      venueSymbol: `${exchange}:${name}`,
      assetClass: classOf(type, exchange),
      currency: 'INR',
      tick: decimalText(tick, 'tick_size'),
      lot: decimalText(lot, 'lot_size'),
      exchange,
      ...(company === '' ? {} : { name: company }),
      ...contractOf({ type, underlying: company, expiry, strike }),
    };
  });
}

/** Expiry and strike of a contract, where the list has them. */
function contractOf({ type, underlying, expiry, strike }: Readonly<Record<'type' | 'underlying' | 'expiry' | 'strike', string>>): {
  contract?: Contract;
} {
  if (underlying === '' || !/^\d{4}-\d{2}-\d{2}$/.test(expiry)) return {};
  if (type === 'FUT') return { contract: { kind: 'future', underlying, expiry } };
  if ((type !== 'CE' && type !== 'PE') || !(Number(strike) > 0)) return {};
  return { contract: { kind: 'option', underlying, expiry, strike: Number(strike), right: type === 'CE' ? 'call' : 'put' } };
}

/** `NSE:INFY`; what a symbol of the platform cannot hold, as in M&M, becomes `_`. */
function symbolOf(exchange: string, name: string): string {
  return `${exchange}:${name.replaceAll(/[^A-Za-z0-9./:_-]/g, '_')}`;
}

function classOf(type: string, exchange: string): AssetClass {
  if (type === 'FUT') return 'future';
  if (type === 'CE' || type === 'PE') return 'option';
  return exchange === 'MCX' ? 'commodity' : 'equity';
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
