import { SaveInstrument } from '../../contracts/instruments.ts';
import { ORDER_RULES } from '../../domain/instrument.ts';
import type { VenueInstrument } from '../../ports/market-connector.ts';
import { Refusal } from '../refusal.ts';
import type { ListedInstrument } from './plan-refresh.ts';

/** What a venue's list says, as the master takes it. */
export function listedOf({
  symbol,
  venueSymbol,
  assetClass,
  currency,
  exchange,
  name,
  contract,
  tick,
  lot,
  minQuantity,
  maxQuantity,
  minNotional,
}: VenueInstrument): ListedInstrument {
  const facts: SaveInstrument = {
    assetClass,
    currency,
    ...(exchange === undefined ? {} : { exchange }),
    ...(name === undefined ? {} : { name }),
    ...(contract === undefined ? {} : { contract }),
    ...(isStep(tick) ? { tick: Number(tick) } : {}),
    ...(isStep(lot) ? { lot: Number(lot) } : {}),
    ...(isStep(minQuantity) ? { minQuantity: Number(minQuantity) } : {}),
    ...(isStep(maxQuantity) ? { maxQuantity: Number(maxQuantity) } : {}),
    ...(isStep(minNotional) ? { minNotional: Number(minNotional) } : {}),
    ...(assetClass === 'future' || assetClass === 'option' ? { multiplier: 1 } : {}),
  };
  return { symbol, venueSymbol, facts };
}

function isStep(text: string | undefined): boolean {
  return text !== undefined && Number(text) > 0;
}

const TEXTS = ['assetClass', 'exchange', 'base', 'currency', 'calendar', 'name', 'sector', 'listed', 'delisted'] as const;
const NUMBERS = [...ORDER_RULES, 'priority'] as const;
const CONTRACT = ['kind', 'underlying', 'expiry', 'strike', 'right'] as const;
const COLUMNS: readonly string[] = ['symbol', 'venueSymbol', ...TEXTS, ...NUMBERS, ...CONTRACT];

/** A list as CSV with a heading. Throws a refusal that names the column, or the line with its fault. */
export function listedOfCsv(csv: string): ListedInstrument[] {
  const [head = '', ...lines] = csv.replace(/^\ufeff/, '').split(/\r?\n/);
  const names = cellsOf(head).map((name) => name.trim());
  const strange = names.find((name) => !COLUMNS.includes(name));
  if (strange !== undefined) throw wrong(`there is no column "${strange.slice(0, 40)}"; there are ${COLUMNS.join(', ')}`);
  if (!names.includes('symbol')) throw wrong('the heading has no column symbol');
  return lines.flatMap((line, i) =>
    line.trim() === '' ? [] : [rowOf(new Map(names.map((name, at) => [name, cellsOf(line)[at]?.trim() ?? ''])), i + 2)],
  );
}

function rowOf(cells: ReadonlyMap<string, string>, line: number): ListedInstrument {
  const cell = (name: string) => cells.get(name) ?? '';
  const facts: Record<string, unknown> = {};
  for (const name of TEXTS) if (cell(name) !== '') facts[name] = cell(name);
  for (const name of NUMBERS) if (cell(name) !== '') facts[name] = Number(cell(name));
  if (cell('kind') !== '') {
    const said = CONTRACT.filter((name) => cell(name) !== '').map((name) => [name, name === 'strike' ? Number(cell(name)) : cell(name)]);
    facts['contract'] = Object.fromEntries(said);
  }
  const parsed = SaveInstrument.safeParse({ ...facts, symbol: cell('symbol') });
  if (parsed.success) return { symbol: cell('symbol'), venueSymbol: cell('venueSymbol') || cell('symbol'), facts: parsed.data };
  const [issue] = parsed.error.issues;
  throw wrong(`line ${line}: ${issue?.path.join('.')} is "${cell(String(issue?.path.at(-1)))}"; ${issue?.message}`);
}

/** Cells of a line; quoted ones may hold commas and doubled quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

function wrong(message: string): Refusal {
  return new Refusal('invalid', `csv: ${message}`, { field: 'csv' });
}
