import { roc } from '../shared/indicators/momentum/roc.ts';
import { float, int } from '../shared/indicators/parameters.ts';
import { definePortfolioStrategy, type Leg } from '../shared/strategies/portfolio.ts';
import type { IndicatorView } from '../shared/strategies/view.ts';

/** Jegadeesh and Titman (1993), "Returns to Buying Winners and Selling Losers", on any universe and span. */
export default definePortfolioStrategy({
  id: 'cross-sectional-momentum',
  about:
    'Once a month buys, in equal parts, the instruments that rose most over the lookback, leaving out its last bars; may short those that rose least.',
  params: {
    lookback: int(126, { min: 2, max: 5000, about: 'bars over which the rise is measured' }),
    skip: int(21, { min: 0, max: 500, about: 'last bars of them that do not count, for what rose last month often falls back' }),
    share: float(0.3, { min: 0.01, max: 0.5, step: 0.01, about: 'share of the instruments that is bought' }),
    shorts: int(0, { min: 0, max: 1, about: '1 sells as many of the weakest short, with half of the equity each' }),
  },
  check: ({ lookback, skip }) => (skip < lookback ? undefined : { field: 'skip', reason: `must be below lookback (${lookback})` }),
  indicators: ({ lookback, skip }) => ({ rise: roc(lookback - skip) }),
  state: () => ({ begun: false }),
  onBars({ legs, begins, rebalance, state, params: { skip, share, shorts } }) {
    if (state.begun && !begins('month')) return;
    const riseOf = ({ indicators: { rise } }: Leg<{ readonly rise: IndicatorView }>) => rise.ago(skip);
    const ranked = legs.filter((leg) => leg.known && !Number.isNaN(riseOf(leg))).toSorted((a, b) => riseOf(b) - riseOf(a));
    state.begun ||= ranked.length > 0;
    // With shorts two instruments are the fewest that can be told apart.
    const count = Math.min(Math.max(1, Math.round(share * ranked.length)), shorts === 1 ? Math.floor(ranked.length / 2) : ranked.length);
    const weight = 1 / (count * (1 + shorts));
    const longs = ranked.slice(0, count).map(({ id }) => [id, weight] as const);
    const losers = shorts === 1 ? ranked.slice(ranked.length - count).map(({ id }) => [id, -weight] as const) : [];
    rebalance(Object.fromEntries([...longs, ...losers]));
  },
});
