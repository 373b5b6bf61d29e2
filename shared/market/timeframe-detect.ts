import { SECOND_US } from '../domain/time.ts';
import { timeframeName } from '../domain/timeframe.ts';
import { MarketDataError } from './error.ts';

/** The most common forward step of a column of times, the shorter of two equally common; undefined when no time follows another. */
export function commonStep(time: ArrayLike<number>): number | undefined {
  const counts = new Map<number, number>();
  let runStep = 0;
  let run = 0;
  const settle = () => {
    if (run > 0) counts.set(runStep, (counts.get(runStep) ?? 0) + run);
  };
  for (let i = 1; i < time.length; i++) {
    const step = Math.abs((time[i] as number) - (time[i - 1] as number));
    if (step === 0) continue;
    if (step !== runStep) {
      settle();
      runStep = step;
      run = 0;
    }
    run++;
  }
  settle();
  let best: number | undefined;
  let bestCount = 0;
  for (const [step, count] of counts) {
    if (count > bestCount || (count === bestCount && best !== undefined && step < best)) {
      best = step;
      bestCount = count;
    }
  }
  return best;
}

/** The timeframe of rows: the one given, else their most common step. Throws `MarketDataError` when there is none, or it is no whole number of seconds. */
export function detectTimeframe(time: ArrayLike<number>, givenUs?: number): number {
  const step = commonStep(time);
  if (givenUs !== undefined) {
    if (step !== undefined && step < givenUs) {
      throw new MarketDataError(
        'unknown-timeframe',
        `timeframe ${timeframeName(givenUs)} was given, but most rows are ${spanText(step)} apart`,
      );
    }
    return givenUs;
  }
  if (step === undefined)
    throw new MarketDataError('unknown-timeframe', 'the timeframe cannot be told from a single time; give it, for example 1h');
  if (step % SECOND_US !== 0)
    throw new MarketDataError(
      'unknown-timeframe',
      `most rows are ${spanText(step)} apart, which is no timeframe of bars; are these ticks?`,
    );
  return step;
}

/** `1h` where a span has a name, else seconds. */
export function spanText(spanUs: number): string {
  return spanUs > 0 && spanUs % SECOND_US === 0 ? timeframeName(spanUs) : `${spanUs / SECOND_US} s`;
}
