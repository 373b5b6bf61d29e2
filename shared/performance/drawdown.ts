import type { EquityCurve } from '../domain/run.ts';
import { SECOND_US, type TimeUs } from '../domain/time.ts';

/** Loss from the running peak at every point, a positive fraction of the peak; the start counts as a peak. Above 1 when equity is negative. */
export function drawdownCurve({ value }: EquityCurve): Float64Array {
  const drawdown = new Float64Array(value.length);
  let peak = value[0] as number;
  for (let i = 0; i < value.length; i++) {
    const equity = value[i] as number;
    if (equity > peak) peak = equity;
    drawdown[i] = (peak - equity) / peak;
  }
  return drawdown;
}

/** From the last point at a peak to the first that reaches it again. */
export interface Drawdown {
  readonly fromUs: TimeUs;
  readonly troughUs: TimeUs;
  /** Null when the peak was not reached again. */
  readonly toUs: TimeUs | null;
  /** Positive fraction of the peak, and the same in money. */
  readonly depth: number;
  readonly lost: number;
  /** To the end of the curve when the peak was not reached again. */
  readonly seconds: number;
}

/** Every drawdown of a curve, in order of time. */
export function drawdowns({ time, value }: EquityCurve): Drawdown[] {
  const found: Drawdown[] = [];
  let [peakAt, troughAt] = [0, 0];
  for (let i = 1; i <= value.length; i++) {
    const peak = value[peakAt] as number;
    const over = i === value.length;
    if (!over && (value[i] as number) < peak) {
      if ((value[i] as number) < (value[troughAt] as number)) troughAt = i;
      continue;
    }
    if (troughAt > peakAt) {
      const lost = peak - (value[troughAt] as number);
      const [fromUs, untilUs] = [time[peakAt] as number, time[over ? i - 1 : i] as number];
      const toUs = over ? null : untilUs;
      found.push({ fromUs, troughUs: time[troughAt] as number, toUs, depth: lost / peak, lost, seconds: (untilUs - fromUs) / SECOND_US });
    }
    peakAt = i;
    troughAt = i;
  }
  return found;
}

/** The deepest first, of equal ones the earlier; at most `count`. */
export function worstDrawdowns(all: readonly Drawdown[], count: number): Drawdown[] {
  return all.toSorted((a, b) => b.depth - a.depth || a.fromUs - b.fromUs).slice(0, count);
}
