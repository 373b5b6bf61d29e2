import type { Bars } from '../../domain/bars.ts';
import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import { MarketDataError } from '../error.ts';
import type { RawTable, Reject } from '../table.ts';
import { detectTimeframe } from '../timeframe-detect.ts';
import { rowsOfSymbol } from '../validate.ts';
import type { Finding, QualityDefect } from './defect.ts';
import { findJumps } from './jumps.ts';
import { findOutliers } from './outliers.ts';
import { rejectDefect } from './rows.ts';
import { type DayScore, dateReader, Scores } from './score.ts';
import { barsOf, type Series, seriesOf } from './series.ts';
import { type Clock, clockFindings, clockOf, edgeFindings, sessionFindings } from './sessions.ts';
import { findStale } from './stale.ts';

export interface QualityOptions {
  /** When the market was open; without one neither holes nor clocks are judged, and days are those of UTC. */
  readonly calendar?: TradingCalendar;
  /** Which symbol of a file that holds several. */
  readonly symbol?: string;
  readonly timeframeUs?: number;
  /** Rows that open later lie in the future. */
  readonly nowUs?: TimeUs;
  /** Bars are missed from there to there, not only between those that are in the table; needs a calendar. */
  readonly span?: { readonly fromUs: TimeUs; readonly toUs: TimeUs };
}

export interface QualityReport {
  /** 0 to 100 over all bars; 100 only where nothing is wrong. */
  readonly score: number;
  readonly bars: number;
  readonly timeframeUs: number;
  /** By time, then code. */
  readonly defects: readonly QualityDefect[];
  readonly days: readonly DayScore[];
}

const UTC: Clock = { toUtc: (timeUs) => timeUs };

/**
 * Looks at every row of a table as it stands and says what is wrong, with a score for each trading day. It repairs, fills and drops nothing.
 * Throws `MarketDataError` when the symbol is unclear or the table has no bar to look at, `CalendarError` for times that the calendar does not cover.
 */
export function checkTable(table: RawTable, options: QualityOptions = {}): QualityReport {
  const { calendar, nowUs = Infinity } = options;
  const series = seriesOf(table, rowsOfSymbol(table, options.symbol), nowUs);
  const time = Float64Array.from(series.rows, (row) => table.time[row] as number);
  if (time.length === 0) throw new MarketDataError('no-valid-row', 'no row has a time that makes sense', table.rejects);
  const timeframeUs = detectTimeframe(time, options.timeframeUs ?? table.timeframeUs);
  const whole = barsOf(table, series.rows, timeframeUs);
  const clock = calendar === undefined ? UTC : clockOf(whole, calendar);
  const sessions = calendar === undefined ? [] : sessionFindings(whole, calendar, clock);
  const explained = explainRejects(table, series, { sessions, timeframeUs });
  const edges = calendar === undefined || options.span === undefined ? [] : edgeFindings(whole, calendar, options.span);
  const found = [...clockFindings(whole, clock), ...explained.sessions, ...edges];
  const priced = priceFindings(
    barsOf(
      table,
      series.sound.map((place) => series.rows[place] as number),
      timeframeUs,
    ),
  );
  const flawed = new Set(series.flawed);
  for (const { from, to } of found) for (let place = from; place < to; place++) flawed.add(place);
  for (const { from, to } of priced) for (let i = from; i < to; i++) flawed.add(series.sound[i] as number);
  const scores = new Scores();
  const read = dateReader(calendar);
  const date = (timeUs: TimeUs) => read(clock.toUtc(timeUs));
  time.forEach((timeUs, place) => scores.bar(date(timeUs), flawed.has(place)));
  for (const { missing } of found) for (const [day, bars] of missing ?? []) scores.missing(day, bars);
  for (const timeUs of series.extra) scores.extra(timeUs === undefined ? undefined : date(timeUs));
  for (const at of explained.times) scores.extra(at === undefined ? undefined : date(at));
  const defects = [...series.defects, ...explained.defects, ...[...found, ...priced].map(defectOf)];
  return { score: scores.total(), bars: time.length, timeframeUs, defects: inOrder(defects), days: scores.days() };
}

/** What the prices of sound bars say: a bar in another unit is not an outlier as well. */
function priceFindings(bars: Bars): Finding[] {
  const jumps = findJumps(bars);
  const inUnit = new Set<number>();
  for (const { code, from, to } of jumps) if (code === 'unit') for (let row = from; row < to; row++) inUnit.add(row);
  return [...jumps, ...findOutliers(bars).filter(({ from }) => !inUnit.has(from)), ...findStale(bars)];
}

interface Explained {
  readonly sessions: readonly Finding[];
  readonly defects: readonly QualityDefect[];
  /** Of each reject, as far as it is known. */
  readonly times: readonly (TimeUs | undefined)[];
}

/** A hole where rows stood that could not be read is no hole: those rows get its times. */
function explainRejects(
  table: RawTable,
  series: Series,
  { sessions, timeframeUs }: { readonly sessions: readonly Finding[]; readonly timeframeUs: number },
): Explained {
  const timeOf = new Map<Reject, TimeUs>();
  const left = sessions.filter((finding) => {
    if (finding.missing === undefined) return true;
    const [before, after] = [series.rows[finding.from], series.rows[finding.from + 1]] as [number, number];
    const [first, last] = [table.line(before), table.line(after)].sort((a, b) => a - b) as [number, number];
    const between = table.rejects.filter(({ line }) => line > first && line < last);
    const missing = [...finding.missing.values()].reduce((sum, bars) => sum + bars, 0);
    if (between.length !== missing) return true;
    between.forEach((reject, i) => timeOf.set(reject, finding.timeUs + i * timeframeUs));
    return false;
  });
  const times = table.rejects.map((reject) => timeOf.get(reject));
  const defects = table.rejects.map((reject, i) => rejectDefect(reject, times[i] === undefined ? undefined : toIso(times[i])));
  return { sessions: left, defects, times };
}

function defectOf({ code, timeUs, detail }: Finding): QualityDefect {
  return { code, at: toIso(timeUs), detail };
}

function inOrder(defects: readonly QualityDefect[]): QualityDefect[] {
  const key = ({ at, code }: QualityDefect) => `${at} ${code}`;
  return defects.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** How many defects there are of each code, most common first. */
export function countCodes<Code extends string>(defects: readonly { readonly code: Code }[]): [code: Code, count: number][] {
  const counts = new Map<Code, number>();
  for (const { code } of defects) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
