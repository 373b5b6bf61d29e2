import type { Bars } from '../domain/bars.ts';
import { parseTimeframe, timeframeName } from '../domain/timeframe.ts';
import { aggregateBars } from '../market/aggregate.ts';
import { EngineError } from './error.ts';

/** Bars of a longer timeframe made of `bars`. Throws `EngineError` unless it is a multiple of theirs. */
export function longerBars(bars: Bars, timeframe: string): Bars {
  const spanUs = spanOf(timeframe);
  if (spanUs % bars.timeframeUs === 0) return aggregateBars(bars, spanUs);
  const own = timeframeName(bars.timeframeUs);
  throw new EngineError(
    'timeframe',
    `an indicator asks for ${timeframe} bars, but there are ${own} bars, of which they must be a multiple`,
  );
}

function spanOf(timeframe: string): number {
  try {
    return parseTimeframe(timeframe);
  } catch (cause) {
    throw new EngineError('timeframe', (cause as Error).message);
  }
}
