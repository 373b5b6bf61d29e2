import type { TimeUs } from '../../domain/time.ts';
import type { Strategy, StrategyContext } from '../../strategies/define.ts';
import type { AnyStrategy, Leg, PortfolioContext, PortfolioStrategy } from '../../strategies/portfolio.ts';
import { handsWith } from '../hands.ts';
import { note, watched } from './recorded-run.ts';

interface Watch {
  /** Calls by the close at which they were made. */
  readonly asked: Map<TimeUs, string>;
  /** Before each call, where there are several strategies. */
  readonly name: string;
  /** After this close the strategy is no longer asked. */
  readonly untilUs: TimeUs;
}

/** A strategy on an account with its hands watched. */
export function watchedStrategy(strategy: AnyStrategy, watch: Watch): AnyStrategy {
  return strategy.kind === 'portfolio' ? watchedPortfolio(strategy, watch) : watchedSingle(strategy, watch);
}

function watchedSingle(strategy: Strategy, { asked, name, untilUs }: Watch): Strategy {
  const { onFill } = strategy;
  const watch = madeOnce((context: StrategyContext) =>
    watched(context, (text) => note(asked, context.bar.closeTimeUs, `${name}${context.instrument.id}: ${text}`)),
  );
  const isOver = ({ bar }: StrategyContext) => bar.closeTimeUs > untilUs;
  return {
    ...strategy,
    onBar: (context) => isOver(context) || strategy.onBar(watch(context)),
    ...(onFill && { onFill: (fill, context) => isOver(context) || onFill(fill, watch(context)) }),
  };
}

function watchedPortfolio(strategy: PortfolioStrategy, { asked, name, untilUs }: Watch): PortfolioStrategy {
  const { onFill } = strategy;
  const watch = madeOnce((context: PortfolioContext) => {
    const tell = (text: string) => note(asked, context.timeUs, `${name}${text}`);
    const legs = context.legs.map((leg) => watched<Leg>(leg, (text) => tell(`${leg.id}: ${text}`)));
    // An id that there is not is refused as ever.
    const leg = (id: string) => legs.find((one) => one.id === id) ?? context.leg(id);
    return watched(handsWith(context, { legs, leg }), tell);
  });
  const isOver = ({ timeUs }: PortfolioContext) => timeUs > untilUs;
  return {
    ...strategy,
    onBars: (context) => isOver(context) || strategy.onBars(watch(context)),
    ...(onFill && { onFill: (fill, context) => isOver(context) || onFill(fill, watch(context)) }),
  };
}

/** One pair of watched hands for each of a run: a strategy may remember its own. */
function madeOnce<T extends object>(make: (hands: T) => T): (hands: T) => T {
  const made = new WeakMap<T, T>();
  return (hands) => {
    const known = made.get(hands) ?? make(hands);
    made.set(hands, known);
    return known;
  };
}
