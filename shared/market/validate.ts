import { allocateBars, type Bars } from '../domain/bars.ts';
import { type TimeUs, toIso } from '../domain/time.ts';
import { cleanBars, isSound, shortestStep } from './clean.ts';
import { MarketDataError } from './error.ts';
import { type Defect, findGaps, type Gap, gapDefects } from './gaps.ts';
import { type Refuse, RowOrder } from './row-order.ts';
import type { RawTable, Reject, RejectCode } from './table.ts';
import { detectTimeframe } from './timeframe-detect.ts';

export interface ValidateOptions {
  /** Which symbol of a file that holds several. Letters and digits count, case and marks do not. */
  readonly symbol?: string;
  readonly timeframeUs?: number;
  /** The time of the import: rows that open later are refused. */
  readonly nowUs?: TimeUs;
}

export interface Validated {
  readonly bars: Bars;
  /** Ascending in line. */
  readonly rejects: readonly Reject[];
  readonly defects: readonly Defect[];
  readonly gaps: readonly Gap[];
  readonly timeframeUs: number;
  /** The symbol that the file itself names. */
  readonly symbol?: string;
}

const MAX_AHEAD_US = 2_000_000;

/**
 * Checks rows and turns the good ones into bars: ascending, no two alike, prices above zero, low <= open, close <= high.
 * Nothing is repaired, filled or sorted; every row left out is a reject with its line and reason, but for exact copies, which are counted.
 * Throws `MarketDataError` when the symbol is unclear, no row is left, or the timeframe cannot be told.
 */
export function validateBars(table: RawTable, options: ValidateOptions = {}): Validated {
  const chosen = chooseSymbol(table, options.symbol);
  const latestUs = (options.nowUs ?? Infinity) + MAX_AHEAD_US;
  const givenUs = options.timeframeUs ?? table.timeframeUs;
  const clean = cleanBars(table, latestUs, givenUs);
  const { bars, rejects, order } = clean ? { bars: clean, rejects: [], order: [] } : sift(table, chosen.index, { latestUs, givenUs });
  const offGrid = countOffGrid(bars);
  const gaps = findGaps(bars);
  const defects: Defect[] = [
    ...table.notes.map((detail): Defect => ({ code: 'note', detail })),
    ...order,
    ...(offGrid > 0
      ? [{ code: 'off-grid', detail: `${offGrid} bars do not open a whole number of timeframes after the first` } as const]
      : []),
    ...(table.crossed > 0 ? [{ code: 'crossed-quotes', detail: `in ${table.crossed} rows the bid closes above the ask` } as const] : []),
    ...gapDefects(gaps),
  ];
  return { bars, rejects, defects, gaps, timeframeUs: bars.timeframeUs, ...(chosen.name === undefined ? {} : { symbol: chosen.name }) };
}

interface Sifted {
  readonly bars: Bars;
  readonly rejects: readonly Reject[];
  readonly order: readonly Defect[];
}

/** Looks at every row and keeps the good ones. */
function sift(
  table: RawTable,
  symbol: number | undefined,
  { latestUs, givenUs }: { readonly latestUs: TimeUs; readonly givenUs: number | undefined },
): Sifted {
  const rejects: Reject[] = [...table.rejects];
  const refuse: Refuse = (row, code, reason) => {
    rejects.push({ line: table.line(row), code, reason, raw: table.raw(row) });
  };
  const sound: number[] = [];
  for (let row = 0; row < table.length; row++) {
    if (symbol !== undefined && table.symbolOf?.[row] !== symbol) continue;
    if (isSound(table, row, latestUs)) sound.push(row);
    else refuse(row, ...faultOf(table, row, latestUs));
  }
  const order = new RowOrder(table, refuse);
  const ordered = order.sift(sound);
  if (ordered.length === 0) throw nothingLeft(rejects);
  const timeframeUs = detectTimeframe(
    Float64Array.from(ordered, (row) => table.time[row] as number),
    givenUs,
  );
  const bars = pickBars(table, dropOverlaps(table, ordered, { timeframeUs, refuse }), timeframeUs);
  rejects.sort((a, b) => a.line - b.line);
  return { bars, rejects, order: order.defects() };
}

/** What is wrong with a row that is not sound by itself. */
function faultOf(table: RawTable, row: number, latestUs: TimeUs): readonly [RejectCode, string] {
  const [time, open, high, low, close, volume] = [table.time, table.open, table.high, table.low, table.close, table.volume].map(
    (column) => column[row] as number,
  ) as [number, number, number, number, number, number];
  if (!Number.isSafeInteger(time)) return ['bad-time', 'time is no whole number of microseconds'];
  if (time > latestUs) return ['time-out-of-range', `time ${toIso(time)} lies in the future`];
  for (const [name, value] of Object.entries({ open, high, low, close, volume })) {
    if (!Number.isFinite(value)) return ['not-finite', `${name} is ${value}, which is no finite number`];
    if (name === 'volume' && value < 0) return ['volume-negative', `volume ${value} is below zero`];
    if (name !== 'volume' && value <= 0) return ['price-not-positive', `${name} ${value} is not above zero`];
  }
  if (high < low) return ['high-below-low', `high ${high} is below low ${low}`];
  if (open < low || open > high) return ['open-outside-range', `open ${open} is outside low ${low} to high ${high}`];
  return ['close-outside-range', `close ${close} is outside low ${low} to high ${high}`];
}

/** Refuses bars that open before the one in front of them has closed. */
function dropOverlaps(
  table: RawTable,
  rows: readonly number[],
  { timeframeUs, refuse }: { readonly timeframeUs: number; readonly refuse: Refuse },
): readonly number[] {
  const shortest = shortestStep(timeframeUs);
  let last = -Infinity;
  return rows.filter((row) => {
    const time = table.time[row] as number;
    if (time - last < shortest) {
      refuse(row, 'inside-another-bar', `time ${toIso(time)} lies inside the bar that opened at ${toIso(last)}`);
      return false;
    }
    last = time;
    return true;
  });
}

/** Bars whose distance from the first is no whole number of timeframes. One that follows its neighbour by one timeframe is as the neighbour is. */
function countOffGrid({ time, timeframeUs, length }: Bars): number {
  let count = 0;
  let isOff = false;
  for (let row = 1; row < length; row++) {
    const now = time[row] as number;
    if (now - (time[row - 1] as number) !== timeframeUs) isOff = (now - (time[0] as number)) % timeframeUs !== 0;
    if (isOff) count++;
  }
  return count;
}

/** The rows of a table that are about one symbol. Throws `MarketDataError` when there are several and none is chosen, or the one chosen is not there. */
export function rowsOfSymbol(table: RawTable, wanted: string | undefined): number[] {
  const { index } = chooseSymbol(table, wanted);
  const rows = Array.from({ length: table.length }, (_, row) => row);
  return index === undefined ? rows : rows.filter((row) => table.symbolOf?.[row] === index);
}

function chooseSymbol(table: RawTable, wanted: string | undefined): { readonly name?: string; readonly index?: number } {
  const { symbols } = table;
  if (symbols.length === 0) return {};
  if (wanted === undefined && symbols.length === 1) return { name: symbols[0] as string };
  const list = symbols.slice(0, 12).join(', ') + (symbols.length > 12 ? ` and ${symbols.length - 12} more` : '');
  if (wanted === undefined)
    throw new MarketDataError('several-symbols', `the file holds ${symbols.length} symbols: ${list}; choose one with --symbol`);
  const bare = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const index = symbols.findIndex((symbol) => bare(symbol) === bare(wanted));
  if (index === -1) throw new MarketDataError('unknown-symbol', `symbol "${wanted}" is not in the file, which holds: ${list}`);
  return { name: symbols[index] as string, index };
}

function pickBars(table: RawTable, rows: readonly number[], timeframeUs: number): Bars {
  const bars = allocateBars(rows.length, timeframeUs);
  for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
    const from = table[column];
    const to = bars[column];
    // Adding zero turns -0 into 0, so that equal bars have equal bytes.
    for (let i = 0; i < rows.length; i++) to[i] = (from[rows[i] as number] as number) + 0;
  }
  return bars;
}

function nothingLeft(rejects: readonly Reject[]): MarketDataError {
  const inOrder = rejects.toSorted((a, b) => a.line - b.line);
  const [first] = inOrder;
  return new MarketDataError(
    'no-valid-row',
    first ? `no row is valid; line ${first.line}: ${first.reason}` : 'the file holds no row of data',
    inOrder,
  );
}
