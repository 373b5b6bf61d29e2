import type { Bars } from '../../domain/bars.ts';
import { atRow, type Finding } from './defect.ts';
import { hampelDistances } from './hampel.ts';

/** Bars looked at on each side. */
const REACH = 10;
/** Deviations beyond which a price is bad: six for closes and ticks, eight for highs and lows, which have honest wicks. Chosen on 46 real files; see decision 0086. */
export const WORST_CLOSE = 6;
export const WORST_WICK = 8;
/** The 99th percentile of a normal distribution's size, in standard deviations. */
const P99_SIGMAS = 2.576;

/**
 * Prices that stand out from their neighbours on both sides, by the Hampel filter on logarithms. A window counts as deviating at least as much as the 99th percentile of
 * the changes of the whole series suggests, so that a quiet hour does not make bad prices of the next one's good ones.
 */
export function findOutliers(bars: Bars): Finding[] {
  const close = outlyingPrices(bars.close, WORST_CLOSE);
  const floor = () => close.floor;
  const high = hampelDistances(bars.high.map(Math.log), { reach: REACH, floor });
  const low = hampelDistances(bars.low.map(Math.log), { reach: REACH, floor });
  const found: Finding[] = [];
  for (let row = 0; row < bars.length; row++) {
    const worst: readonly [string, number, number, number][] = [
      ['close', close.distances[row] as number, WORST_CLOSE, bars.close[row] as number],
      ['high', high[row] as number, WORST_WICK, bars.high[row] as number],
      ['low', low[row] as number, WORST_WICK, bars.low[row] as number],
    ];
    const bad = worst.find(([, distance, most]) => distance > most);
    if (bad) found.push(atRow(bars, row, 'outlier', `${bad[0]} ${bad[3]} is ${bad[1].toFixed(1)} deviations from its neighbours`));
  }
  return found;
}

/** Distances of prices from their neighbours, and the rows at which they are more than `worst`. Prices are above zero. */
export function outlyingPrices(
  prices: Float64Array,
  worst = WORST_CLOSE,
): { readonly rows: readonly number[]; readonly distances: Float64Array; readonly floor: number } {
  const logs = prices.map(Math.log);
  const floor = usualChange(logs);
  const distances = hampelDistances(logs, { reach: REACH, floor: () => floor });
  const rows: number[] = [];
  for (let row = 0; row < distances.length; row++) if ((distances[row] as number) > worst) rows.push(row);
  return { rows, distances, floor };
}

function usualChange(values: Float64Array): number {
  if (values.length < 2) return 0;
  const changes = new Float64Array(values.length - 1);
  for (let i = 1; i < values.length; i++) changes[i - 1] = Math.abs((values[i] as number) - (values[i - 1] as number));
  changes.sort();
  return (changes[Math.floor(0.99 * (changes.length - 1))] as number) / P99_SIGMAS;
}
