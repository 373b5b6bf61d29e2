import { float, int } from '../../indicators/parameters.ts';
import type { Direction } from '../pattern.ts';
import { apex, type Boundaries, fitBoundaries } from './boundaries.ts';
import type { Pivot } from './pivot-graph.ts';
import { type Breakout, type Line, type Setup, strengthOf } from './setup.ts';

/** Pivots that one set of boundaries may have. */
export const MOST_TOUCHES = 11;

/** Parameters of all patterns between two lines. */
export function touchParameters({ touches, tolerance, minBars }: { touches: number; tolerance: number; minBars: number }) {
  return {
    touches: int(touches, { min: 4, max: MOST_TOUCHES, about: 'fewest pivots on both lines together' }),
    tolerance: float(tolerance, {
      min: 0.01,
      max: 0.5,
      step: 0.01,
      about: 'farthest a pivot may lie from its line, in widths of the pattern',
    }),
    longestLeg: float(0.4, { min: 0.1, max: 1, step: 0.05, about: 'most that one swing may last, in lengths of the pattern' }),
    minBars: int(minBars, { min: 3, max: 1000, about: 'fewest bars from the first pivot to the last' }),
  };
}

/** Parameters of those that a close beyond a line confirms. */
export const breakoutParameters = (penetration: number) => ({
  penetration: float(penetration, {
    min: 0,
    max: 1,
    step: 0.05,
    about: 'how far beyond the line a close must be, in heights of the pattern',
  }),
  patience: float(1, { min: 0.1, max: 10, step: 0.1, about: 'how long the breakout may take, in lengths of the pattern' }),
});

interface TouchValues {
  readonly touches: number;
  readonly tolerance: number;
  readonly longestLeg: number;
  readonly minBars: number;
}

/**
 * The widest set of last pivots that lies between two lines which `shares` accepts.
 * `shares` gives how much of each tolerance is used up, 0 to 1, or undefined for lines of another pattern.
 */
export function findBetweenLines(
  pivots: readonly Pivot[],
  { touches, tolerance, longestLeg, minBars }: TouchValues,
  shares: (lines: Boundaries) => readonly number[] | undefined,
): { lines: Boundaries; strength: number } | undefined {
  for (let count = Math.min(pivots.length, MOST_TOUCHES); count >= touches; count--) {
    const last = pivots.slice(-count);
    const bars = (last.at(-1)?.bar ?? 0) - (last[0]?.bar ?? 0);
    if (bars < minBars) return undefined;
    if (longestLegOf(last) > longestLeg * bars) continue;
    const lines = fitBoundaries(last);
    if (lines === undefined || lines.misfit > tolerance) continue;
    const used = shares(lines);
    if (used !== undefined) return { lines, strength: strengthOf(lines.misfit / tolerance, ...used) };
  }
  return undefined;
}

/** A long swing leaves a hole in the pattern: mostly the way into it, whose first pivot lies on a line by chance. */
function longestLegOf(pivots: readonly Pivot[]): number {
  let longest = 0;
  for (let i = 1; i < pivots.length; i++) longest = Math.max(longest, (pivots[i]?.bar ?? 0) - (pivots[i - 1]?.bar ?? 0));
  return longest;
}

/** Waits for a close beyond one of the lines, at most until they meet. */
export function breakoutOf(
  lines: Boundaries,
  confirms: Direction | 0,
  { penetration, patience }: { readonly penetration: number; readonly patience: number },
): Breakout {
  const [start, end] = [lines.pivots[0]?.bar ?? NaN, lines.pivots.at(-1)?.bar ?? NaN];
  const expires = Math.min(end + patience * (end - start), apex(lines));
  const moved = (line: Line, by: number): Line => ({ ...line, price: line.price + by });
  const margin = penetration * lines.width;
  return { upper: moved(lines.upper, margin), lower: moved(lines.lower, -margin), confirms, expires };
}

/** The judge of a pattern between two lines that a breakout confirms. */
export function judgeBetweenLines(
  values: TouchValues & { readonly penetration: number; readonly patience: number },
  confirms: Direction | 0,
  shares: (lines: Boundaries) => readonly number[] | undefined,
): (pivots: readonly Pivot[]) => Setup | undefined {
  return (pivots) => {
    const found = findBetweenLines(pivots, values, shares);
    if (found === undefined) return undefined;
    const { lines, strength } = found;
    return { pivots: lines.pivots, strength, completion: breakoutOf(lines, confirms, values) };
  };
}
