import type { QualitySection } from '../../contracts/analysis.ts';
import { type Bars, sliceBars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { SECOND_US, type TimeUs, toIso } from '../../domain/time.ts';
import { checkTable, countCodes } from '../../market/quality/check.ts';
import { calendarFor } from '../../market/quality/market-of.ts';

/** Bars that are looked at, and defects that are listed. */
const CHECKED_BARS = 5_000;
const LISTED = 10;

/** What is wrong with the latest of the bars, of which there is at least one. */
export function qualityOf(all: Bars, instrument: Instrument, asOfUs: TimeUs): QualitySection {
  const bars = sliceBars(all, Math.max(0, all.length - CHECKED_BARS), all.length);
  const { calendar, note } = calendarFor(instrument, bars);
  const lastUs = (bars.time[bars.length - 1] as number) + bars.timeframeUs;
  const rows = { ...bars, line: (row: number) => row + 1, raw: () => '', rejects: [], symbols: [], notes: [], crossed: 0 };
  const { score, defects } = checkTable(rows, {
    ...(calendar === undefined ? {} : { calendar }),
    timeframeUs: bars.timeframeUs,
    nowUs: asOfUs,
  });
  return {
    status: 'known',
    asOf: toIso(lastUs),
    score,
    bars: bars.length,
    calendar: calendar?.name ?? null,
    note: note ?? null,
    ageSeconds: (asOfUs - lastUs) / SECOND_US,
    found: Object.fromEntries(countCodes(defects)),
    latest: defects.slice(-LISTED).map(({ code, at, detail }) => ({ code, at, detail })),
    sources: ['bars'],
  };
}
