import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Beside } from '../../engine/beside.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/** The bars with every price turned over: what rose by a tenth falls to one part in 1.1. Times and volume stay. */
export function mirroredBars(bars: Bars): Bars {
  const copy = { ...bars, ...Object.fromEntries(PRICES.map((name) => [name, bars[name].slice()])) };
  mirrorFrom(copy, 0);
  return copy;
}

/** Calls `look` while what opens at `cutUs` and after is other, in the very same columns, and puts it back. */
export function withOtherFuture<T>(each: readonly Bars[], cutUs: TimeUs, look: () => T): T {
  const [bars, ...others] = each;
  if (bars === undefined) return look();
  const row = firstBarAtOrAfter(bars, cutUs);
  const columns = [...PRICES, 'volume'] as const;
  const before = columns.map((name) => bars[name].slice(row));
  mirrorFrom(bars, row);
  for (let i = row; i < bars.length; i++) bars.volume[i] = 2 * (bars.volume[i] as number) + 1;
  try {
    return withOtherFuture(others, cutUs, look);
  } finally {
    columns.forEach((name, k) => bars[name].set(before[k] as Float64Array, row));
  }
}

/** Bars and numbers beside a run that were known when bars opened at `cutUs`. */
export function besideUntil(beside: Beside | undefined, cutUs: TimeUs): Beside | undefined {
  if (beside === undefined) return undefined;
  const others = [...(beside.others ?? [])].map(([symbol, bars]) => {
    const known = bars.time.findIndex((time) => time + bars.timeframeUs > cutUs);
    return [symbol, known < 0 ? bars : sliceBars(bars, 0, known)] as const;
  });
  return { ...beside, others: new Map(others) };
}

/** Prices become the square of the last close before `row` over themselves, so that highs are lows and every move goes the other way. */
function mirrorFrom({ open, high, low, close, length }: Bars, row: number): void {
  const pivot = (close[Math.max(0, row - 1)] as number) ** 2;
  for (let i = row; i < length; i++) {
    const [top, bottom] = [high[i] as number, low[i] as number];
    open[i] = pivot / (open[i] as number);
    close[i] = pivot / (close[i] as number);
    high[i] = pivot / bottom;
    low[i] = pivot / top;
  }
}
