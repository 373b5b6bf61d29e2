import { BLOCK_SUMS } from '../../research/truth/block-sums.ts';
import { CORE_MEASURES } from '../../performance/core-measures.ts';

/** What the summary of a row holds, in the order of its columns: what objectives and conditions may name. */
export const SWEEP_MEASURES = [...CORE_MEASURES, 'exposure', 'commission', 'slippage'] as const;
type SweepMeasure = (typeof SWEEP_MEASURES)[number];

/** Numbers of a row: the summary, NaN where one is undefined, then the sums of its returns in each block of the history. */
export const ROW_WIDTH = SWEEP_MEASURES.length + BLOCK_SUMS;

export type SweepSummary = Readonly<Record<SweepMeasure, number | null>>;

/** Column of a measure. */
export function columnOf(measure: SweepMeasure): number {
  return SWEEP_MEASURES.indexOf(measure);
}

/** A row of many that lie one after the other. */
export function rowOf(numbers: Float64Array, index: number): Float64Array {
  return numbers.subarray(index * ROW_WIDTH, (index + 1) * ROW_WIDTH);
}

/** The summary in a row of numbers. */
export function summaryOf(row: Float64Array): SweepSummary {
  const pairs = SWEEP_MEASURES.map((name, column) => {
    const value = row[column] as number;
    return [name, Number.isNaN(value) ? null : value];
  });
  return Object.fromEntries(pairs) as SweepSummary;
}

/** The block sums in a row of numbers. */
export function blockSumsOf(row: Float64Array): Float64Array {
  return row.subarray(SWEEP_MEASURES.length, ROW_WIDTH);
}
