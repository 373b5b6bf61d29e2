import type { Bars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { CrossMargin } from './cross-margin.ts';
import type { Leg } from './leg.ts';

/** How far the finer data of a leg's bar has been worked through. */
interface Course {
  readonly leg: Leg;
  readonly bars: Bars;
  readonly to: number;
  at: number;
  /** When its next part opens; Infinity when there is none, or nothing of it waits. */
  nextUs: TimeUs;
}

/**
 * Works through the bars of several legs up to a time, part by part in the order of their finer data and of one time by instrument id: what one sells
 * pays for what another buys later, and the account is watched at prices that were there together. Of bars that are under way what is not over waits.
 */
export function playParts(legs: readonly Leg[], untilUs: TimeUs, margin: CrossMargin | undefined): void {
  const courses = legs.flatMap((leg) => courseOf(leg, untilUs));
  const byLeg = new Map(courses.map((course) => [course.leg, course]));
  for (let timeUs = nextOf(courses); timeUs !== Infinity; timeUs = nextOf(courses)) {
    for (const { leg, at, nextUs } of courses) if (nextUs === timeUs) leg.part(at);
    margin?.check((leg) => worstOf(leg, byLeg.get(leg), timeUs));
    for (const course of courses) if (course.nextUs === timeUs) advance(course);
  }
}

function courseOf(leg: Leg, untilUs: TimeUs): Course[] {
  const { parts, nextPart } = leg;
  leg.open(leg.row);
  if (parts === undefined || leg.venue.idle) return [];
  const { bars } = parts;
  let { to } = parts;
  if (leg.market.calendar.isOpen) while (to > nextPart && (bars.time[to - 1] as number) + bars.timeframeUs > untilUs) to--;
  return nextPart < to ? [{ leg, bars, to, at: nextPart, nextUs: bars.time[nextPart] as number }] : [];
}

function nextOf(courses: readonly Course[]): TimeUs {
  let next = Infinity;
  for (const { nextUs } of courses) if (nextUs < next) next = nextUs;
  return next;
}

/** Marks the leg at the close of its part, and goes on to the next. */
function advance(course: Course): void {
  const { leg, bars, to } = course;
  leg.holding.markAt(bars.close[course.at++] as number);
  course.nextUs = course.at < to && !leg.venue.idle ? (bars.time[course.at] as number) : Infinity;
}

/** The worst price for who holds the leg of the part that opened at `timeUs`; its last mark where none did, or the market is shut. */
function worstOf({ holding, venue }: Leg, course: Course | undefined, timeUs: TimeUs): number {
  if (course === undefined || course.nextUs !== timeUs || venue.isShut) return holding.mark;
  const { bars, at } = course;
  return (holding.lots > 0 ? bars.low[at] : bars.high[at]) as number;
}
