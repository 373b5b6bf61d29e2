import { dayOfIso, type Day, isoOfDay } from '../../domain/calendar/civil.ts';
import { DAY_US, type TimeUs } from '../../domain/time.ts';
import { MarketDataError } from '../error.ts';
import { readNumberText } from '../number-text.ts';

/** By how much raw prices up to a day, and after the day of the row before, are multiplied. */
export interface FactorRow {
  /** The last day on which the factors hold, as days since 1970-01-01; a split or dividend comes with the session after it. */
  readonly day: Day;
  /** For the dividends after the day. */
  readonly price: number;
  /** For the splits after the day: 0.5 before a split of 2 for 1. */
  readonly split: number;
  /** The raw close of that day; NaN where the file does not say. */
  readonly close: number;
}

/** What a company did to its shares, as the simulated venue takes it: it counts from the first open at or after `timeUs`. */
export interface PastAction {
  readonly timeUs: TimeUs;
  /** Shares that one became. */
  readonly split?: number;
  /** Money that a raw share brought. */
  readonly dividend?: number;
}

/** An action smaller than this is the rounding of the factors. */
const ROUNDING = 1e-6;

/**
 * Rows of a factor file, ascending by day: date (YYYYMMDD or ISO), price_factor, split_factor and, where it has one, reference_price; a header or none.
 * Throws `MarketDataError` with the line of the first row that is none. Source of the format: QuantConnect Lean, factor files.
 */
export function parseFactors(text: string): FactorRow[] {
  const rows: FactorRow[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || (index === 0 && /^\D/.test(line))) continue;
    const row = rowOf(line);
    const last = rows.at(-1);
    if (row === undefined || (last !== undefined && row.day <= last.day)) throw refused(index + 1, line);
    rows.push(row);
  }
  if (rows.length === 0) throw new MarketDataError('not-factors', 'the factor file holds no row');
  return rows;
}

/** The splits and dividends that made the factors, ascending in time. Dividends only where the file says the close before them. */
export function actionsOf(rows: readonly FactorRow[]): PastAction[] {
  return rows.slice(0, -1).flatMap((row, i) => {
    const next = rows[i + 1] as FactorRow;
    const timeUs = (row.day + 1) * DAY_US;
    const split = next.split / row.split;
    const paid = 1 - row.price / next.price;
    const actions: PastAction[] = [];
    if (Math.abs(split - 1) > ROUNDING) actions.push({ timeUs, split });
    if (Math.abs(paid) > ROUNDING && row.close > 1) actions.push({ timeUs, dividend: paid * row.close });
    return actions;
  });
}

function rowOf(line: string): FactorRow | undefined {
  const [date = '', ...cells] = line.split(',').map((cell) => cell.trim());
  const iso = /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date;
  const [price, split, close = Number.NaN] = cells.map((cell) => readNumberText(cell));
  if (!/^\d{4}-\d\d-\d\d$/.test(iso) || isoOfDay(dayOfIso(iso)) !== iso) return undefined;
  if (price === undefined || split === undefined || !(price > 0) || !(split > 0) || !Number.isFinite(price * split)) return undefined;
  return { day: dayOfIso(iso), price, split, close };
}

function refused(line: number, text: string): MarketDataError {
  const needs = 'a factor file has a date, later in each row, a price_factor and a split_factor, both above zero';
  return new MarketDataError('not-factors', `line ${line} is "${text.slice(0, 80)}"; ${needs}`);
}
