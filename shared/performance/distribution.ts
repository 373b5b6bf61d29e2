import { deviation, finiteOrNull, kurtosis, mean, skew } from './returns.ts';

/** The value below which a share of the values lies, between two of them in proportion (Hyndman and Fan 1996, type 7); NaN of none. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const at = (ascending.length - 1) * share;
  const below = ascending[Math.floor(at)] ?? NaN;
  const above = ascending[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Sum of the gains over the sum of the losses; null without a loss. Keating and Shadwick (2002), threshold 0. */
export function omega(returns: Float64Array): number | null {
  let [gains, losses] = [0, 0];
  for (const r of returns) {
    if (r > 0) gains += r;
    else losses -= r;
  }
  return finiteOrNull(losses === 0 ? NaN : gains / losses);
}

/** The 95th percentile over the loss at the 5th; null when that is none. */
export function tailRatio(ascending: Float64Array): number | null {
  const low = quantile(ascending, 0.05);
  return finiteOrNull(low < 0 ? quantile(ascending, 0.95) / -low : NaN);
}

/** Sum of returns over the sum of the losses among them; null without a loss. Schwager (2012), on months. */
export function gainToPain(returns: readonly number[]): number | null {
  let [sum, losses] = [0, 0];
  for (const r of returns) {
    sum += r;
    if (r < 0) losses -= r;
  }
  return finiteOrNull(losses === 0 ? NaN : sum / losses);
}

/** Historical value at risk: the loss that a share `tail` of the returns exceeds, a positive fraction; null for fewer than two. Jorion (2006), ch. 10. */
export function valueAtRisk(ascending: Float64Array, tail: number): number | null {
  return finiteOrNull(ascending.length < 2 ? NaN : -quantile(ascending, tail));
}

/** Mean loss of the returns at or beyond the value at risk; null for fewer than two. Rockafellar and Uryasev (2000). */
export function expectedShortfall(ascending: Float64Array, tail: number): number | null {
  const edge = quantile(ascending, tail);
  const beyond = ascending.filter((r) => r <= edge);
  return finiteOrNull(ascending.length < 2 ? NaN : -mean(beyond));
}

/**
 * Value at risk of a normal whose quantile `z` (-1.645 for 5 %) is bent by the returns' skew and excess kurtosis; null without a deviation.
 * Cornish and Fisher (1937); Favre and Galeano (2002).
 */
export function cornishFisherRisk(returns: Float64Array, z: number): number | null {
  const [s, fourth] = [skew(returns), kurtosis(returns)];
  if (s === null || fourth === null) return null;
  const excess = fourth - 3;
  const bent = z + ((z ** 2 - 1) * s) / 6 + ((z ** 3 - 3 * z) * excess) / 24 - ((2 * z ** 3 - 5 * z) * s ** 2) / 36;
  return finiteOrNull(-(mean(returns) + bent * deviation(returns)));
}

/** Normal quantiles of 5 % and 1 %. */
export const NORMAL_95 = -1.6448536269514722;
export const NORMAL_99 = -2.3263478740408408;
