import type { TimeUs } from '../../domain/time.ts';
import type { IndicatorColumn, RecordedRun } from './recorded-run.ts';
import type { WarmUp } from './warm-up.ts';

/** What is looked at: a run that can be made again, on less and on other history. */
export interface BiasSubject {
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  /** Of all instruments. */
  readonly bars: number;
  /** Opens of the bars that are judged, ascending. */
  readonly opens: Float64Array;
  /** Whether what was asked for at a time, as `asked` has it, belongs before a cut. */
  readonly isBefore: (askedUs: TimeUs, cutUs: TimeUs) => boolean;
  /** On the whole history. */
  readonly record: () => RecordedRun;
  /** With what opened before the cut, every later row of the columns being other. */
  readonly recordBefore: (cutUs: TimeUs) => RecordedRun;
  /** With every price turned over. */
  readonly recordMirrored: () => RecordedRun;
  /** Indicators on histories that begin later. */
  readonly warmUp: (columns: readonly IndicatorColumn[]) => WarmUp;
}
