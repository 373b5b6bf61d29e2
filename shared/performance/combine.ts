import type { EquityCurve } from '../domain/run.ts';

/**
 * A sum of curves over the union of their closes, one added after the other, so that none but the sum is kept. Each is worth its cash before its first
 * close and its last value after its last one, and keeps its value at closes that it does not have. The sum starts at the earliest first open.
 */
export class CurveSum {
  #sum: EquityCurve | undefined;
  /** The first curve is somebody else's; what is made of it is not. */
  #isOwn = false;

  add(curve: EquityCurve): void {
    const sum = this.#sum;
    if (sum === undefined) {
      this.#sum = curve;
      return;
    }
    const time = sameTimes(sum.time, curve.time) ? sum.time : unionOf(sum.time, curve.time);
    const inPlace = this.#isOwn && time === sum.time;
    const value = inPlace ? sum.value : new Float64Array(time.length);
    if (!inPlace) addHeldFlat(sum, time, value);
    addHeldFlat(curve, time, value);
    this.#sum = { time, value };
    this.#isOwn = true;
  }

  /** Throws `RangeError` when none was added. */
  get curve(): EquityCurve {
    if (this.#sum === undefined) throw new RangeError('there is no curve to combine');
    return this.#sum;
  }
}

/** Sums curves as `CurveSum` does; of one it is that one. */
export function combineCurves(curves: readonly EquityCurve[]): EquityCurve {
  const sum = new CurveSum();
  for (const curve of curves) sum.add(curve);
  return sum.curve;
}

function addHeldFlat(curve: EquityCurve, time: Float64Array, value: Float64Array): void {
  let at = 0;
  for (let i = 0; i < time.length; i++) {
    while (at + 1 < curve.time.length && (curve.time[at + 1] as number) <= (time[i] as number)) at++;
    value[i] = (value[i] as number) + (curve.value[at] as number);
  }
}

function sameTimes(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The earlier first open, then the closes of both. */
function unionOf(a: Float64Array, b: Float64Array): Float64Array {
  const time = new Float64Array(a.length + b.length - 1);
  time[0] = Math.min(a[0] as number, b[0] as number);
  let [i, j, count] = [1, 1, 1];
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    time[count++] = next;
    if (a[i] === next) i++;
    if (b[j] === next) j++;
  }
  return time.subarray(0, count);
}
