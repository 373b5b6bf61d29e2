import { BLOCK_SUMS } from '../../research/truth/block-sums.ts';
import { CORE_MEASURES } from '../../performance/core-measures.ts';
import { OTHER_MEASURES, type OtherMeasure } from '../../performance/other-measures.ts';

/** What the summary of every row holds, in the order of its columns. */
export const SWEEP_MEASURES = [...CORE_MEASURES, 'exposure', 'commission', 'slippage'] as const;
type SweepMeasure = (typeof SWEEP_MEASURES)[number];

/** What objectives and conditions may name. */
export const KNOWN_MEASURES = [...SWEEP_MEASURES, ...OTHER_MEASURES] as const;

/** Numbers that every row has: the summary, NaN where one is undefined, then the sums of its returns in each block of the history. */
export const ROW_WIDTH = SWEEP_MEASURES.length + BLOCK_SUMS;

/** What of a plan shapes its rows: measures that the objective or a condition names and not every row has. They stand at the end. */
export interface RowShape {
  readonly measures?: readonly OtherMeasure[];
}

export type SweepSummary = Readonly<Record<SweepMeasure, number | null>> & { readonly [M in OtherMeasure]?: number | null };

/** The measures that the texts name and that not every row has. */
export function otherMeasures(texts: readonly string[]): OtherMeasure[] {
  const words = new Set(texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
  return OTHER_MEASURES.filter((name) => words.has(name));
}

/** Numbers of a row. */
export function rowWidth({ measures = [] }: RowShape): number {
  return ROW_WIDTH + measures.length;
}

/** Column of a measure. */
export function columnOf(measure: SweepMeasure): number {
  return SWEEP_MEASURES.indexOf(measure);
}

/** A row of many that lie one after the other. */
export function rowOf(numbers: Float64Array, index: number, shape: RowShape): Float64Array {
  const width = rowWidth(shape);
  return numbers.subarray(index * width, (index + 1) * width);
}

/** The summary in a row of numbers. */
export function summaryOf(row: Float64Array, { measures = [] }: RowShape): SweepSummary {
  const own = SWEEP_MEASURES.map((name, column) => [name, finiteOrNull(row[column] as number)]);
  const others = measures.map((name, i) => [name, finiteOrNull(row[ROW_WIDTH + i] as number)]);
  return Object.fromEntries([...own, ...others]) as SweepSummary;
}

/** The block sums in a row of numbers. */
export function blockSumsOf(row: Float64Array): Float64Array {
  return row.subarray(SWEEP_MEASURES.length, ROW_WIDTH);
}

/** The numbers of a row beyond those that every row has. */
export function othersOf(row: Float64Array): Float64Array {
  return row.subarray(ROW_WIDTH);
}

function finiteOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
