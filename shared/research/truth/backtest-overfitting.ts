import { ResearchError } from '../error.ts';
import { BLOCKS, BLOCK_SUMS, blockEdges, type BlockSums } from './block-sums.ts';
import { lowestBit, revolvingDoor } from './halves.ts';

/** Squares below this share of a configuration's are what subtraction left of none: it did not trade in that half. */
const ROUNDING = 1e-12;
const PERCENTILES = [5, 25, 50, 75, 95] as const;
const TENTHS = 10;

/** How the best in sample does out of sample, over all ways to split the history into two halves of 8 blocks. */
export interface BacktestOverfitting {
  /** Probability that the best in sample falls to the median or below out of sample: 0.5 for noise, near 0 when the best stays the best. */
  readonly pbo: number;
  readonly configurations: number;
  /** Ways to split: 12,870. */
  readonly splits: number;
  /** Of the logits of the relative rank out of sample; at or below 0 is the median or worse. */
  readonly logits: { readonly mean: number; readonly percentiles: Readonly<Record<string, number>> };
  /** How often the best in sample lands in each tenth of the ranking out of sample, the worst tenth first; shares. */
  readonly rankShares: readonly number[];
  /** Sharpe ratio of a period out of sample on that in sample, by least squares over the splits; a negative slope says that the better it fits the worse it does. */
  readonly degradation: { readonly slope: number; readonly intercept: number; readonly rSquared: number };
  /** How often the best in sample loses out of sample. */
  readonly probabilityOfLoss: number;
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation over 16 blocks, by Sharpe ratio. A configuration that does not trade in a
 * half has ratio 0 there, and so has one whose returns are all alike; equal ones share their ranks. Bailey, Borwein, Lopez de Prado & Zhu (2017), "The Probability of Backtest Overfitting".
 * Throws `ResearchError` for fewer than two configurations.
 */
export function backtestOverfitting(sums: BlockSums): BacktestOverfitting {
  const { configurations } = sums;
  if (configurations < 2)
    throw new ResearchError('configurations', `${configurations} configuration cannot be ranked; 2 or more are needed`);
  const halves = new Halves(sums);
  const splits = new Splits(configurations);
  // A half and the other half change places in another split, so only the halves with the last block are gone through.
  const masks = revolvingDoor(BLOCKS - 1, BLOCKS / 2 - 1);
  let before = 0;
  for (const mask of masks) {
    halves.move(mask & ~before, before & ~mask);
    before = mask;
    const periods = halves.periodsOf(mask);
    const { best, other } = halves.scan(periods);
    splits.add(halves.choice(best, true, periods));
    splits.add(halves.choice(other, false, periods));
  }
  return splits.result();
}

interface HalfPeriods {
  readonly half: number;
  readonly other: number;
}

interface Choice {
  readonly inSample: number;
  readonly outOfSample: number;
  /** 1 is the worst. Equal ones share the mean of their ranks. */
  readonly rank: number;
}

/** Sums of the one half and of the whole of each configuration, columns by block, so that a step over the configurations runs straight through memory. */
class Halves {
  readonly #count: number;
  readonly #columns: readonly Float64Array[];
  readonly #edges: Int32Array;
  readonly #allSums: Float64Array;
  readonly #allSquares: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #scores: Float64Array;
  readonly #otherScores: Float64Array;

  constructor({ rows, configurations, periods }: BlockSums) {
    const column = (of: (configuration: number) => number) => Float64Array.from({ length: configurations }, (_, k) => of(k));
    this.#count = configurations;
    this.#edges = blockEdges(periods);
    this.#columns = Array.from({ length: BLOCK_SUMS }, (_, at) => column((k) => rows[k * BLOCK_SUMS + at] as number));
    this.#allSums = new Float64Array(configurations);
    this.#allSquares = new Float64Array(configurations);
    for (let block = 0; block < BLOCKS; block++) this.#add(this.#allSums, this.#allSquares, { block, sign: 1 });
    this.#sums = new Float64Array(configurations);
    this.#squares = new Float64Array(configurations);
    this.#add(this.#sums, this.#squares, { block: BLOCKS - 1, sign: 1 });
    this.#scores = new Float64Array(configurations);
    this.#otherScores = new Float64Array(configurations);
  }

  /** Puts blocks into the half and takes others out, both as bits. */
  move(into: number, out: number): void {
    for (let rest = into; rest !== 0; rest &= rest - 1) this.#add(this.#sums, this.#squares, { block: lowestBit(rest), sign: 1 });
    for (let rest = out; rest !== 0; rest &= rest - 1) this.#add(this.#sums, this.#squares, { block: lowestBit(rest), sign: -1 });
  }

  #add(sums: Float64Array, squares: Float64Array, { block, sign }: { block: number; sign: number }): void {
    const [blockSums, blockSquares] = [this.#columns[block] as Float64Array, this.#columns[BLOCKS + block] as Float64Array];
    for (let k = 0; k < sums.length; k++) {
      sums[k] = (sums[k] as number) + sign * (blockSums[k] as number);
      squares[k] = (squares[k] as number) + sign * (blockSquares[k] as number);
    }
  }

  /** Periods in the half that has the blocks of the mask and the last, and in the other. */
  periodsOf(mask: number): HalfPeriods {
    const length = (block: number) => (this.#edges[block + 1] as number) - (this.#edges[block] as number);
    let half = length(BLOCKS - 1);
    for (let rest = mask; rest !== 0; rest &= rest - 1) half += length(lowestBit(rest));
    return { half, other: (this.#edges[BLOCKS] as number) - half };
  }

  /**
   * The best configuration of each half. Sum times its size over squares orders as the Sharpe ratio does, since all have the same periods:
   * with x the mean over the root mean square, the ratio is x / sqrt(1 - x^2).
   */
  scan(periods: HalfPeriods): { readonly best: number; readonly other: number } {
    const [sums, squares, allSums, allSquares] = [this.#sums, this.#squares, this.#allSums, this.#allSquares];
    // From here on returns are all alike and have no deviation.
    const [alike, otherAlike] = [(1 - ROUNDING) * periods.half, (1 - ROUNDING) * periods.other];
    let [best, other, bestScore, otherScore] = [0, 0, -Infinity, -Infinity];
    for (let k = 0; k < this.#count; k++) {
      const [sum, square, all, allSquare] = [sums[k] as number, squares[k] as number, allSums[k] as number, allSquares[k] as number];
      const floor = ROUNDING * allSquare;
      const score = square > floor && sum * sum < alike * square ? (sum * Math.abs(sum)) / square : 0;
      const [restSum, restSquare] = [all - sum, allSquare - square];
      const rest = restSquare > floor && restSum * restSum < otherAlike * restSquare ? (restSum * Math.abs(restSum)) / restSquare : 0;
      this.#scores[k] = score;
      this.#otherScores[k] = rest;
      if (score > bestScore) [best, bestScore] = [k, score];
      if (rest > otherScore) [other, otherScore] = [k, rest];
    }
    return { best, other };
  }

  /** How a configuration chosen in the half, or in the other one, does in the one that it was not chosen in. */
  choice(configuration: number, inHalf: boolean, periods: HalfPeriods): Choice {
    const half = sharpeOfScore(this.#scores[configuration] as number, periods.half);
    const other = sharpeOfScore(this.#otherScores[configuration] as number, periods.other);
    const rank = rankOf(configuration, inHalf ? this.#otherScores : this.#scores);
    return inHalf ? { inSample: half, outOfSample: other, rank } : { inSample: other, outOfSample: half, rank };
  }
}

function sharpeOfScore(score: number, periods: number): number {
  const squared = Math.abs(score) / periods;
  return Math.sign(score) * Math.sqrt((squared / (1 - squared)) * ((periods - 1) / periods));
}

function rankOf(configuration: number, scores: Float64Array): number {
  const own = scores[configuration] as number;
  let [below, equal] = [0, 0];
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k] as number;
    if (score < own) below++;
    else if (score === own) equal++;
  }
  return below + (equal + 1) / 2;
}

/** What the splits add up to. */
class Splits {
  readonly #configurations: number;
  readonly #logits: number[] = [];
  readonly #inSample: number[] = [];
  readonly #outOfSample: number[] = [];
  readonly #tenths = new Float64Array(TENTHS);

  constructor(configurations: number) {
    this.#configurations = configurations;
  }

  add({ inSample, outOfSample, rank }: Choice): void {
    const relative = rank / (this.#configurations + 1);
    this.#logits.push(Math.log(relative / (1 - relative)));
    this.#inSample.push(inSample);
    this.#outOfSample.push(outOfSample);
    const tenth = Math.min(TENTHS - 1, Math.floor(relative * TENTHS));
    this.#tenths[tenth] = (this.#tenths[tenth] as number) + 1;
  }

  result(): BacktestOverfitting {
    const logits = Float64Array.from(this.#logits).sort();
    const splits = logits.length;
    const at = (percent: number) => logits[Math.round((percent / 100) * (splits - 1))] as number;
    return {
      pbo: logits.filter((logit) => logit <= 0).length / splits,
      configurations: this.#configurations,
      splits,
      logits: {
        mean: logits.reduce((sum, logit) => sum + logit, 0) / splits,
        percentiles: Object.fromEntries(PERCENTILES.map((percent) => [`p${percent}`, at(percent)])),
      },
      rankShares: [...this.#tenths].map((count) => count / splits),
      degradation: leastSquares(this.#inSample, this.#outOfSample),
      probabilityOfLoss: this.#outOfSample.filter((sharpe) => sharpe < 0).length / splits,
    };
  }
}

function leastSquares(x: readonly number[], y: readonly number[]): BacktestOverfitting['degradation'] {
  const n = x.length;
  const [meanX, meanY] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / n) as [number, number];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] as number) - meanX, (y[i] as number) - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const slope = xx > 0 ? xy / xx : 0;
  return { slope, intercept: meanY - slope * meanX, rSquared: xx > 0 && yy > 0 ? (xy * xy) / (xx * yy) : 0 };
}
