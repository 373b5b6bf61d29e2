import { type Bars, firstBarAtOrAfter } from '../domain/bars.ts';
import type { Fill } from '../domain/fill.ts';
import { deviation, finiteOrNull } from './returns.ts';

/**
 * What the fills of one instrument would have cost in money by the square-root law, at the size that they had: the sum of
 * notional x deviation of a bar's return x root(quantity / volume of the bar), at what the currency was worth at each fill (`rates`; 1 when absent).
 * Null when a fill's bar has no volume.
 * Almgren, Thum, Hauptmann and Li (2005); Toth et al. (2011), eq. 1, with a constant of 1.
 */
export function impactMoney(
  bars: Bars,
  fills: readonly Fill[],
  { multiplier, rates }: { readonly multiplier: number; readonly rates?: Float64Array | undefined },
): number | null {
  const spread = deviation(changes(bars.close));
  let sum = 0;
  for (const [i, { timeUs, price, quantity }] of fills.entries()) {
    const volume = bars.volume[Math.max(0, firstBarAtOrAfter(bars, timeUs + 1) - 1)] as number;
    sum += price * quantity * multiplier * (rates?.[i] ?? 1) * spread * Math.sqrt(quantity / volume);
  }
  return finiteOrNull(sum);
}

/**
 * Money with which impact eats half of the profit. With m times the money the profit before impact is m x profit, the impact m^1.5 x impact,
 * so that half is gone at m = (profit / 2 / impact)^2. Null without a profit, or when the impact is not known.
 */
export function capacity(money: number, profit: number, impact: number | null): number | null {
  if (impact === null || !(profit > 0)) return null;
  return finiteOrNull(money * (profit / 2 / impact) ** 2);
}

function changes(close: Float64Array): Float64Array {
  const found = new Float64Array(Math.max(0, close.length - 1));
  for (let i = 0; i < found.length; i++) found[i] = (close[i + 1] as number) / (close[i] as number) - 1;
  return found;
}
