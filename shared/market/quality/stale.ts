import type { Bars } from '../../domain/bars.ts';
import type { Finding } from './defect.ts';

/** Fewer bars alike than this are never called stale. */
const FEWEST = 5;
/** How often chance may make a run that long in a series of that length. */
const CHANCE = 1e-4;

/**
 * Runs of bars that repeat the prices of the bar before, longer than chance explains: in a market where half of the bars repeat, that takes many more than in one
 * where few do. A run of `n` repeats among `length` bars, each repeating with frequency `f`, is expected `length * f^n` times.
 */
export function findStale(bars: Bars): Finding[] {
  const { length, time } = bars;
  let repeats = 0;
  for (let row = 1; row < length; row++) if (repeatsLast(bars, row)) repeats++;
  if (repeats === 0) return [];
  const frequency = Math.min(0.999, repeats / length);
  const needed = Math.max(FEWEST, Math.ceil(Math.log(CHANCE / length) / Math.log(frequency)));
  const found: Finding[] = [];
  for (let row = 1, run = 0; row <= length; row++) {
    if (row < length && repeatsLast(bars, row)) {
      run++;
      continue;
    }
    const from = row - run;
    if (run >= needed) {
      found.push({
        code: 'stale',
        timeUs: time[from] as number,
        detail: `${run} bars repeat the prices of the bar before them`,
        from,
        to: row,
      });
    }
    run = 0;
  }
  return found;
}

function repeatsLast({ open, high, low, close }: Bars, row: number): boolean {
  return close[row] === close[row - 1] && open[row] === open[row - 1] && high[row] === high[row - 1] && low[row] === low[row - 1];
}
