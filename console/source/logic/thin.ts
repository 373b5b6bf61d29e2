/** A bar for drawing: `time` is its open in seconds UTC. */
export interface DrawnBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Joins every `size` bars into one: first open, highest high, lowest low, last close. The last group may be short. */
export function joinBars(bars: readonly DrawnBar[], size: number): DrawnBar[] {
  if (size <= 1) return [...bars];
  const joined: DrawnBar[] = [];
  for (let start = 0; start < bars.length; start += size) {
    const group = bars.slice(start, start + size);
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) continue;
    joined.push({
      time: first.time,
      open: first.open,
      high: Math.max(...group.map((b) => b.high)),
      low: Math.min(...group.map((b) => b.low)),
      close: last.close,
    });
  }
  return joined;
}

/** Columns of a curve: seconds UTC and values. */
export type Curve = readonly [time: number[], value: number[]];

/** At most about `limit` points, keeping the first, the last, and the lowest and highest of every group, so that no drawdown is drawn away. */
export function thinCurve([time, value]: Curve, limit: number): Curve {
  const size = Math.ceil((2 * time.length) / limit);
  if (size <= 2) return [time, value];
  const kept = new Set<number>([0, time.length - 1]);
  for (let start = 0; start < time.length; start += size) {
    let [low, high] = [start, start];
    for (let i = start; i < Math.min(start + size, time.length); i += 1) {
      if ((value[i] as number) < (value[low] as number)) low = i;
      if ((value[i] as number) > (value[high] as number)) high = i;
    }
    kept.add(low).add(high);
  }
  const order = [...kept].sort((a, b) => a - b);
  return [order.map((i) => time[i] as number), order.map((i) => value[i] as number)];
}

/** Fall from the running peak, 0 or negative for drawing. */
export function drawdownOf(values: readonly number[]): number[] {
  let peak = -Infinity;
  return values.map((value) => {
    peak = Math.max(peak, value);
    return peak > 0 ? value / peak - 1 : 0;
  });
}

/** Index of the last time at or before `at`, -1 when all are later. Times ascend. */
export function lastAtOrBefore(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What `cash` would be worth, had it bought at the first open, costs paid, and waited: one value per time of the curve; a bar counts once it has closed. */
export function buyAndHold(
  bars: readonly DrawnBar[],
  times: readonly number[],
  options: { cash: number; barSeconds: number; commissionBps: number; slippageBps: number },
): number[] {
  const first = bars[0];
  if (!first) return [];
  const quantity = options.cash / (first.open * (1 + options.slippageBps / 10_000) * (1 + options.commissionBps / 10_000));
  const closes = bars.map((bar) => bar.time + options.barSeconds);
  return times.map((time) => {
    const known = bars[lastAtOrBefore(closes, time)];
    return known ? quantity * known.close : options.cash;
  });
}
