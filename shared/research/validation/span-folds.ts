import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import { toIso } from '../../domain/time.ts';
import { ResearchError } from '../error.ts';
import { checkGaps, type Gaps, NO_GAPS } from './ranges.ts';
import type { Fold } from './walk-forward.ts';

export interface SpanFoldOptions {
  /** Microseconds learnt on before each test; of an anchored walk before the first. */
  readonly trainUs: number;
  /** Microseconds of each test. */
  readonly testUs: number;
  /** Learn on all from the first bar on each time. */
  readonly anchored?: boolean;
  /** In bars. The embargo has nothing to do where tests come last, and widens the gap. */
  readonly gaps?: Gaps;
}

/**
 * Folds of so much time: tests follow each other without a hole up to the last bar, each learnt on what lies before it; what is left over at the start is
 * learnt on by an anchored walk and by none of a rolling one. Rows of `bars`. Throws `ResearchError` when the bars do not suffice or an option is out of range.
 */
export function spanFolds(bars: Bars, { trainUs, testUs, anchored = false, gaps = NO_GAPS }: SpanFoldOptions): Fold[] {
  checkSpan('train', trainUs);
  checkSpan('test', testUs);
  checkGaps(gaps);
  const { time, length, timeframeUs } = bars;
  const startUs = time[0] as number;
  const endUs = (time[length - 1] as number) + timeframeUs;
  const folds: Fold[] = [];
  for (let toUs = endUs; ; toUs -= testUs) {
    const from = firstBarAtOrAfter(bars, toUs - testUs);
    const end = from - gaps.purge - gaps.embargo;
    const trainEndUs = end > 0 ? (time[end - 1] as number) + timeframeUs : -Infinity;
    if (trainEndUs - trainUs < startUs) break;
    const to = firstBarAtOrAfter(bars, toUs);
    const train = { from: anchored ? 0 : firstBarAtOrAfter(bars, trainEndUs - trainUs), to: end };
    // A hole in the data may be as long as a test.
    if (to > from && train.to > train.from) folds.unshift({ train, test: { from, to } });
  }
  if (folds.length > 0) return folds;
  throw new ResearchError(
    'train',
    `the bars from ${toIso(startUs)} to ${toIso(endUs)} do not hold one fold of that much to learn on and to test; take less of either`,
  );
}

function checkSpan(field: 'train' | 'test', spanUs: number): void {
  if (!(Number.isSafeInteger(spanUs) && spanUs > 0))
    throw new ResearchError(field, `${field} is ${spanUs} microseconds, but must be a whole number above 0`);
}
