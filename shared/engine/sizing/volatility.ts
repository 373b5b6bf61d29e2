import type { Bars } from '../../domain/bars.ts';
import { DAY_US } from '../../domain/time.ts';

/** Closes that volatility is taken of, and changes that it takes at least. */
const CHANGES = 20;
const CHANGES_MIN = 2;
const YEAR_US = 365.25 * DAY_US;

/** Volatility a year of the last twenty changes of the closes before `row`, by the time that they took; NaN while fewer than three closes are known. */
export function volatilityBefore({ close, time }: Pick<Bars, 'close' | 'time'>, row: number): number {
  const first = Math.max(1, row - CHANGES);
  const count = row - first;
  if (count < CHANGES_MIN) return NaN;
  let sum = 0;
  let squares = 0;
  for (let at = first; at < row; at++) {
    const change = Math.log((close[at] as number) / (close[at - 1] as number));
    sum += change;
    squares += change * change;
  }
  const variance = (squares - (sum * sum) / count) / (count - 1);
  const spanUs = (time[row - 1] as number) - (time[first - 1] as number);
  return Math.sqrt(Math.max(0, variance) * ((count * YEAR_US) / spanUs));
}
