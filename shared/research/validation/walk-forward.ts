import { ResearchError } from '../error.ts';
import { checkGaps, checkWhole, equalRanges, type Gaps, NO_GAPS, type RowRange, trainingAround } from './ranges.ts';

/** One step of a walk: parameters are chosen on `train` and tried on `test`, which begins after it. */
export interface Fold {
  readonly train: RowRange;
  readonly test: RowRange;
}

export interface WalkForwardOptions {
  /** Rows in all. */
  readonly rows: number;
  readonly folds: number;
  /** Rolling: as much is learnt on each time. Anchored: all from the first row on. */
  readonly anchored?: boolean;
  /** Rows learnt on before the first test, as a share of those and one test; of a rolling walk that of every fold. 0.7 when left out. */
  readonly inSample?: number;
  /** Rows left out between the two. The embargo has nothing to do where tests come last, and widens the gap. */
  readonly gaps?: Gaps;
}

/**
 * Folds whose tests follow each other without a hole up to the last row, each learnt on what lies before it. Pardo (2008), ch. 11.
 * Throws `ResearchError` when the rows do not suffice or an option is out of range.
 */
export function walkForward({ rows, folds, anchored = false, inSample = 0.7, gaps = NO_GAPS }: WalkForwardOptions): Fold[] {
  checkWhole('folds', folds, 1);
  checkGaps(gaps);
  if (!(inSample > 0 && inSample < 1)) throw new ResearchError('inSample', `inSample is ${inSample}, but must be between 0 and 1`);
  const gap = gaps.purge + gaps.embargo;
  // A test of one unit follows inSample / (1 - inSample) units to learn on.
  const test = Math.floor((rows - gap) / (folds + inSample / (1 - inSample)));
  const train = rows - gap - folds * test;
  const least = Math.min(test, Math.floor((test * inSample) / (1 - inSample)));
  if (!(least >= 1)) throw new ResearchError('folds', `${rows} rows are too few for ${folds} folds and a gap of ${gap}`);
  return Array.from({ length: folds }, (_, fold) => {
    const from = rows - (folds - fold) * test;
    const to = from - gap;
    return { train: { from: anchored ? 0 : to - train, to }, test: { from, to: from + test } };
  });
}

/** A part that is tested with all the rest, before and after it, to learn on. */
export interface PurgedFold {
  readonly train: readonly RowRange[];
  readonly test: RowRange;
}

/**
 * Cross-validation in contiguous parts, each tested once and learnt on all others but the purged and embargoed rows beside it.
 * Lopez de Prado (2018), 7.4. Throws `ResearchError` when the rows do not suffice or an option is out of range.
 */
export function purgedFolds(rows: number, folds: number, gaps: Gaps = NO_GAPS): PurgedFold[] {
  checkWhole('folds', folds, 2);
  checkGaps(gaps);
  if (rows < folds) throw new ResearchError('folds', `${rows} rows are too few for ${folds} folds`);
  return equalRanges(rows, folds).map((test) => {
    const train = trainingAround([test], rows, gaps);
    if (train.length === 0)
      throw new ResearchError('purge', `nothing of ${rows} rows is left to learn on beside rows ${test.from} to ${test.to - 1}`);
    return { train, test };
  });
}
