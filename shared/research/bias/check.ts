import { type TimeUs, toIso } from '../../domain/time.ts';
import type { Trade } from '../../domain/trade.ts';
import { ResearchError } from '../error.ts';
import type { BiasFault } from './fault.ts';
import { type AccountBiasInput, accountSubject } from './account-subject.ts';
import { aloneSubject } from './alone-subject.ts';
import type { BiasInput, IndicatorColumn, RecordedRun } from './recorded-run.ts';
import type { BiasSubject } from './subject.ts';
import { titleOf, valueOrNull, type WarmUp } from './warm-up.ts';

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
  return judgeBias(aloneSubject(input));
}

/** The same of what runs on one account, of however many instruments and strategies. */
export function checkAccountBias(input: AccountBiasInput): BiasCheck {
  return judgeBias(accountSubject(input));
}

function judgeBias(subject: BiasSubject): BiasCheck {
  const { bars, strategy, params } = subject;
  if (bars < BARS_MIN) throw new ResearchError('data', `${bars} bars are too few to check for bias; ${BARS_MIN} or more are needed`);
  const about = { strategy, params, bars };
  const run = runOrFault(subject);
  if ('kind' in run) return { ...about, cuts: [], indicators: 0, signals: 0, trades: 0, clean: false, faults: [run], notes: [] };
  const indicators = new Set(run.columns.map(({ name }) => name)).size;
  const counts = { indicators, signals: run.asked.size, trades: run.trades.length };
  const state = stateFaults(subject, run);
  const unsteady = new Set(state.map(({ what }) => what));
  const cuts = cutsOf(subject, run);
  const ahead = new Map<string, BiasFault>();
  for (const cutUs of cuts)
    for (const found of cutFaults(subject, run, { cutUs, signals: state.length === 0 }))
      if (!ahead.has(found.what) && !unsteady.has(found.what)) ahead.set(found.what, found);
  const warmUp = subject.warmUp(run.columns);
  const lookAhead = ranked([...ahead.values()]);
  // What sees ahead may well depend on the start too; it is named once.
  const late = warmUp.faults.filter(({ what }) => !ahead.has(what) && !unsteady.has(what));
  const faults = [...state, ...lookAhead, ...late];
  const notes = [...untoldNotes(run, warmUp), ...(state.length === 0 ? blindNotes(subject, run) : [])];
  return { ...about, cuts: cuts.map(toIso), ...counts, clean: faults.length === 0, faults, notes };
}

/** Asking for a row after now is refused by the engine: that is a finding, not a failure of the check. */
function runOrFault(subject: BiasSubject): RecordedRun | BiasFault {
  try {
    return subject.record();
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

function cutFaults(
  subject: BiasSubject,
  full: RecordedRun,
  { cutUs, signals }: { readonly cutUs: TimeUs; readonly signals: boolean },
): BiasFault[] {
  const known = subject.recordBefore(cutUs);
  const cut = toIso(cutUs);
  const found = full.columns.flatMap((one, k): BiasFault[] => {
    const other = firstOther(one, known.columns[k]);
    if (other === undefined) return [];
    const { at, expected, found: now } = other;
    const message = `${titleOf(one)} looks ahead: at ${at} it is ${expected} on the whole history, but ${now ?? 'unknown'} with what was there before ${cut}`;
    return [{ kind: 'look-ahead', what: one.name, indicator: one.spec.key, cut, ...other, message }];
  });
  if (!signals) return found;
  const signal = askedFault(full.asked, known.asked, cut, (timeUs) => subject.isBefore(timeUs, cutUs));
  const trade = tradeFault(full.trades, known.trades, cut, cutUs);
  return [...found, ...(signal ? [signal] : []), ...(trade ? [trade] : [])];
}

/** The first row at which an indicator is another, as far as the other reaches. */
function firstOther(
  { column, time }: IndicatorColumn,
  other: IndicatorColumn | undefined,
): Pick<BiasFault, 'at' | 'expected' | 'found'> | undefined {
  const values = other?.column ?? new Float64Array(0);
  const row = values.findIndex((value, i) => !Object.is(value, column[i]));
  if (row < 0) return undefined;
  return { at: toIso(time[row] as number), expected: valueOrNull(column[row]), found: valueOrNull(values[row]) };
}

function askedFault(
  full: RecordedRun['asked'],
  known: RecordedRun['asked'],
  cut: string,
  isBefore: (timeUs: TimeUs) => boolean,
): BiasFault | undefined {
  const times = [...new Set([...full.keys(), ...known.keys()])].filter(isBefore).sort((a, b) => a - b);
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
function stateFaults(subject: BiasSubject, full: RecordedRun): BiasFault[] {
  const again = subject.record();
  const columns = full.columns.flatMap((one, k): BiasFault[] => {
    const other = firstOther(one, again.columns[k]);
    if (other === undefined) return [];
    const { at, expected, found } = other;
    const message = `${titleOf(one)} is another each time: at ${at} it is ${expected ?? 'unknown'}, and ${found ?? 'unknown'} when the same run is made again`;
    return [{ kind: 'state', what: one.name, indicator: one.spec.key, cut: null, ...other, message }];
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

/** Indicators that settle too late to be compared, on whatever instrument. */
function untoldNotes({ columns }: RecordedRun, { told }: WarmUp): string[] {
  const untold = new Map(columns.filter(({ name }) => !told.has(name)).map(({ name, spec }) => [name, titleOf({ name, spec })]));
  return [...untold.values()].map((title) => `${title} settles too late for this history: its warm-up was not judged`);
}

/** Signals that stay the same on other prices come from the calendar, or from prices that the check does not hold. */
function blindNotes(subject: BiasSubject, { asked }: RecordedRun): string[] {
  if (asked.size === 0) return ['the strategy never asks for anything on this history: only its indicators were judged'];
  const other = subject.recordMirrored().asked;
  const same = other.size === asked.size && [...asked].every(([time, text]) => other.get(time) === text);
  if (!same) return [];
  return [
    'the strategy asks for the same when every price is turned over: it does not depend on prices, or it has prices of its own, which no check of this kind can see through',
  ];
}

/** Opens at which the history is cut off: some spread evenly over what is judged, others right after closes at which the strategy acted. */
function cutsOf({ bars, opens, isBefore }: BiasSubject, { asked }: RecordedRun): TimeUs[] {
  const even = Array.from({ length: EVEN_CUTS }, (_, i) => Math.floor(((i + 1) * opens.length) / (EVEN_CUTS + 1)));
  const times = [...asked.keys()];
  const affordable = Math.min(CUTS_AT_ACTIONS_MAX, Math.floor(ROWS_RUN_MAX / bars));
  const count = Math.min(times.length, Math.max(CUTS_AT_ACTIONS, affordable));
  const place = (i: number) => Math.floor(((i + 0.5) * times.length) / count);
  const acted = Array.from({ length: count }, (_, i) => opens.findIndex((openUs) => isBefore(times[place(i)] as number, openUs)));
  const cuts = [...new Set([...even, ...acted])].filter((index) => index > 0);
  return cuts.map((index) => opens[index] as number).sort((a, b) => a - b);
}
