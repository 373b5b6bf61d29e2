import { DAY_US, HOUR_US, MINUTE_US, SECOND_US, WEEK_US } from './time.ts';

const UNITS: readonly [suffix: string, spanUs: number][] = [
  ['w', WEEK_US],
  ['d', DAY_US],
  ['h', HOUR_US],
  ['m', MINUTE_US],
  ['s', SECOND_US],
];

/** Span of a timeframe name: `1m` -> 60,000,000. Throws on a name that is not a positive whole number and one of s, m, h, d, w. */
export function parseTimeframe(name: string): number {
  const match = /^([1-9]\d{0,5})([smhdw])$/.exec(name);
  const unit = match && UNITS.find(([suffix]) => suffix === match[2]);
  if (!match || !unit) throw new RangeError(`timeframe "${name}" is not a number and a unit, like 1m, 15m, 1h or 1d`);
  return Number(match[1]) * unit[1];
}

/** Shortest name of a span: 3,600,000,000 -> `1h`. Throws when the span is not a whole number of seconds. */
export function timeframeName(spanUs: number): string {
  for (const [suffix, unitUs] of UNITS) {
    if (spanUs >= unitUs && spanUs % unitUs === 0) return `${spanUs / unitUs}${suffix}`;
  }
  throw new RangeError(`a timeframe of ${spanUs} us is not a whole number of seconds`);
}
