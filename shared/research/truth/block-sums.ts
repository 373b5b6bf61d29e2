import { ResearchError } from '../error.ts';

/** Parts of the history for combinatorially symmetric cross-validation: S of the paper. */
export const BLOCKS = 16;
/** Numbers a configuration: its sum in each block, then its sum of squares in each. */
export const BLOCK_SUMS = 2 * BLOCKS;

/** First period of each block, and the end: contiguous, their lengths differ by one at most. Throws `ResearchError` for fewer than two periods a block. */
export function blockEdges(periods: number): Int32Array {
  if (!(periods >= 2 * BLOCKS))
    throw new ResearchError('periods', `${periods} periods are too few for ${BLOCKS} blocks; ${2 * BLOCKS} or more are needed`);
  return Int32Array.from({ length: BLOCKS + 1 }, (_, block) => Math.floor((block * periods) / BLOCKS));
}

/**
 * What cross-validation needs of each configuration of a sweep, instead of its returns: 32 numbers each, 2.5 MB for 10,000. One after the other in `rows`,
 * which may lie in memory that workers share or be put together from the parts that shards wrote.
 */
export class BlockSums {
  readonly configurations: number;
  readonly periods: number;
  readonly rows: Float64Array;
  readonly #edges: Int32Array;
  readonly #returns: Float64Array;

  /** Throws `ResearchError` for too few periods or rows of another length. */
  constructor(configurations: number, periods: number, rows: Float64Array = new Float64Array(configurations * BLOCK_SUMS)) {
    if (rows.length !== configurations * BLOCK_SUMS)
      throw new ResearchError(
        'rows',
        `rows has ${rows.length} numbers, but must have ${BLOCK_SUMS} for each of ${configurations} configurations`,
      );
    this.#edges = blockEdges(periods);
    this.#returns = new Float64Array(periods);
    this.configurations = configurations;
    this.periods = periods;
    this.rows = rows;
  }

  /** Sums the returns of a configuration, one a period. Throws `ResearchError` when there are more or fewer. */
  setReturns(configuration: number, returns: ArrayLike<number>): void {
    this.#checkLength('returns', returns.length, this.periods);
    const at = configuration * BLOCK_SUMS;
    for (let block = 0; block < BLOCKS; block++) {
      const end = this.#edges[block + 1] as number;
      let [sum, squares] = [0, 0];
      for (let period = this.#edges[block] as number; period < end; period++) {
        const value = returns[period] as number;
        sum += value;
        squares += value * value;
      }
      this.rows[at + block] = sum;
      this.rows[at + BLOCKS + block] = squares;
    }
  }

  /** Sums the returns of an equity column, which has one point more than there are periods. Once equity is lost the return is -1, and 0 from there on. */
  setEquity(configuration: number, equity: ArrayLike<number>): void {
    this.#checkLength('equity', equity.length, this.periods + 1);
    let before = equity[0] as number;
    for (let period = 0; period < this.periods; period++) {
      const after = equity[period + 1] as number;
      this.#returns[period] = before > 0 ? Math.max(-1, after / before - 1) : 0;
      before = before > 0 ? after : 0;
    }
    this.setReturns(configuration, this.#returns);
  }

  #checkLength(field: string, given: number, wanted: number): void {
    if (given !== wanted)
      throw new ResearchError(field, `${field} has ${given} values, but must have ${wanted} for ${this.periods} periods`);
  }
}
