import type { AnalysisOrigin, FundamentalSection, SymbolAnalysis } from '../../contracts/analysis.ts';
import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { knownAtOf, type StructuredTable } from '../../domain/structured-table.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import { fundamentalsOf, type PriceKnown } from '../../market/fundamentals/measures.ts';
import { statementsOf } from '../../market/fundamentals/statements.ts';
import { rowsOf } from '../../market/structured/known.ts';
import { qualityOf } from './quality.ts';
import { technicalOf } from './technical.ts';

/** Why something is not there. */
export interface Absent {
  readonly why: string;
}

export interface GivenBars {
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly kind: 'file' | 'stream';
  readonly sha256: string | null;
  readonly synthetic: boolean;
}

export interface GivenFundamentals {
  /** Of the schema `fundamentals`. */
  readonly table: StructuredTable;
  readonly sha256: string;
}

export interface AnalysisInput {
  readonly symbol: string;
  readonly asOfUs: TimeUs;
  readonly bars: GivenBars | Absent;
  readonly fundamentals: GivenFundamentals | Absent;
}

/** What is known of an instrument at a moment, section by section; one that cannot be told says why. Bars count once they have closed, statements once they were filed. */
export function analyse({ symbol, asOfUs, bars, fundamentals }: AnalysisInput): SymbolAnalysis {
  const closed = closedBars(symbol, asOfUs, bars);
  const known = 'why' in closed ? undefined : closed;
  const price = known && { price: known.bars.close[known.bars.length - 1] as number, currency: known.instrument.currency };
  const missing = ({ why }: Absent) => ({ status: 'missing' as const, why });
  const origins = [
    ...('why' in closed ? [] : [originOfBars(closed)]),
    ...('why' in fundamentals ? [] : [originOfRows(fundamentals, symbol, asOfUs)]),
  ];
  return {
    symbol,
    asOf: toIso(asOfUs),
    technical: 'why' in closed ? missing(closed) : technicalOf(closed.bars, closed.instrument),
    fundamental: 'why' in fundamentals ? missing(fundamentals) : fundamentalSection(fundamentals, { symbol, asOfUs, price }),
    quality: 'why' in closed ? missing(closed) : qualityOf(closed.bars, closed.instrument, asOfUs),
    provenance: origins.length === 0 ? missing({ why: 'nothing was given' }) : { status: 'known', asOf: toIso(asOfUs), origins },
  };
}

interface ClosedBars extends GivenBars {
  /** Bars of the source that close later. */
  readonly later: number;
}

function closedBars(symbol: string, asOfUs: TimeUs, given: GivenBars | Absent): ClosedBars | Absent {
  if ('why' in given) return given;
  const { bars } = given;
  const length = firstBarAtOrAfter(bars, asOfUs - bars.timeframeUs + 1);
  if (length === 0) return { why: `no bar of ${symbol} had closed by ${toIso(asOfUs)}` };
  return { ...given, bars: sliceBars(bars, 0, length), later: bars.length - length };
}

function fundamentalSection(
  { table }: GivenFundamentals,
  { symbol, asOfUs, price }: { readonly symbol: string; readonly asOfUs: TimeUs; readonly price: PriceKnown | undefined },
): FundamentalSection | { status: 'missing'; why: string } {
  const found = fundamentalsOf(statementsOf(table, symbol, asOfUs), price);
  if (found === undefined) return { status: 'missing', why: `no twelve months of statements of ${symbol} were known by ${toIso(asOfUs)}` };
  const { periodEndUs, knownAtUs, currency, measures } = found;
  const sources = price === undefined ? ['fundamentals'] : ['fundamentals', 'bars'];
  return { status: 'known', asOf: toIso(knownAtUs), periodEnd: toIso(periodEndUs), currency, measures: [...measures], sources };
}

function originOfBars({ bars, kind, sha256, synthetic, later }: ClosedBars): AnalysisOrigin {
  const { time, length, timeframeUs } = bars;
  const span = { from: toIso(time[0] as number), to: toIso((time[length - 1] as number) + timeframeUs) };
  return { id: 'bars', kind, sha256, synthetic, used: length, later, ...span };
}

function originOfRows({ table, sha256 }: GivenFundamentals, symbol: string, asOfUs: TimeUs): AnalysisOrigin {
  const known = knownAtOf(table);
  const rows = rowsOf(table, symbol);
  const used = rows.filter((row) => (known[row] as number) <= asOfUs);
  const at = (row: number | undefined) => (row === undefined ? null : toIso(known[row] as number));
  return {
    id: 'fundamentals',
    kind: 'rows',
    sha256,
    synthetic: false,
    used: used.length,
    later: rows.length - used.length,
    from: at(used[0]),
    to: at(used.at(-1)),
  };
}
