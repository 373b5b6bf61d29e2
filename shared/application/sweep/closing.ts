import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { type Feed, marketsOf } from '../../engine/portfolio/market.ts';
import { calendarsOf } from '../../engine/portfolio/timeline.ts';
import type { Strategy, StrategyContext } from '../../strategies/define.ts';
import type { AnyStrategy, PortfolioContext, PortfolioStrategy } from '../../strategies/portfolio.ts';

type Range = Pick<EngineOptions, 'toUs' | 'execution'>;

/**
 * The strategy as it is until the last close from which an order still meets the last open, where it takes its orders back and asks to hold nothing: the venue
 * closes it there with all costs of a fill. So a part of the history ends flat, as it began, but for what a limit of the volume leaves.
 */
export function closedAtEnd(strategy: Strategy, bars: Bars, { toUs = Infinity, execution }: Range): Strategy {
  const row = lastOrderRow(bars, firstBarAtOrAfter(bars, toUs) - 1, execution);
  const closingUs = row < 0 ? -Infinity : (bars.time[row] as number);
  return closedAt(strategy, row, () => closingUs);
}

/** The same on one account: a strategy of one instrument ends with each, one of several as soon as one that trades to the end opens for the last time. */
export function closedTogether(strategy: AnyStrategy, feeds: readonly Feed[], options: EngineOptions): AnyStrategy {
  const markets = marketsOf(feeds, options);
  calendarsOf(markets);
  const closable = markets.flatMap((market) => {
    const row = lastOrderRow(market.bars, market.lastRow, options.execution);
    return row < market.startRow ? [] : [{ market, row }];
  });
  if (strategy.kind === 'portfolio') {
    const toTheEnd = closable.filter(({ market }) => !market.ends);
    return closedAfter(strategy, Math.min(...toTheEnd.map(({ market, row }) => market.calendar.closeUs(row - market.startRow))));
  }
  const closingUs = new Map(closable.map(({ market: { instrument, bars }, row }) => [instrument.id, bars.time[row] as number]));
  const firstRow = Math.min(...closable.map(({ row }) => row));
  return closedAt(strategy, firstRow, ({ instrument }) => closingUs.get(instrument.id) ?? -Infinity);
}

/** Row at whose close the end begins: the last but one. Where orders are under way for a while, as long before as the last of them takes, and then what closes it. */
function lastOrderRow(bars: Bars, lastRow: number, { latencyUs = 0, latencyBars = 0 }: NonNullable<Range['execution']> = {}): number {
  const row = lastRow - 1 - 2 * latencyBars;
  if (row < 0 || latencyUs === 0) return row;
  const sentBy = (bars.time[lastRow] as number) - 2 * latencyUs - bars.timeframeUs;
  return Math.min(row, firstBarAtOrAfter(bars, sentBy + 1) - 1);
}

/** The strategy until the bar that opens at `closingUsOf`, which is no earlier row than `row`: from its close on all is given up. */
function closedAt(strategy: Strategy, row: number, closingUsOf: (context: StrategyContext) => TimeUs): Strategy {
  const { when, onFill } = strategy;
  const closing = { next: (from: number, end: number) => Math.min(end, Math.max(from, row)) };
  const isOver = (context: StrategyContext) => context.bar.timeUs >= closingUsOf(context);
  return {
    ...strategy,
    onBar: (context) => {
      if (!isOver(context)) return strategy.onBar(context);
      context.cancelAll();
      context.target(0);
    },
    ...(when && { when: (indicators, values) => [...when(indicators, values), closing] }),
    ...(onFill && { onFill: (fill, context) => isOver(context) || onFill(fill, context) }),
  };
}

function closedAfter(strategy: PortfolioStrategy, endUs: TimeUs): PortfolioStrategy {
  const { onFill } = strategy;
  const close = ({ timeUs, legs, rebalance }: PortfolioContext) => {
    if (timeUs === endUs) for (const leg of legs) leg.cancelAll();
    rebalance({});
  };
  return {
    ...strategy,
    onBars: (context) => (context.timeUs < endUs ? strategy.onBars(context) : close(context)),
    ...(onFill && { onFill: (fill, context) => context.timeUs < endUs && onFill(fill, context) }),
  };
}
