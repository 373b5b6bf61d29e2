import { allocateBars, type Bars } from '../domain/bars.ts';
import { DAY_US, type TimeUs, toIso } from '../domain/time.ts';
import { MarketDataError } from './error.ts';
import { type Defect, findGaps, type Gap, gapDefects } from './gaps.ts';
import { RowOrder } from './row-order.ts';
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
/** Daily and longer bars may open an hour early where the clock of their market is put forward. */
const DAYLIGHT_SHARE = 0.9;

/**
 * Checks rows and turns the good ones into bars: ascending, no two alike, prices above zero, low <= open, close <= high.
 * Nothing is repaired, filled or sorted; every row left out is a reject with its line and reason, but for exact copies, which are counted.
 * Throws `MarketDataError` when the symbol is unclear, no row is left, or the timeframe cannot be told.
 */
export function validateBars(table: RawTable, options: ValidateOptions = {}): Validated {
  const chosen = chooseSymbol(table, options.symbol);
  const rejects: Reject[] = [...table.rejects];
  const refuse = (row: number, code: RejectCode, reason: string) => {
    rejects.push({ line: table.line(row), code, reason, raw: table.raw(row) });
  };
  const sound: number[] = [];
  const latestUs = (options.nowUs ?? Infinity) + MAX_AHEAD_US;
  for (let row = 0; row < table.length; row++) {
    if (chosen.index !== undefined && table.symbolOf?.[row] !== chosen.index) continue;
    const fault = faultOf(table, row, latestUs);
    if (fault) refuse(row, fault[0], fault[1]);
    else sound.push(row);
  }
  const order = new RowOrder(table, refuse);
  const ordered = order.sift(sound);
  if (ordered.length === 0) throw nothingLeft(rejects);
  const timeframeUs = detectTimeframe(pickTimes(table, ordered), options.timeframeUs ?? table.timeframeUs);
  const { kept, offGrid } = dropOverlaps(table, ordered, { timeframeUs, refuse });
  const bars = pickBars(table, kept, timeframeUs);
  rejects.sort((a, b) => a.line - b.line);
  const gaps = findGaps(bars);
  const defects: Defect[] = [
    ...table.notes.map((detail): Defect => ({ code: 'note', detail })),
    ...order.defects(),
    ...(offGrid > 0
      ? [{ code: 'off-grid', detail: `${offGrid} bars do not open a whole number of timeframes after the first` } as const]
      : []),
    ...(table.crossed > 0 ? [{ code: 'crossed-quotes', detail: `in ${table.crossed} rows the bid closes above the ask` } as const] : []),
    ...gapDefects(gaps),
  ];
  return { bars, rejects, defects, gaps, timeframeUs, ...(chosen.name === undefined ? {} : { symbol: chosen.name }) };
}

/** What is wrong with a row by itself. */
function faultOf(table: RawTable, row: number, latestUs: TimeUs): readonly [RejectCode, string] | undefined {
  const time = table.time[row] as number;
  const open = table.open[row] as number;
  const high = table.high[row] as number;
  const low = table.low[row] as number;
  const close = table.close[row] as number;
  const volume = table.volume[row] as number;
  const inOrder = low > 0 && low <= open && open <= high && low <= close && close <= high && high < Infinity;
  if (inOrder && volume >= 0 && volume < Infinity && time <= latestUs) return undefined;
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
  { timeframeUs, refuse }: { readonly timeframeUs: number; readonly refuse: (row: number, code: RejectCode, reason: string) => void },
): { readonly kept: readonly number[]; readonly offGrid: number } {
  const shortest = timeframeUs >= DAY_US ? timeframeUs * DAYLIGHT_SHARE : timeframeUs;
  const kept: number[] = [];
  let offGrid = 0;
  let last = -Infinity;
  const first = table.time[rows[0] ?? 0] as number;
  for (const row of rows) {
    const time = table.time[row] as number;
    if (time - last < shortest) {
      refuse(row, 'inside-another-bar', `time ${toIso(time)} lies inside the bar that opened at ${toIso(last)}`);
      continue;
    }
    if ((time - first) % timeframeUs !== 0) offGrid++;
    kept.push(row);
    last = time;
  }
  return { kept, offGrid };
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

function pickTimes(table: RawTable, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => table.time[row] as number);
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
  const first = rejects.toSorted((a, b) => a.line - b.line)[0];
  return new MarketDataError(
    'no-valid-row',
    first ? `no row is valid; line ${first.line}: ${first.reason}` : 'the file holds no row of data',
  );
}
