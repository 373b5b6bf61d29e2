import type { EquityCurve } from '../domain/run.ts';

/**
 * Sums curves over the union of their closes. Each is worth its cash before its first close and its last value after its last one,
 * and keeps its value at closes that it does not have. The sum starts at the earliest first open.
 */
export function combineCurves(curves: readonly EquityCurve[]): EquityCurve {
  const [only] = curves;
  if (only === undefined) throw new RangeError('there is no curve to combine');
  if (curves.length === 1) return only;
  const closes = unionOfCloses(curves);
  const time = new Float64Array(closes.length + 1);
  const value = new Float64Array(closes.length + 1);
  time[0] = Math.min(...curves.map((curve) => curve.time[0] as number));
  time.set(closes, 1);
  for (const curve of curves) addHeldFlat(curve, time, value);
  return { time, value };
}

function addHeldFlat(curve: EquityCurve, time: Float64Array, value: Float64Array): void {
  let at = 0;
  for (let i = 0; i < time.length; i++) {
    while (at + 1 < curve.time.length && (curve.time[at + 1] as number) <= (time[i] as number)) at++;
    value[i] = (value[i] as number) + (curve.value[at] as number);
  }
}

function unionOfCloses(curves: readonly EquityCurve[]): Float64Array {
  const all = new Float64Array(curves.reduce((count, curve) => count + curve.time.length - 1, 0));
  let at = 0;
  for (const { time } of curves) {
    all.set(time.subarray(1), at);
    at += time.length - 1;
  }
  all.sort();
  let count = 0;
  for (const close of all) if (count === 0 || close !== all[count - 1]) all[count++] = close;
  return all.subarray(0, count);
}
