import { allocateBars, type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';

/**
 * Longer bars of an instrument whose shorter ones were moved: every price moves by the share by which that of the shorter bars in it did, the open with the
 * first, the close with the last, high and low with theirs. Times and volume stay, and so does a bar that no shorter one lies in.
 */
export function followingBars(longer: Bars, shorter: Bars, moved: Bars): Bars {
  const following = allocateBars(longer.length, longer.timeframeUs);
  following.time.set(longer.time);
  following.volume.set(longer.volume);
  for (let i = 0; i < longer.length; i++) {
    const openUs = longer.time[i] as number;
    const from = firstBarAtOrAfter(shorter, openUs);
    const end = firstBarAtOrAfter(shorter, Math.min(openUs + longer.timeframeUs, longer.time[i + 1] ?? Infinity));
    const share = (was: number, is: number) => (from < end ? is / was : 1);
    const open = (longer.open[i] as number) * share(shorter.open[from] as number, moved.open[from] as number);
    const close = (longer.close[i] as number) * share(shorter.close[end - 1] as number, moved.close[end - 1] as number);
    const high = (longer.high[i] as number) * share(highest(shorter, from, end), highest(moved, from, end));
    const low = (longer.low[i] as number) * share(lowest(shorter, from, end), lowest(moved, from, end));
    following.open[i] = open;
    following.close[i] = close;
    following.high[i] = Math.max(open, close, high);
    following.low[i] = Math.min(open, close, low);
  }
  return following;
}

function highest({ high }: Bars, from: number, end: number): number {
  return high.subarray(from, end).reduce((most, price) => Math.max(most, price), -Infinity);
}

function lowest({ low }: Bars, from: number, end: number): number {
  return low.subarray(from, end).reduce((least, price) => Math.min(least, price), Infinity);
}
