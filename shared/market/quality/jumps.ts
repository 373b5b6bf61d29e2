import type { Bars } from '../../domain/bars.ts';
import { DAY_US } from '../../domain/time.ts';
import { atRow, type Finding } from './defect.ts';

/** New shares for old ones that companies have chosen; reverse splits are their inverses. */
const SPLITS: readonly (readonly [fresh: number, old: number])[] = [
  [3, 2],
  [2, 1],
  [3, 1],
  [4, 1],
  [5, 1],
  [6, 1],
  [7, 1],
  [8, 1],
  [10, 1],
  [15, 1],
  [20, 1],
  [25, 1],
  [30, 1],
  [50, 1],
];
/** How far the logarithm of an open may lie from what the split alone would make of the close before: a market moves overnight, and no other ratio is near a large one. */
const splitTolerance = (times: number) => (times < 4 ? 0.05 : times < 10 ? 0.1 : 0.2);
/** Powers of ten by which units are taken for each other, and how far the logarithm of a jump may lie from one. */
export const UNITS = [100, 1000, 10_000, 1e6, 1e8] as const;
export const UNIT_TOLERANCE = 0.2;
/** How far the level may move while it is looked at, at least; a third of the jump at most. */
const LEVEL_TOLERANCE = 0.3;
/** Bars whose median tells the level before and after. */
const WITNESSES = 5;
/** Across a hole longer than this a price may have gone anywhere. */
const LONGEST_US = 10 * DAY_US;
/** No smaller jump is looked at: 3 for 2 is one of a third. */
const LEAST = 1.4;

/** Jumps from one bar to the next to a level that lasts: by the ratio of a split, or by a power of ten, which is a unit taken for another. */
export function findJumps(bars: Bars): Finding[] {
  const { length, time, open, close, timeframeUs } = bars;
  const found: Finding[] = [];
  let unitFrom: { readonly row: number; readonly ratio: number } | undefined;
  for (let row = 1; row < length; row++) {
    if ((time[row] as number) - (time[row - 1] as number) > Math.max(LONGEST_US, 2 * timeframeUs)) continue;
    const ratio = (open[row] as number) / (close[row - 1] as number);
    if (!(ratio > LEAST || ratio < 1 / LEAST) || !lasts(bars, row, ratio)) continue;
    const unit = UNITS.find((size) => isNear(ratio, size, UNIT_TOLERANCE) || isNear(1 / ratio, size, UNIT_TOLERANCE));
    if (unit === undefined) {
      const split = splitOf(ratio);
      if (split) found.push(atRow(bars, row, 'split-jump', `opens at ${ratio.toPrecision(4)} of the close before: a split of ${split}?`));
      continue;
    }
    if (unitFrom === undefined) unitFrom = { row, ratio };
    else {
      found.push(wrongUnit(bars, unitFrom, row));
      unitFrom = undefined;
    }
  }
  if (unitFrom !== undefined) found.push(wrongUnit(bars, unitFrom, length));
  return found;
}

function wrongUnit(bars: Bars, { row, ratio }: { readonly row: number; readonly ratio: number }, to: number): Finding {
  const times = ratio > 1 ? `${Math.round(ratio)} times` : `1/${Math.round(1 / ratio)} of`;
  const detail = `${to - row} bars stand at about ${times} the prices before: another unit, like cents for dollars?`;
  return { code: 'unit', timeUs: bars.time[row] as number, detail, from: row, to };
}

/** In words, as companies write it. Nobody makes three shares of two backwards: a rise by half is a rise. */
function splitOf(ratio: number): string | undefined {
  for (const [fresh, old] of SPLITS) {
    const times = fresh / old;
    if (isNear(ratio, 1 / times, splitTolerance(times))) return `${fresh} for ${old}`;
    if (old === 1 && isNear(ratio, times, splitTolerance(times))) return `${old} for ${fresh}`;
  }
  return undefined;
}

/** Whether the middle of the next closes lies where the jump points, seen from the middle of those before. */
function lasts({ close, length }: Bars, row: number, ratio: number): boolean {
  const before = middle(close.slice(Math.max(0, row - WITNESSES), row));
  const after = middle(close.slice(row, Math.min(length, row + WITNESSES)));
  return isNear(after / before, ratio, Math.max(LEVEL_TOLERANCE, Math.abs(Math.log(ratio)) / 3));
}

function middle(values: Float64Array): number {
  return values.sort()[values.length >>> 1] as number;
}

function isNear(value: number, wanted: number, tolerance: number): boolean {
  return Math.abs(Math.log(value / wanted)) < tolerance;
}
