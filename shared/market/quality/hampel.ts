/** Median absolute deviation times this is the standard deviation of a normal distribution. Hampel (1974). */
const TO_SIGMA = 1.4826;

/** The values of a sliding window in ascending order. */
class SortedWindow {
  readonly #sorted: Float64Array;
  #length = 0;

  constructor(room: number) {
    this.#sorted = new Float64Array(room);
  }

  insert(value: number): void {
    const at = this.#place(value);
    this.#sorted.copyWithin(at + 1, at, this.#length++);
    this.#sorted[at] = value;
  }

  remove(value: number): void {
    const at = this.#place(value);
    this.#sorted.copyWithin(at, at + 1, this.#length--);
  }

  median(): number {
    const half = this.#length >>> 1;
    const upper = this.#sorted[half] as number;
    return this.#length % 2 === 1 ? upper : (upper + (this.#sorted[half - 1] as number)) / 2;
  }

  /** Median of the distances from `centre`: walks outwards from it, always to the nearer side. */
  spread(centre: number): number {
    let above = this.#place(centre);
    let below = above - 1;
    let distance = 0;
    for (let taken = 0; taken <= this.#length >>> 1; taken++) {
      const up = above < this.#length ? (this.#sorted[above] as number) - centre : Infinity;
      const down = below >= 0 ? centre - (this.#sorted[below] as number) : Infinity;
      distance = Math.min(up, down);
      if (up <= down) above++;
      else below--;
    }
    return distance;
  }

  #place(value: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface HampelOptions {
  /** Values looked at on each side. */
  readonly reach: number;
  /** The least standard deviation that a window counts as having, for each row. */
  readonly floor: (row: number) => number;
}

/**
 * How many standard deviations each value lies from the median of its neighbours, itself among them, the deviation estimated by the median absolute deviation.
 * A step to a new level that lasts longer than `reach` is no outlier. Source: Hampel (1974), JASA 69; Pearson (2002), IEEE Trans. Control Systems Technology 10.
 */
export function hampelDistances(values: Float64Array, { reach, floor }: HampelOptions): Float64Array {
  const { length } = values;
  const found = new Float64Array(length);
  const window = new SortedWindow(2 * reach + 2);
  for (let row = 0; row < Math.min(reach, length); row++) window.insert(values[row] as number);
  for (let row = 0; row < length; row++) {
    if (row + reach < length) window.insert(values[row + reach] as number);
    if (row > reach) window.remove(values[row - reach - 1] as number);
    found[row] = distanceIn(window, values[row] as number, floor(row));
  }
  return found;
}

/** How many standard deviations a value lies from the median of those before it and itself, estimated likewise; a deviation counts as `floor` at least. */
export function hampelDistance(value: number, before: Float64Array, floor: number): number {
  const window = new SortedWindow(before.length + 1);
  for (const one of before) window.insert(one);
  window.insert(value);
  return distanceIn(window, value, floor);
}

function distanceIn(window: SortedWindow, value: number, floor: number): number {
  const median = window.median();
  const scale = Math.max(TO_SIGMA * window.spread(median), floor);
  return scale > 0 ? Math.abs(value - median) / scale : 0;
}
