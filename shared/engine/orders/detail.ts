import type { Bars } from '../../domain/bars.ts';
import type { DetailCoverage } from '../../domain/run.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { EngineError } from '../error.ts';

/** How much a finer price may differ from the bar's before the two are not of one market. */
const AGREEMENT = 1e-6;

const latest = new WeakMap<Bars, { readonly columns: readonly Float64Array[]; readonly detail: Detail }>();

/** The detail of bars, which runs over the same bars one after the other share. Throws as `Detail` does; `of` says whose it is where there are several. */
export function detailOf(bars: Bars, finer: Bars, of?: string): Detail {
  const columns = [bars.time, bars.high, bars.low];
  const known = latest.get(finer);
  if (known !== undefined && known.columns.every((column, i) => isSame(column, columns[i] as Float64Array))) return known.detail;
  const detail = new Detail(bars, finer, of);
  latest.set(finer, { columns, detail });
  return detail;
}

/** Whether two views look at the same memory. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;
}

/**
 * Finer bars, or trades as bars of no length, that say what happened inside the bars of a run. A bar counts as covered when finer data reaches from
 * its open to its close without a hole and agrees with its high and low.
 */
export class Detail {
  readonly bars: Bars;
  readonly coverage: DetailCoverage;
  /** First finer row of each row of the run; equal to `#to` where it is not covered. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  /** Throws `EngineError` when the finer bars are no part of the run's. */
  constructor(bars: Bars, finer: Bars, of?: string) {
    checkFiner(bars, finer, of === undefined ? 'detail' : `detail of ${of}`);
    this.bars = finer;
    this.#from = new Int32Array(bars.length);
    this.#to = new Int32Array(bars.length);
    let covered = 0;
    let refused = 0;
    let at = 0;
    for (let row = 0; row < bars.length; row++) {
      const openUs = bars.time[row] as number;
      while (at < finer.length && (finer.time[at] as number) < openUs) at++;
      const from = at;
      while (at < finer.length && (finer.time[at] as number) < openUs + bars.timeframeUs) at++;
      if (at === from) continue;
      if (!agrees(bars, row, { finer, from, to: at })) {
        refused++;
        continue;
      }
      this.#from[row] = from;
      this.#to[row] = at;
      covered++;
    }
    this.coverage = { covered, refused, bars: bars.length };
  }

  /** First finer row of `row`; with `to` equal to it, none. */
  from(row: number): number {
    return this.#from[row] as number;
  }

  to(row: number): number {
    return this.#to[row] as number;
  }
}

function checkFiner(bars: Bars, finer: Bars, what: string): void {
  const ticks = finer.timeframeUs === 0;
  if (!ticks && (finer.timeframeUs >= bars.timeframeUs || bars.timeframeUs % finer.timeframeUs !== 0)) {
    const [fine, coarse] = [timeframeName(finer.timeframeUs), timeframeName(bars.timeframeUs)];
    throw new EngineError(
      'detail',
      `${what} has ${fine} bars, but must have bars of which the run's ${coarse} bars are a multiple, or trades`,
    );
  }
}

function agrees(bars: Bars, row: number, { finer, from, to }: { finer: Bars; from: number; to: number }): boolean {
  const { timeframeUs } = finer;
  if (timeframeUs > 0 && to - from !== bars.timeframeUs / timeframeUs) return false;
  let high = -Infinity;
  let low = Infinity;
  for (let at = from; at < to; at++) {
    high = Math.max(high, finer.high[at] as number);
    low = Math.min(low, finer.low[at] as number);
  }
  const near = (a: number, b: number) => Math.abs(a - b) <= AGREEMENT * Math.abs(b);
  return near(high, bars.high[row] as number) && near(low, bars.low[row] as number);
}
