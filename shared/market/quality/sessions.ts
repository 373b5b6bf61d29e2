import { counted } from '../../domain/counted.ts';
import type { Bars } from '../../domain/bars.ts';
import { type Day, isoOfDay } from '../../domain/calendar/civil.ts';
import { localDay, zoneOffsetUs } from '../../domain/calendar/time-zone.ts';
import type { TradingCalendar } from '../../domain/calendar/trading-calendar.ts';
import { DAY_US, HOUR_US, type TimeUs, toIso } from '../../domain/time.ts';
import type { Finding } from './defect.ts';

/** A hole of more bars than this is a gap, of fewer some that are missing. */
export const FEW_MISSING = 3;
/** Bars that are looked at for a clock that is wrong. */
const SAMPLE = 20_000;
/** A clock is doubted when so many bars lie outside the sessions, and one is believed that leaves a tenth of them there. */
const DOUBT = 0.005;
const BETTER = 0.1;
const WIDEST_HOURS = 14;

/** How the times of a series have to be read to be UTC. */
export interface Clock {
  readonly toUtc: (timeUs: TimeUs) => TimeUs;
  /** In words, when it is not as they stand. */
  readonly fault?: string;
}

const AS_THEY_STAND: Clock = { toUtc: (timeUs) => timeUs };

/** Which clock the times of bars within a day were written by: UTC, that of the market, or one some hours off, told by what falls into the sessions. */
export function clockOf(bars: Bars, calendar: TradingCalendar): Clock {
  if (calendar.name === '24/7' || bars.timeframeUs >= 12 * HOUR_US || bars.length < 50) return AS_THEY_STAND;
  const outside = (clock: Clock) => shareOutside(bars, calendar, clock.toUtc);
  const now = outside(AS_THEY_STAND);
  if (now < DOUBT) return AS_THEY_STAND;
  const local: Clock = {
    toUtc: (timeUs) => timeUs - zoneOffsetUs(calendar.zone, timeUs),
    fault: `the clock of ${calendar.zone}`,
  };
  let [best, least] = [local, outside(local)];
  for (let hours = -WIDEST_HOURS; hours <= WIDEST_HOURS; hours++) {
    const shifted: Clock = {
      toUtc: (timeUs) => timeUs - hours * HOUR_US,
      fault: `a clock ${Math.abs(hours)} h ${hours < 0 ? 'behind' : 'ahead of'} UTC`,
    };
    const share = hours === 0 ? now : outside(shifted);
    if (share < least) [best, least] = [shifted, share];
  }
  return least < now * BETTER ? best : AS_THEY_STAND;
}

/** The clock when it is wrong: one finding for all bars. */
export function clockFindings(bars: Bars, { fault }: Clock): Finding[] {
  if (fault === undefined) return [];
  const detail = `times look like those of ${fault}: read so the bars lie in the sessions of the market, read as UTC many do not`;
  return [{ code: 'time-zone', timeUs: bars.time[0] as number, detail, from: 0, to: bars.length }];
}

/** Bars that are not there though the market was open in their time, and bars on days when it was shut. */
export function sessionFindings(bars: Bars, calendar: TradingCalendar, { toUtc }: Clock): Finding[] {
  const { length, time, timeframeUs } = bars;
  const found: Finding[] = [];
  let shutFrom = -1;
  for (let row = 0; row < length; row++) {
    const openUs = toUtc(time[row] as number);
    const isShut = !isExpected(calendar, openUs, timeframeUs) && calendar.sessionsOn(dateOfBar(calendar, openUs, timeframeUs)).length === 0;
    if (isShut && shutFrom === -1) shutFrom = row;
    if (!isShut && shutFrom !== -1) {
      found.push(shutFinding(bars, calendar, { from: shutFrom, to: row }));
      shutFrom = -1;
    }
    if (row + 1 === length) break;
    const nextUs = toUtc(time[row + 1] as number);
    if (nextUs - openUs < 2 * timeframeUs) continue;
    const hole = holeOf({ fromUs: openUs + timeframeUs, toUs: nextUs, timeframeUs }, calendar);
    if (hole !== undefined) found.push({ ...hole, timeUs: (time[row] as number) + hole.timeUs - openUs, from: row, to: row });
  }
  if (shutFrom !== -1) found.push(shutFinding(bars, calendar, { from: shutFrom, to: length }));
  return found;
}

/** Bars of a span that are missing before the first one that is there, and after the last. */
export function edgeFindings(
  { length, time, timeframeUs }: Bars,
  calendar: TradingCalendar,
  { fromUs, toUs }: { readonly fromUs: TimeUs; readonly toUs: TimeUs },
): Finding[] {
  const [first, last] = [time[0] as number, time[length - 1] as number];
  const before = first > fromUs ? holeOf({ fromUs, toUs: first, timeframeUs }, calendar) : undefined;
  const after = last + timeframeUs < toUs ? holeOf({ fromUs: last + timeframeUs, toUs, timeframeUs }, calendar) : undefined;
  return [
    ...(before === undefined ? [] : [{ ...before, from: 0, to: 0 }]),
    ...(after === undefined ? [] : [{ ...after, from: length, to: length }]),
  ];
}

/** A bar of a day or longer is stamped with its date; of a shorter one the market's clock tells it. */
function dateOfBar({ zone }: TradingCalendar, openUs: TimeUs, timeframeUs: number): Day {
  return timeframeUs >= DAY_US ? Math.floor(openUs / DAY_US) : localDay(zone, openUs);
}

function shutFinding(bars: Bars, calendar: TradingCalendar, { from, to }: { readonly from: number; readonly to: number }): Finding {
  const count = to - from;
  const detail = `${count === 1 ? 'a bar' : `${count} bars`} on a day when the market ${calendar.name} is shut`;
  return { code: 'closed-market', timeUs: bars.time[from] as number, detail, from, to };
}

function holeOf(
  { fromUs, toUs, timeframeUs }: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly timeframeUs: number },
  calendar: TradingCalendar,
): Omit<Finding, 'from' | 'to'> | undefined {
  const missing = new Map<string, number>();
  let [count, firstUs, nextUs] = [0, Infinity, fromUs];
  const { length, openUs, closeUs, day } = calendar.sessionsBetween(fromUs, toUs);
  for (let i = 0; i < length; i++) {
    const startUs = Math.max(nextUs, fromUs + Math.ceil(((openUs[i] as number) - timeframeUs - fromUs + 1) / timeframeUs) * timeframeUs);
    const endUs = Math.min(closeUs[i] as number, toUs);
    const bars = Math.max(0, Math.ceil((endUs - startUs) / timeframeUs));
    if (bars === 0) continue;
    count += bars;
    firstUs = Math.min(firstUs, startUs);
    nextUs = startUs + bars * timeframeUs;
    const date = isoOfDay(day[i] as number);
    missing.set(date, (missing.get(date) ?? 0) + bars);
  }
  if (count === 0) return undefined;
  const detail = `${counted(count, 'bar')} missing before ${toIso(toUs)}`;
  return { code: count > FEW_MISSING ? 'gap' : 'missing', timeUs: firstUs, detail, missing };
}

function isExpected(calendar: TradingCalendar, openUs: TimeUs, timeframeUs: number): boolean {
  return calendar.isOpen(openUs) || calendar.nextOpen(openUs) < openUs + timeframeUs;
}

function shareOutside({ length, time, timeframeUs }: Bars, calendar: TradingCalendar, toUtc: Clock['toUtc']): number {
  const step = Math.max(1, Math.floor(length / SAMPLE));
  let [looked, outside] = [0, 0];
  for (let row = 0; row < length; row += step) {
    looked++;
    if (!isExpected(calendar, toUtc(time[row] as number), timeframeUs)) outside++;
  }
  return outside / looked;
}
