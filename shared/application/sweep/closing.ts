import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { type Feed, type Market, marketsOf } from '../../engine/portfolio/market.ts';
import { calendarsOf } from '../../engine/portfolio/timeline.ts';
import type { Strategy, StrategyContext } from '../../strategies/define.ts';
import type { AnyStrategy, PortfolioContext, PortfolioStrategy } from '../../strategies/portfolio.ts';

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
    onBar: (context) => endAt(closingUs, context, strategy),
  };
}

/** The same on one account: a strategy of one instrument ends with each, one of several as soon as one that trades to the end opens for the last time. */
export function closedTogether(strategy: AnyStrategy, feeds: readonly Feed[], options: EngineOptions): AnyStrategy {
  const markets = marketsOf(feeds, options);
  calendarsOf(markets);
  const closable = markets.filter(({ count }) => count > 1);
  if (strategy.kind === 'portfolio') return closedAfter(strategy, Math.min(...closable.filter(({ ends }) => !ends).map(lastDecisionUs)));
  const closingUs = new Map(closable.map(({ instrument, bars, lastRow }) => [instrument.id, bars.time[lastRow - 1] as number]));
  return { ...strategy, onBar: (context) => endAt(closingUs.get(context.instrument.id) ?? -Infinity, context, strategy) };
}

function endAt(closingUs: TimeUs, context: StrategyContext, strategy: Strategy): void {
  if (context.bar.timeUs < closingUs) strategy.onBar(context);
  else if (context.bar.timeUs === closingUs) {
    context.cancelAll();
    context.target(0);
  }
}

/** Close of the last bar but one: what is asked for there is done at the last open. */
function lastDecisionUs({ calendar, count }: Market): TimeUs {
  return calendar.closeUs(count - 2);
}

function closedAfter(strategy: PortfolioStrategy, endUs: TimeUs): PortfolioStrategy {
  const { onFill } = strategy;
  const close = (context: PortfolioContext) => {
    for (const leg of context.legs) leg.cancelAll();
    context.rebalance({});
  };
  return {
    ...strategy,
    onBars: (context) => (context.timeUs < endUs ? strategy.onBars(context) : close(context)),
    ...(onFill === undefined
      ? {}
      : {
          onFill: (fill, context) => {
            if (context.timeUs < endUs) onFill(fill, context);
          },
        }),
  };
}
