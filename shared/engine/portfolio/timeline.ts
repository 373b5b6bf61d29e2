import { Calendar } from './calendar.ts';
import type { Market } from './market.ts';

/** The calendars of the markets that have bars in the range, longer timeframes first; tells each market its own, and whether it ends before the others. */
export function calendarsOf(markets: readonly Market[]): Calendar[] {
  const found = new Map<string, Calendar[]>();
  const calendars: Calendar[] = [];
  for (const market of markets) {
    const { bars, startRow } = market;
    const time = bars.time.subarray(startRow, bars.length);
    const alike = `${bars.timeframeUs} ${time.length} ${time[0]} ${time[time.length - 1]}`;
    const candidates = found.get(alike) ?? [];
    let calendar = candidates.find((candidate) => candidate.covers(time));
    if (calendar === undefined) {
      calendar = new Calendar(time, bars.timeframeUs);
      found.set(alike, [...candidates, calendar]);
      if (time.length > 0) calendars.push(calendar);
    }
    calendar.add(market);
  }
  markEnds(calendars);
  return calendars.sort((a, b) => b.timeframeUs - a.timeframeUs);
}

/** A market ends before the run when even after its longest pause a whole bar more would have closed by then. */
function markEnds(calendars: readonly Calendar[]): void {
  const endUs = Math.max(...calendars.map((calendar) => calendar.closeUs(calendar.length - 1)));
  for (const calendar of calendars) {
    const ends = calendar.lastOpenUs + calendar.longestPauseUs() + calendar.timeframeUs <= endUs;
    for (const market of calendar.markets) market.ends = ends;
  }
}
