import type { Bars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { CrossMargin } from './cross-margin.ts';
import type { Leg } from './leg.ts';

/** How far the finer data of a leg's bar has been worked through. */
interface Course {
  readonly leg: Leg;
  readonly bars: Bars;
  at: number;
  readonly to: number;
}

/**
 * Works through the bars of several legs that close at one time, part by part in the order of their finer data and of one time by instrument id: what one sells
 * pays for what another buys later, and the account is watched at prices that were there together.
 */
export function playParts(legs: readonly Leg[], margin: CrossMargin | undefined): void {
  const courses = legs.flatMap((leg): Course[] => (leg.parts === undefined ? [] : [{ leg, ...leg.parts, at: leg.parts.from }]));
  for (const { leg } of courses) leg.open(leg.row);
  for (let timeUs = nextOf(courses); timeUs !== Infinity; timeUs = nextOf(courses)) {
    const moving = courses.filter((course) => timeOf(course) === timeUs);
    for (const { leg, at } of moving) leg.part(at);
    margin?.check((leg) => {
      const course = moving.find((one) => one.leg === leg);
      return course === undefined || leg.venue.isShut ? leg.holding.mark : worstOf(course);
    });
    for (const course of moving) {
      course.leg.holding.markAt(course.bars.close[course.at] as number);
      course.at++;
    }
  }
}

function nextOf(courses: readonly Course[]): TimeUs {
  let next = Infinity;
  for (const course of courses) next = Math.min(next, timeOf(course));
  return next;
}

/** When the next part of a leg opens; Infinity when there is none, or nothing of it waits. */
function timeOf({ leg, bars, at, to }: Course): TimeUs {
  return at < to && !leg.venue.idle ? (bars.time[at] as number) : Infinity;
}

/** The worst price of the part for who holds the leg. */
function worstOf({ leg: { holding }, bars, at }: Course): number {
  return (holding.lots > 0 ? bars.low[at] : bars.high[at]) as number;
}
