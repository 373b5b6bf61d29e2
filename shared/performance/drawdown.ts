import type { EquityCurve } from '../domain/run.ts';

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
