import { SeededRandom } from '../../shared/market/noise.ts';

/** A series that reference values of unit roots, cointegration and HAC errors are made on. Sums and products only: the same on every machine. */
export interface GoldenSeries {
  readonly name: string;
  readonly dependent: Float64Array;
  readonly regressors: readonly Float64Array[];
}

const LENGTHS = [60, 250, 1000];

/** Pairs and triples of each length: walks that have nothing to do with each other, and spreads that return to a mean slowly, fast, and about a line. */
export function goldenSeries(): GoldenSeries[] {
  return LENGTHS.flatMap((length, i) => {
    const x = walk(length, 10 + i);
    const z = walk(length, 20 + i);
    const slow = decaying(length, 30 + i, 0.93);
    const fast = decaying(length, 40 + i, 0.3);
    const sum = (value: (t: number) => number) => Float64Array.from({ length }, (_, t) => value(t));
    const at = (column: Float64Array, t: number) => column[t] as number;
    return [
      { name: `unrelated walks, ${length}`, dependent: walk(length, 50 + i), regressors: [x] },
      { name: `slow spread, ${length}`, dependent: sum((t) => 20 + 1.5 * at(x, t) + at(slow, t)), regressors: [x] },
      { name: `fast spread about a line, ${length}`, dependent: sum((t) => 5 + 0.01 * t + 0.7 * at(x, t) + at(fast, t)), regressors: [x] },
      { name: `spread of three, ${length}`, dependent: sum((t) => at(x, t) - 0.5 * at(z, t) + at(slow, t)), regressors: [x, z] },
    ];
  });
}

function walk(length: number, seed: number): Float64Array {
  const random = new SeededRandom(seed);
  let level = 100;
  return Float64Array.from({ length }, () => (level += random.normal()));
}

function decaying(length: number, seed: number, share: number): Float64Array {
  const random = new SeededRandom(seed);
  let level = 0;
  return Float64Array.from({ length }, () => (level = share * level + random.normal()));
}
