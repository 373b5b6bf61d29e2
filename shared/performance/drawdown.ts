import type { EquityCurve } from '../domain/run.ts';
import { SECOND_US } from '../domain/time.ts';

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

/** Deepest drawdown, a positive fraction. */
export function maxDrawdown(curve: EquityCurve): number {
  let deepest = 0;
  for (const drawdown of drawdownCurve(curve)) if (drawdown > deepest) deepest = drawdown;
  return deepest;
}

/** Longest time under water in seconds: from the last point at a peak to the first that reaches it again, or to the end. */
export function longestUnderWater({ time, value }: EquityCurve): number {
  let peak = value[0] as number;
  let peakUs = time[0] as number;
  let longestUs = 0;
  for (let i = 1; i < value.length; i++) {
    const equity = value[i] as number;
    const nowUs = time[i] as number;
    const underWater = equity < peak || (value[i - 1] as number) < peak;
    if (underWater && nowUs - peakUs > longestUs) longestUs = nowUs - peakUs;
    if (equity < peak) continue;
    peak = equity;
    peakUs = nowUs;
  }
  return longestUs / SECOND_US;
}
