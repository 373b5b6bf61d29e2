import type { BarRow } from '../../domain/bar-row.ts';
import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import type { RawTable } from '../table.ts';
import { checkTable } from './check.ts';
import type { QualityDefect } from './defect.ts';
import { dateReader } from './score.ts';

/** A bar as it is stored. */
interface StoredRow extends BarRow {
  /** Ask less bid at its end, where quotes were seen. */
  readonly spread: number | null;
}

export interface DaySpan {
  /** The trading date. */
  readonly date: string;
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
}

export interface StoredDay {
  /** 0 to 100, as of a file. */
  readonly score: number;
  readonly bars: number;
  readonly missing: number;
  readonly defects: readonly QualityDefect[];
}

/** The last trading day of a calendar that has ended by `nowUs`: from the open of its first session to the close of its last. Throws `CalendarError` outside its years. */
export function lastTradingDay(calendar: TradingCalendar, nowUs: TimeUs, lookBackUs: number): DaySpan | undefined {
  const { length, openUs, closeUs } = calendar.sessionsBetween(nowUs - lookBackUs, nowUs);
  const read = dateReader(calendar);
  for (let last = length - 1; last >= 0; last--) {
    const toUs = closeUs[last] as number;
    const date = read(openUs[last] as number);
    // A day of several sessions has ended with its last one.
    if (toUs > nowUs || read(calendar.nextOpen(toUs - 1)) === date) continue;
    let first = last;
    while (first > 0 && read(openUs[first - 1] as number) === date) first--;
    return { date, fromUs: openUs[first] as number, toUs };
  }
  return undefined;
}

/**
 * Looks at the stored bars of one trading day as `checkTable` does at a file, from its first minute to its last. Bars of the days before, where they are given,
 * only tell what is usual. A bar that ended with its bid above its ask is crossed.
 */
export function checkStoredDay(
  rows: readonly StoredRow[],
  { date, fromUs, toUs }: DaySpan,
  { calendar, timeframeUs }: { readonly calendar: TradingCalendar; readonly timeframeUs: number },
): StoredDay {
  if (!rows.some(({ timeUs }) => timeUs >= fromUs && timeUs < toUs)) {
    const missing = Math.ceil((toUs - fromUs) / timeframeUs);
    return { score: 0, bars: 0, missing, defects: [{ code: 'stale', at: toIso(fromUs), detail: `no bar of ${date} is stored` }] };
  }
  const report = checkTable(tableOf(rows), { calendar, timeframeUs, span: { fromUs, toUs } });
  const day = report.days.find((one) => one.date === date);
  const inside = (at: string) => at >= toIso(fromUs) && at < toIso(toUs);
  const defects = report.defects.filter(({ at }) => inside(at));
  return { score: day?.score ?? 0, bars: day?.bars ?? 0, missing: day?.missing ?? 0, defects };
}

function tableOf(rows: readonly StoredRow[]): RawTable {
  const column = (of: (row: StoredRow) => number) => Float64Array.from(rows, of);
  const crossedRows = rows.flatMap(({ spread }, i) => (spread !== null && spread < 0 ? [i] : []));
  return {
    length: rows.length,
    time: column(({ timeUs }) => timeUs),
    open: column(({ open }) => open),
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => volume),
    line: (row) => row + 1,
    raw: () => '',
    rejects: [],
    symbols: [],
    notes: [],
    crossed: crossedRows.length,
    crossedRows,
  };
}
