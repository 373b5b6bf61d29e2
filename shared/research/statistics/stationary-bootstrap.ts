import type { SeededRandom } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';

/** Rows drawn anew: `count` blocks, each from `from[i]` on for `length[i]` rows, running round from the end to the start. */
export interface DrawnBlocks {
  readonly from: Int32Array;
  readonly length: Int32Array;
  count: number;
}

/** Room for the blocks of one resample of so many rows. */
export function allocateBlocks(rows: number): DrawnBlocks {
  return { from: new Int32Array(rows), length: new Int32Array(rows), count: 0 };
}

/**
 * Draws as many rows as there are in blocks of random length, geometric with mean `meanLength`; 1 is the ordinary bootstrap. Unlike blocks of one length the
 * rows drawn are stationary. Politis & Romano (1994), "The Stationary Bootstrap". Throws `ResearchError` for a mean length below 1.
 */
export function drawStationary(
  blocks: DrawnBlocks,
  { rows, meanLength, random }: { rows: number; meanLength: number; random: SeededRandom },
): void {
  if (!(meanLength >= 1)) throw new ResearchError('meanLength', `meanLength is ${meanLength}, but must be 1 row or more`);
  const stop = 1 / meanLength;
  blocks.count = 0;
  for (let drawn = 0; drawn < rows; ) {
    let length = 1;
    while (length < rows - drawn && random.next() >= stop) length++;
    blocks.from[blocks.count] = Math.floor(random.next() * rows);
    blocks.length[blocks.count++] = length;
    drawn += length;
  }
}

/**
 * Variance of the root of n times the mean of a stationary resample, in closed form: squares and products of neighbours with the weights
 * (1 - i/n) (1 - q)^i + i/n (1 - q)^(n - i), q = 1 / `meanLength`. Politis & Romano (1994), lemma 1; Hansen (2005), section 3.2.
 */
export function stationaryVariance(values: Float64Array, meanLength: number): number {
  const n = values.length;
  const keep = 1 - 1 / meanLength;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] as number) / n;
  // Beyond this distance the weights are below 1e-12.
  const reach = keep === 0 ? 0 : Math.min(n - 1, Math.ceil(Math.log(1e-12) / Math.log(keep)));
  let variance = 0;
  for (let lag = 0; lag < n; lag++) {
    if (lag > reach && lag < n - reach) lag = Math.max(lag, n - reach);
    const weight = lag === 0 ? 1 : 2 * ((1 - lag / n) * keep ** lag + (lag / n) * keep ** (n - lag));
    let products = 0;
    for (let i = lag; i < n; i++) products += ((values[i] as number) - mean) * ((values[i - lag] as number) - mean);
    variance += (weight * products) / n;
  }
  return variance;
}
