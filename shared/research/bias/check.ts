import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import type { Trade } from '../../domain/trade.ts';
import { ResearchError } from '../error.ts';
import type { BiasFault } from './fault.ts';
import { mirroredBars, withOtherFuture } from './other-future.ts';
import { type BiasInput, type RecordedRun, recordRun, rowsOf } from './recorded-run.ts';
import { titleOf, valueOrNull, warmUpFaults } from './warm-up.ts';

/** Cuts spread evenly, and cuts right after a close at which the strategy asked for something: there one bar of foresight shows. */
const EVEN_CUTS = 4;
const CUTS_AT_ACTIONS = 8;
/** Of a short history more closes are tried, as long as the runs have no more bars than this together. */
const CUTS_AT_ACTIONS_MAX = 100;
const ROWS_RUN_MAX = 1_000_000;
const BARS_MIN = 50;

/** What a check for foresight and other bias found; JSON-safe. */
export interface BiasCheck {
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  readonly bars: number;
  /** Opens of the first bars cut off. */
  readonly cuts: readonly string[];
  readonly indicators: number;
  /** Closes at which the strategy asked for something on the whole history. */
  readonly signals: number;
  readonly trades: number;
  readonly clean: boolean;
  readonly faults: readonly BiasFault[];
  /** What could not be judged, or is worth a thought without being a fault. */
  readonly notes: readonly string[];
}

/**
 * Runs a strategy on the whole history, then again and again on what was there at a cut, with every later row of the columns changed, and compares indicators,
 * signals and trades before the cut bit for bit; then with histories that begin later. Throws `ResearchError` for fewer than 50 bars and what the strategy throws.
 */
export function checkBias(input: BiasInput): BiasCheck {
  const rows = rowsOf(input);
  if (rows < BARS_MIN) throw new ResearchError('data', `${rows} bars are too few to check for bias; ${BARS_MIN} or more are needed`);
  const about = { strategy: input.strategy.id, params: input.values, bars: rows };
  const run = runOrFault(input, rows);
  if ('kind' in run) return { ...about, cuts: [], indicators: 0, signals: 0, trades: 0, clean: false, faults: [run], notes: [] };
  const counts = { indicators: run.columns.length, signals: run.asked.size, trades: run.trades.length };
  const state = stateFaults(input, run, rows);
  const unsteady = new Set(state.map(({ what }) => what));
  const cuts = cutsOf(input, run, rows);
  const ahead = new Map<string, BiasFault>();
  for (const cut of cuts)
    for (const found of cutFaults(input, run, { cut, signals: state.length === 0 }))
      if (!ahead.has(found.what) && !unsteady.has(found.what)) ahead.set(found.what, found);
  const warmUp = warmUpFaults(input, run.columns, rows);
  const lookAhead = ranked([...ahead.values()]);
  // What sees ahead may well depend on the start too; it is named once.
  const late = warmUp.faults.filter(({ what }) => !ahead.has(what) && !unsteady.has(what));
  const faults = [...state, ...lookAhead, ...late];
  const notes = [...warmUp.notes, ...(state.length === 0 ? blindNotes(input, run, rows) : [])];
  const openOf = (row: number) => toIso(input.bars.time[row] as number);
  return { ...about, cuts: cuts.map(openOf), ...counts, clean: faults.length === 0, faults, notes };
}

/** Asking for a row after now is refused by the engine: that is a finding, not a failure of the check. */
function runOrFault(input: BiasInput, rows: number): RecordedRun | BiasFault {
  try {
    return recordRun(input, rows);
  } catch (error) {
    if (!(error instanceof Error) || !/asks for a (row|bar) after now/.test(error.message)) throw error;
    const message = `the strategy asks for the future, which no run gives it: ${error.message}`;
    return { kind: 'future', what: 'signals', indicator: null, at: null, cut: null, expected: null, found: null, message };
  }
}

/** A look-ahead of an indicator explains those of signals and trades, which then go without saying. */
function ranked(faults: readonly BiasFault[]): BiasFault[] {
  const indicators = faults.filter(({ indicator }) => indicator !== null);
  if (indicators.length > 0) return indicators;
  const signals = faults.filter(({ what }) => what === 'signals');
  return signals.length > 0 ? signals : [...faults];
}

function cutFaults(input: BiasInput, full: RecordedRun, { cut, signals }: { cut: number; signals: boolean }): BiasFault[] {
  const { bars } = input;
  const beside = input.beside && besideUntil(input, (bars.time[cut] as number) - 1);
  const known = withOtherFuture(bars, cut, () => recordRun({ ...input, beside }, cut));
  const where = { cut: toIso(bars.time[cut] as number), open: (row: number) => toIso(bars.time[row] as number) };
  const found: BiasFault[] = [];
  for (const [k, { name, spec, column }] of full.columns.entries()) {
    const other = known.columns[k]?.column as Float64Array;
    const row = other.findIndex((value, i) => !Object.is(value, column[i]));
    if (row < 0) continue;
    const [expected, now] = [valueOrNull(column[row]), valueOrNull(other[row])];
    const at = where.open(row);
    found.push({
      kind: 'look-ahead',
      what: name,
      indicator: spec.key,
      at,
      cut: where.cut,
      expected,
      found: now,
      message: `${titleOf(name, spec)} looks ahead: at ${at} it is ${expected} on the whole history, but ${now ?? 'unknown'} with what was there before ${where.cut}`,
    });
  }
  if (!signals) return found;
  const signal = askedFault(full.asked, known.asked, where.cut, bars.time[cut] as number);
  const trade = tradeFault(full.trades, known.trades, where.cut, bars.time[cut] as number);
  return [...found, ...(signal ? [signal] : []), ...(trade ? [trade] : [])];
}

function askedFault(full: RecordedRun['asked'], known: RecordedRun['asked'], cut: string, cutUs: TimeUs): BiasFault | undefined {
  const times = [...new Set([...full.keys(), ...known.keys()])].filter((time) => time < cutUs).sort((a, b) => a - b);
  const time = times.find((one) => full.get(one) !== known.get(one));
  if (time === undefined) return undefined;
  const [expected, found] = [full.get(time) ?? null, known.get(time) ?? null];
  const at = toIso(time);
  return {
    kind: 'look-ahead',
    what: 'signals',
    indicator: null,
    at,
    cut,
    expected,
    found,
    message: `the strategy looks ahead: at ${at} it asks ${expected ?? 'nothing'} on the whole history, but ${found ?? 'nothing'} when what follows ${cut} is other, with the same indicators`,
  };
}

function tradeFault(full: readonly Trade[], known: readonly Trade[], cut: string, cutUs: TimeUs): BiasFault | undefined {
  const closed = (trades: readonly Trade[]) => trades.filter(({ exitTimeUs }) => exitTimeUs !== null && exitTimeUs < cutUs);
  const [a, b] = [closed(full), closed(known)];
  const index = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find(
    (i) => JSON.stringify(a[i]) !== JSON.stringify(b[i]),
  );
  const first = index === undefined ? undefined : (a[index] ?? b[index]);
  if (index === undefined || first === undefined) return undefined;
  const at = toIso(first.entryTimeUs);
  const [expected, found] = [a[index]?.pnl ?? null, b[index]?.pnl ?? null];
  const message = `trade ${index + 1} of ${at} earns ${expected ?? 'nothing'} on the whole history, but ${found ?? 'nothing'} with what was there before ${cut}`;
  return { kind: 'look-ahead', what: 'trades', indicator: null, at, cut, expected, found, message };
}

/** The same run once more: what an indicator or a strategy remembers from run to run, or draws by chance, is another. */
function stateFaults(input: BiasInput, full: RecordedRun, rows: number): BiasFault[] {
  const again = recordRun(input, rows);
  const columns = full.columns.flatMap(({ name, spec, column }, k): BiasFault[] => {
    const other = again.columns[k]?.column as Float64Array;
    const row = other.findIndex((value, i) => !Object.is(value, column[i]));
    if (row < 0) return [];
    const [expected, found] = [valueOrNull(column[row]), valueOrNull(other[row])];
    const at = toIso(input.bars.time[row] as number);
    const message = `${titleOf(name, spec)} is another each time: at ${at} it is ${expected ?? 'unknown'}, and ${found ?? 'unknown'} when the same run is made again`;
    return [{ kind: 'state', what: name, indicator: spec.key, at, cut: null, expected, found, message }];
  });
  if (columns.length > 0) return columns;
  const times = [...new Set([...full.asked.keys(), ...again.asked.keys()])].sort((a, b) => a - b);
  const time = times.find((one) => full.asked.get(one) !== again.asked.get(one));
  if (time === undefined) return [];
  const [expected, found] = [full.asked.get(time) ?? null, again.asked.get(time) ?? null];
  const at = toIso(time);
  const message = `the strategy keeps something from run to run: at ${at} it asks ${expected ?? 'nothing'}, and ${found ?? 'nothing'} when the same run is made again`;
  return [{ kind: 'state', what: 'signals', indicator: null, at, cut: null, expected, found, message }];
}

/** Signals that stay the same on other prices come from the calendar, or from prices that the check does not hold. */
function blindNotes(input: BiasInput, { asked }: RecordedRun, rows: number): string[] {
  if (asked.size === 0) return ['the strategy never asks for anything on this history: only its indicators were judged'];
  const other = recordRun({ ...input, bars: mirroredBars(sliceBars(input.bars, 0, rows)) }, rows).asked;
  const same = other.size === asked.size && [...asked].every(([time, text]) => other.get(time) === text);
  if (!same) return [];
  return [
    'the strategy asks for the same when every price is turned over: it does not depend on prices, or it has prices of its own, which no check of this kind can see through',
  ];
}

/** Bars and numbers beside the run that were known by then. */
function besideUntil({ beside }: BiasInput, timeUs: TimeUs): BiasInput['beside'] {
  const others = [...(beside?.others ?? [])].map(([symbol, bars]) => {
    const known = bars.time.findIndex((time) => time + bars.timeframeUs > timeUs + 1);
    return [symbol, known < 0 ? bars : sliceBars(bars, 0, known)] as const;
  });
  return { ...beside, others: new Map(others) };
}

/** Rows that are cut off first: some spread evenly over what is judged, others right after closes at which the strategy acted. */
function cutsOf({ bars, engine }: BiasInput, { asked }: RecordedRun, rows: number): number[] {
  const from = Math.max(1, engine.fromUs === undefined ? 0 : bars.time.findIndex((time) => time >= (engine.fromUs as number)));
  const even = Array.from({ length: EVEN_CUTS }, (_, i) => from + Math.floor(((i + 1) * (rows - from)) / (EVEN_CUTS + 1)));
  const times = [...asked.keys()];
  const affordable = Math.min(CUTS_AT_ACTIONS_MAX, Math.floor(ROWS_RUN_MAX / rows));
  const count = Math.min(times.length, Math.max(CUTS_AT_ACTIONS, affordable));
  const place = (i: number) => Math.floor(((i + 0.5) * times.length) / count);
  const acted = Array.from({ length: count }, (_, i) => firstBarAtOrAfter(bars, times[place(i)] as number) + 1);
  return [...new Set([...even, ...acted])].filter((row) => row > from && row < rows).sort((a, b) => a - b);
}
