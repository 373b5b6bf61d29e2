import { firstBarAtOrAfter } from '../../domain/bars.ts';
import { Arena } from '../../engine/arena.ts';
import { indicatorViews } from '../../engine/indicator-views.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import type { BarView, Strategy } from '../../strategies/define.ts';
import type { AnyStrategy, Leg, PortfolioContext, PortfolioStrategy } from '../../strategies/portfolio.ts';
import type { AccountLeg } from '../account-legs.ts';
import { handsWith } from '../hands.ts';
import { rotated } from './rotated-indicator.ts';

/** What a strategy is shown of an instrument instead: the indicator that is turned round, where the run stands. */
interface Shown {
  /** Goes to the bar that closed last. */
  readonly follow: (bar: BarView) => void;
  readonly indicators: Readonly<Record<string, unknown>>;
}

/** A strategy on an account with one of its indicators turned round in time on each of its legs, by that share of what is known of it. For one run. */
export function withRotatedLegs(legs: readonly AccountLeg[], name: string, share: number): AnyStrategy {
  const shown = new Map(legs.map((leg) => [leg.of, shownOf(leg, name, share)]));
  const { strategy } = legs[0] as AccountLeg;
  return strategy.kind === 'portfolio' ? portfolioWith(strategy, shown) : singleWith(strategy, shown);
}

function shownOf({ strategy, values, on }: AccountLeg, name: string, share: number): Shown {
  const declared = strategy.indicators(values);
  const cursor = { row: -1 };
  const spec = rotated(declared[name] as IndicatorSpec, on, share);
  const { views } = indicatorViews({ [name]: spec }, { bars: on.bars, beside: on.beside, cursor, arena: new Arena() });
  return {
    // Before its first bar an instrument has no time.
    follow: ({ timeUs }) => (cursor.row = Number.isFinite(timeUs) ? firstBarAtOrAfter(on.bars, timeUs) : -1),
    indicators: views,
  };
}

/** It is asked at every close: its `when` would hear of the indicator as it was. */
function singleWith(strategy: Strategy, shown: ReadonlyMap<string, Shown>): Strategy {
  const { when: _, ...asked } = strategy;
  const { onFill } = strategy;
  const turn = (context: Parameters<Strategy['onBar']>[0]) => {
    const { follow, indicators } = shown.get(context.instrument.id) as Shown;
    follow(context.bar);
    return handsWith(context, { indicators: { ...context.indicators, ...indicators } });
  };
  return {
    ...asked,
    onBar: (context) => strategy.onBar(turn(context)),
    ...(onFill && { onFill: (fill, context) => onFill(fill, turn(context)) }),
  };
}

function portfolioWith(strategy: PortfolioStrategy, shown: ReadonlyMap<string, Shown>): PortfolioStrategy {
  const { onFill } = strategy;
  let made: { readonly of: PortfolioContext; readonly hands: PortfolioContext } | undefined;
  const turn = (context: PortfolioContext) => {
    for (const leg of context.legs) shown.get(leg.id)?.follow(leg.bar);
    if (made?.of !== context) made = { of: context, hands: handsOf(context, shown) };
    return made.hands;
  };
  return {
    ...strategy,
    onBars: (context) => strategy.onBars(turn(context)),
    ...(onFill && { onFill: (fill, context) => onFill(fill, turn(context)) }),
  };
}

function handsOf(context: PortfolioContext, shown: ReadonlyMap<string, Shown>): PortfolioContext {
  const legs = context.legs.map((leg): Leg => handsWith(leg, { indicators: { ...leg.indicators, ...shown.get(leg.id)?.indicators } }));
  return handsWith(context, { legs, leg: (id: string) => legs.find((one) => one.id === id) ?? context.leg(id) });
}
