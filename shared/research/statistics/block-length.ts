import { deviation, mean } from '../../performance/returns.ts';

/**
 * Mean block length for the stationary bootstrap of a mean, from how far the autocorrelation of the column reaches: near 1 for independent rows.
 * Politis & White (2004), "Automatic Block-Length Selection for the Dependent Bootstrap", with the correction of Patton, Politis & White (2009).
 * 1 for a column without a deviation or of fewer than 10 rows.
 */
export function automaticBlockLength(column: ArrayLike<number>): number {
  const n = column.length;
  if (n < 10 || !(deviation(column, Math.max(1, Math.abs(mean(column)))) > 0)) return 1;
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
  const lagsMax = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + run);
  const covariances = autocovariances(column, lagsMax);
  const variance = covariances[0] as number;
  const reach = reachOf(covariances, { run, bound: 2 * Math.sqrt(Math.log10(n) / n) });
  const lags = Math.min(2 * Math.max(reach, 1), lagsMax);
  let [spread, spectrum] = [0, variance];
  for (let lag = 1; lag <= lags; lag++) {
    const weight = flatTop(lag / lags) * (covariances[lag] as number);
    spread += 2 * lag * weight;
    spectrum += 2 * weight;
  }
  if (!(spectrum > 0)) return 1;
  const length = Math.cbrt((spread ** 2 / spectrum ** 2) * n);
  return Math.min(Math.max(1, length), Math.ceil(Math.min(3 * Math.sqrt(n), n / 3)));
}

/** The lag after which a run of autocorrelations is within the bound of no correlation; the last lag outside when no run is. */
function reachOf(covariances: Float64Array, { run, bound }: { run: number; bound: number }): number {
  const outside = (lag: number) => Math.abs((covariances[lag] as number) / (covariances[0] as number)) >= bound;
  let last = 0;
  for (let lag = 1; lag < covariances.length; lag++) {
    if (outside(lag)) last = lag;
    else if (lag - last === run) return last;
  }
  return last;
}

function autocovariances(column: ArrayLike<number>, lags: number): Float64Array {
  const n = column.length;
  const centre = mean(column);
  return Float64Array.from({ length: lags + 1 }, (_, lag) => {
    let products = 0;
    for (let i = lag; i < n; i++) products += ((column[i] as number) - centre) * ((column[i - lag] as number) - centre);
    return products / n;
  });
}

/** 1 up to a half, then down to 0 at 1. Politis & Romano (1995). */
function flatTop(share: number): number {
  return share <= 0.5 ? 1 : 2 * (1 - share);
}
