import type { TimeUs } from '../../domain/time.ts';
import { type Balance, balanceAt, latestYear, monthsBefore, type Statement, type TrailingYear, trailingYear } from './statements.ts';

/** A number of a company's business, with how it is made. */
export interface Measure {
  readonly id: string;
  readonly name: string;
  /** Null where it cannot be known or means nothing; `why` says which. */
  readonly value: number | null;
  readonly unit: 'ratio' | 'multiple' | 'money';
  readonly formula: string;
  readonly source: string;
  readonly why: string | null;
}

export interface Fundamentals {
  /** The end of the latest twelve months that are known, and when the last statement that was used became known. */
  readonly periodEndUs: TimeUs;
  readonly knownAtUs: TimeUs;
  readonly currency: string | null;
  readonly measures: readonly Measure[];
}

/** The price that measures of value use. */
export interface PriceKnown {
  readonly price: number;
  readonly currency: string;
}

interface Inputs {
  readonly year: TrailingYear;
  readonly before: TrailingYear | undefined;
  /** The latest that are known, maybe of a quarter after the twelve months. */
  readonly balance: Readonly<Record<Balance, number>>;
  /** At the end of the twelve months. */
  readonly end: Readonly<Record<'equity' | 'assets', number>>;
  /** Of common shareholders a year before; NaN where that is not known. */
  readonly equityBefore: number;
  /** NaN without a price. */
  readonly marketCap: number;
  readonly noPrice: string;
}

interface Definition extends Pick<Measure, 'id' | 'name' | 'unit' | 'formula' | 'source'> {
  /** The value; NaN where an item is missing; a text where it would mean nothing. */
  readonly of: (inputs: Inputs) => number | string;
  readonly needsPrice?: true;
}

const DAMODARAN = 'Damodaran (2012), Investment Valuation, 3rd ed.';
const CFA = 'Robinson, Henry, Pirie & Broihahn (2015), International Financial Statement Analysis, 3rd ed.';
const positive = (base: number, over: number, what: string) => (base > 0 || Number.isNaN(base) ? over / base : `${what} is not positive`);
const growth = (now: number, then: number, what: string) =>
  then > 0 || Number.isNaN(then) ? now / then - 1 : `${what} a year before is not positive`;
const freeCash = ({ year: { flows } }: Inputs) => flows.operatingCashFlow - flows.capex;

const DEFINITIONS: readonly Definition[] = [
  {
    id: 'market-cap',
    name: 'Market capitalisation',
    unit: 'money',
    formula: 'price x shares outstanding',
    source: `${DAMODARAN}, ch. 18`,
    of: ({ marketCap }) => marketCap,
    needsPrice: true,
  },
  {
    id: 'pe',
    name: 'Price to earnings',
    unit: 'multiple',
    formula: 'price x shares / net income of the last twelve months',
    source: `${DAMODARAN}, ch. 18`,
    of: ({ marketCap, year }) => positive(year.flows.netIncome, marketCap, 'net income'),
    needsPrice: true,
  },
  {
    id: 'pb',
    name: 'Price to book',
    unit: 'multiple',
    formula: 'price x shares / common equity',
    source: `${DAMODARAN}, ch. 19`,
    of: ({ marketCap, balance }) => positive(balance.equity, marketCap, 'equity'),
    needsPrice: true,
  },
  {
    id: 'fcf',
    name: 'Free cash flow',
    unit: 'money',
    formula: 'operating cash flow - capital expenditure, of the last twelve months',
    source: `${CFA}, ch. 6`,
    of: freeCash,
  },
  {
    id: 'fcf-yield',
    name: 'Free cash flow yield',
    unit: 'ratio',
    formula: 'free cash flow / (price x shares)',
    source: `${CFA}, ch. 6`,
    of: (inputs) => freeCash(inputs) / inputs.marketCap,
    needsPrice: true,
  },
  {
    id: 'dividend-yield',
    name: 'Dividend yield',
    unit: 'ratio',
    formula: 'dividends of the last twelve months / (price x shares)',
    source: `${CFA}, ch. 7`,
    of: ({ year, marketCap }) => year.flows.dividends / marketCap,
    needsPrice: true,
  },
  {
    id: 'roe',
    name: 'Return on equity',
    unit: 'ratio',
    formula: 'net income of the last twelve months / mean of equity at their end and a year before',
    source: `${CFA}, ch. 7`,
    of: ({ year, end, equityBefore }) => positive((end.equity + equityBefore) / 2, year.flows.netIncome, 'mean equity'),
  },
  {
    id: 'roa',
    name: 'Return on assets',
    unit: 'ratio',
    formula: 'net income of the last twelve months / assets at their end',
    source: `${CFA}, ch. 7`,
    of: ({ year, end }) => positive(end.assets, year.flows.netIncome, 'assets'),
  },
  {
    id: 'net-margin',
    name: 'Net margin',
    unit: 'ratio',
    formula: 'net income / revenue, of the last twelve months',
    source: `${CFA}, ch. 7`,
    of: ({ year: { flows } }) => positive(flows.revenue, flows.netIncome, 'revenue'),
  },
  {
    id: 'fcf-margin',
    name: 'Free cash flow margin',
    unit: 'ratio',
    formula: 'free cash flow / revenue, of the last twelve months',
    source: `${CFA}, ch. 6`,
    of: (inputs) => positive(inputs.year.flows.revenue, freeCash(inputs), 'revenue'),
  },
  {
    id: 'payout',
    name: 'Payout ratio',
    unit: 'ratio',
    formula: 'dividends / net income, of the last twelve months',
    source: `${CFA}, ch. 7`,
    of: ({ year: { flows } }) => positive(flows.netIncome, flows.dividends, 'net income'),
  },
  {
    id: 'debt-to-equity',
    name: 'Debt to equity',
    unit: 'ratio',
    formula: 'total liabilities / common equity',
    source: `${CFA}, ch. 7, with all liabilities as debt`,
    of: ({ balance }) => positive(balance.equity, balance.liabilities, 'equity'),
  },
  {
    id: 'revenue-growth',
    name: 'Growth of revenue',
    unit: 'ratio',
    formula: 'revenue of the last twelve months / of the twelve before - 1',
    source: `${CFA}, ch. 7`,
    of: ({ year, before }) => growth(year.flows.revenue, before?.flows.revenue ?? NaN, 'revenue'),
  },
  {
    id: 'income-growth',
    name: 'Growth of net income',
    unit: 'ratio',
    formula: 'net income of the last twelve months / of the twelve before - 1',
    source: `${CFA}, ch. 7`,
    of: ({ year, before }) => growth(year.flows.netIncome, before?.flows.netIncome ?? NaN, 'net income'),
  },
];

/** The measures of a company from statements as they were known; undefined when no twelve months are. What cannot be known is null, with why. */
export function fundamentalsOf(statements: readonly Statement[], price: PriceKnown | undefined): Fundamentals | undefined {
  const year = latestYear(statements);
  if (year === undefined) return undefined;
  const used = (name: Balance) => balanceAt(statements, name);
  const balances = ['equity', 'assets', 'liabilities', 'shares'] as const;
  const balance = Object.fromEntries(balances.map((name) => [name, used(name)?.items[name] ?? NaN])) as Inputs['balance'];
  const itemAt = (name: Balance, endUs: TimeUs) => balanceAt(statements, name, endUs)?.items[name] ?? NaN;
  const yearBeforeUs = monthsBefore(year.periodEndUs, 12);
  const currency = statements.findLast((statement) => statement.currency !== null)?.currency ?? null;
  const noPrice = price === undefined ? 'no price is known' : `the price is in ${price.currency}, the statements are in ${currency}`;
  const priced = price !== undefined && (currency === null || currency === price.currency);
  const inputs: Inputs = {
    year,
    before: trailingYear(statements, yearBeforeUs),
    balance,
    end: { equity: itemAt('equity', year.periodEndUs), assets: itemAt('assets', year.periodEndUs) },
    equityBefore: itemAt('equity', yearBeforeUs),
    marketCap: priced ? price.price * balance.shares : NaN,
    noPrice: priced ? '' : noPrice,
  };
  const knownAtUs = Math.max(year.knownAtUs, ...balances.map((name) => used(name)?.knownAtUs ?? -Infinity));
  return { periodEndUs: year.periodEndUs, knownAtUs, currency, measures: DEFINITIONS.map((definition) => measured(definition, inputs)) };
}

function measured({ of, needsPrice, ...about }: Definition, inputs: Inputs): Measure {
  if (needsPrice && inputs.noPrice !== '') return { ...about, value: null, why: inputs.noPrice };
  const value = of(inputs);
  if (typeof value === 'string') return { ...about, value: null, why: value };
  return Number.isFinite(value)
    ? { ...about, value, why: null }
    : { ...about, value: null, why: 'the statements known by then lack an item of it' };
}
