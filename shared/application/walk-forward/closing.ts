import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Strategy } from '../../strategies/define.ts';

/**
 * The strategy as it is until the close before the last bar opens, where it takes its orders back and asks to hold nothing: the venue closes it at the last
 * open with all costs of a fill. So a part of the history ends flat, as it began.
 */
export function closedAtEnd(strategy: Strategy, bars: Bars, toUs: TimeUs): Strategy {
  const row = firstBarAtOrAfter(bars, toUs) - 2;
  const closingUs = row < 0 ? -Infinity : (bars.time[row] as number);
  const { when } = strategy;
  const closing = { next: (from: number, end: number) => (from <= row && row < end ? row : end) };
  return {
    ...strategy,
    ...(when === undefined ? {} : { when: (indicators, values) => [...when(indicators, values), closing] }),
    onBar: (context) => {
      if (context.bar.timeUs < closingUs) strategy.onBar(context);
      else if (context.bar.timeUs === closingUs) {
        context.cancelAll();
        context.target(0);
      }
    },
  };
}
