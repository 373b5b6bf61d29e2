import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import { ResearchError } from '../../research/error.ts';
import type { Gaps } from '../../research/validation/ranges.ts';
import { spanFolds } from '../../research/validation/span-folds.ts';
import { type Fold, walkForward } from '../../research/validation/walk-forward.ts';
import type { SweepData } from '../sweep/data.ts';
import type { SweepPlan } from '../sweep/plan.ts';

/** How the history is divided; plain JSON. */
export interface FoldPlan {
  /** Microseconds learnt on and tested; null when `folds` says how many there are. */
  readonly spans: { readonly trainUs: number; readonly testUs: number } | null;
  readonly folds: number;
  readonly anchored: boolean;
  /** In bars. */
  readonly gaps: Gaps;
}

export interface WalkForwardPlan {
  /** Of the search in every fold; its range in time is that of the whole walk. */
  readonly sweep: SweepPlan;
  readonly division: FoldPlan;
}

/** First open that counts, and the first that no longer does. */
export interface TimeRange {
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
}

export interface TimeFold {
  readonly train: TimeRange;
  readonly test: TimeRange;
}

/** The folds of a plan on its data, divided by the rows of the data set that has the most. Throws `ResearchError` when they do not suffice. */
export function foldsOf({ sweep, division }: WalkForwardPlan, data: readonly SweepData[]): TimeFold[] {
  const bars = longest(data, sweep);
  const { spans, folds, anchored, gaps } = division;
  const rows = spans === null ? walkForward({ rows: bars.length, folds, anchored, gaps }) : spanFolds(bars, { ...spans, anchored, gaps });
  return rows.map((fold) => timesOf(fold, bars));
}

/** The plan of the search that one fold makes. */
export function sweepOfFold({ sweep }: WalkForwardPlan, { train }: TimeFold): SweepPlan {
  return { ...sweep, backtest: { ...sweep.backtest, fromUs: train.fromUs, toUs: train.toUs } };
}

function longest(data: readonly SweepData[], { backtest: { fromUs, toUs } }: SweepPlan): Bars {
  const ranges = data.map(({ bars }) =>
    sliceBars(bars, fromUs === null ? 0 : firstBarAtOrAfter(bars, fromUs), toUs === null ? bars.length : firstBarAtOrAfter(bars, toUs)),
  );
  const [bars] = ranges.toSorted((a, b) => b.length - a.length);
  if (bars === undefined || bars.length === 0) throw new ResearchError('from', 'no bar lies between from and to');
  return bars;
}

function timesOf({ train, test }: Fold, { time, timeframeUs, length }: Bars): TimeFold {
  const at = (row: number) => (row < length ? (time[row] as number) : (time[length - 1] as number) + timeframeUs);
  return { train: { fromUs: at(train.from), toUs: at(train.to) }, test: { fromUs: at(test.from), toUs: at(test.to) } };
}
