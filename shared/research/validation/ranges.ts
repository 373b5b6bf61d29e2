import { ResearchError } from '../error.ts';

/** Rows `from` (inclusive) to `to` (exclusive). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows between what is learnt on and what is tested on. */
export interface Gaps {
  /** Rows before a test that are left out of what is learnt on: how far the outcome of a row reaches forward (the longest holding time). */
  readonly purge: number;
  /** More rows after a test that are left out besides the purge, for what lingers there. */
  readonly embargo: number;
}

export const NO_GAPS: Gaps = { purge: 0, embargo: 0 };

/** `count` contiguous ranges over all rows; their lengths differ by one at most. */
export function equalRanges(rows: number, count: number): RowRange[] {
  const edge = (i: number) => Math.floor((i * rows) / count);
  return Array.from({ length: count }, (_, i) => ({ from: edge(i), to: edge(i + 1) }));
}

/**
 * What is left to learn on when `tests`, ascending, are tested: rows whose outcome reaches into a test are purged before it, rows that the outcome of a test
 * reaches are purged after it, and the embargo follows. Lopez de Prado (2018), "Advances in Financial Machine Learning", 7.4.
 */
export function trainingAround(tests: readonly RowRange[], rows: number, { purge, embargo }: Gaps): RowRange[] {
  const training: RowRange[] = [];
  let from = 0;
  for (const test of tests) {
    if (test.from - purge > from) training.push({ from, to: test.from - purge });
    from = Math.max(from, test.to + purge + embargo);
  }
  if (from < rows) training.push({ from, to: rows });
  return training;
}

/** Throws `ResearchError` for a gap that is no whole number of rows. */
export function checkGaps({ purge, embargo }: Gaps): void {
  checkWhole('purge', purge, 0);
  checkWhole('embargo', embargo, 0);
}

/** Throws `ResearchError` unless the value is a whole number from `least` on. */
export function checkWhole(field: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new ResearchError(field, `${field} is ${value}, but must be a whole number from ${least} on`);
}
