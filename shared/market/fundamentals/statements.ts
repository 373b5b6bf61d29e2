import { numbersOf, type StructuredTable, textsOf } from '../../domain/structured-table.ts';
import { civilFromDays, DAY_US, daysFromCivil, type TimeUs } from '../../domain/time.ts';
import { knownRows } from '../structured/known.ts';

/** What a statement says of a period: sums of money over it. */
export const FLOWS = ['revenue', 'netIncome', 'operatingCashFlow', 'capex', 'dividends'] as const;
/** What it says of the period's end. */
export const BALANCES = ['equity', 'assets', 'liabilities', 'shares'] as const;
export type Flow = (typeof FLOWS)[number];
export type Balance = (typeof BALANCES)[number];

/** One statement in the version known last. An item that it does not have is NaN. */
export interface Statement {
  readonly periodEndUs: TimeUs;
  readonly months: number;
  readonly knownAtUs: TimeUs;
  readonly currency: string | null;
  readonly items: Readonly<Record<Flow | Balance, number>>;
}

/** Twelve months of business. */
export interface TrailingYear {
  readonly periodEndUs: TimeUs;
  /** When the last of its statements became known. */
  readonly knownAtUs: TimeUs;
  readonly flows: Readonly<Record<Flow, number>>;
}

/** Years of 52 weeks end up to a week away from the end of a month, and drift. */
const TOLERANCE_US = 10 * DAY_US;

/** Statements of a symbol as they were known at a moment, by the end of their period, the latest last. The table is one of the schema `fundamentals`. */
export function statementsOf(table: StructuredTable, symbol: string, asOfUs: TimeUs): Statement[] {
  const columns = [...FLOWS, ...BALANCES].map((name) => [name, numbersOf(table, name)] as const);
  const [ends, months, known] = [numbersOf(table, 'periodEnd'), numbersOf(table, 'periodMonths'), numbersOf(table, 'knownAt')];
  const currencies = textsOf(table, 'currency');
  return knownRows(table, { asOfUs, symbol }).map((row) => ({
    periodEndUs: ends[row] as number,
    months: months[row] as number,
    knownAtUs: known[row] as number,
    currency: currencies[row] as string | null,
    items: Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]])) as Statement['items'],
  }));
}

/**
 * The twelve months that end at `endUs`: the sum of four quarters where all are known, else a statement of twelve months; undefined when there is neither.
 * An item that one of the quarters lacks is NaN.
 */
export function trailingYear(statements: readonly Statement[], endUs: TimeUs): TrailingYear | undefined {
  const quarters = [0, 3, 6, 9].map((back) => find(statements, monthsBefore(endUs, back), 3));
  const parts = quarters.every((quarter) => quarter !== undefined) ? quarters : [find(statements, endUs, 12)];
  const [last] = parts;
  if (last === undefined) return undefined;
  const all = parts as Statement[];
  const flows = Object.fromEntries(FLOWS.map((name) => [name, all.reduce((sum, { items }) => sum + items[name], 0)]));
  return {
    periodEndUs: last.periodEndUs,
    knownAtUs: Math.max(...all.map(({ knownAtUs }) => knownAtUs)),
    flows: flows as TrailingYear['flows'],
  };
}

/** The latest twelve months that are known. */
export function latestYear(statements: readonly Statement[]): TrailingYear | undefined {
  for (const { periodEndUs } of statements.toReversed()) {
    const year = trailingYear(statements, periodEndUs);
    if (year !== undefined) return year;
  }
  return undefined;
}

/** The statement with the latest balance of an item that is known, or the one at `endUs`. */
export function balanceAt(statements: readonly Statement[], name: Balance, endUs?: TimeUs): Statement | undefined {
  const has = ({ items }: Statement) => !Number.isNaN(items[name]);
  const near = ({ periodEndUs }: Statement) => endUs === undefined || Math.abs(periodEndUs - endUs) <= TOLERANCE_US;
  return statements.findLast((statement) => has(statement) && near(statement));
}

/** The same day so many months before, or the last of that month. */
export function monthsBefore(timeUs: TimeUs, months: number): TimeUs {
  const { year, month, day } = civilFromDays(Math.floor(timeUs / DAY_US));
  const count = year * 12 + (month - 1) - months;
  const [y, m] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  const lastDay = daysFromCivil(m === 12 ? y + 1 : y, m === 12 ? 1 : m + 1, 1) - daysFromCivil(y, m, 1);
  return daysFromCivil(y, m, Math.min(day, lastDay)) * DAY_US;
}

function find(statements: readonly Statement[], endUs: TimeUs, months: number): Statement | undefined {
  return statements.findLast((one) => one.months === months && Math.abs(one.periodEndUs - endUs) <= TOLERANCE_US);
}
