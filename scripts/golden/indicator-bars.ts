import { allocateBars, type Bars } from '../../shared/domain/bars.ts';
import { DAY_US } from '../../shared/domain/time.ts';

const ROWS = 500;

/**
 * The bars that golden vectors of indicators are made on: a seeded walk in whole ticks of 0.25 (exact in binary, so that prices tie to the last bit)
 * with changing drift and, every now and then, a bar that does not move and a bar without volume.
 */
export function indicatorBars(): Bars {
  const bars = allocateBars(ROWS, DAY_US);
  let state = 1978;
  const below = (bound: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
  let ticks = 400;
  let drift = 0;
  for (let i = 0; i < ROWS; i++) {
    if (i % 41 === 0) drift = below(7) - 3;
    const still = below(20) === 0;
    const open = ticks + (still ? 0 : below(5) - 2);
    const close = still ? open : Math.max(40, open + drift + below(21) - 10);
    bars.time[i] = i * DAY_US;
    bars.open[i] = open / 4;
    bars.high[i] = (Math.max(open, close) + (still ? 0 : below(8))) / 4;
    bars.low[i] = (Math.min(open, close) - (still ? 0 : below(8))) / 4;
    bars.close[i] = close / 4;
    bars.volume[i] = below(25) === 0 ? 0 : 100 + below(900);
    ticks = close;
  }
  return bars;
}

/** Of the rows after the first three every so many is kept. */
const STRIDE = 9;

/**
 * The rows that the golden vectors keep of values that start at row `first`: the first three, some, and the last, enough to see any difference;
 * all of them where the values are whole numbers, which are short and go wrong one row at a time.
 */
export function keptRows(first: number, whole: boolean): number[] {
  const isKept = (row: number) => whole || row < first + 3 || row % STRIDE === 0 || row === ROWS - 1;
  return Array.from({ length: ROWS - first }, (_row, i) => first + i).filter(isKept);
}

/** Whether values are answers of the kind yes or no, or row numbers. */
export function isWhole(values: readonly number[]): boolean {
  return values.every((value) => Number.isInteger(value));
}
