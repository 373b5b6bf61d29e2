import { float, int } from '../shared/indicators/parameters.ts';
import { definePortfolioStrategy } from '../shared/strategies/portfolio.ts';

export default definePortfolioStrategy({
  id: 'equal-weight',
  about: 'Holds all instruments in equal parts and brings them back to that once a month: the yardstick of portfolios.',
  params: {
    months: int(1, { min: 1, max: 12, about: 'months between two rebalances' }),
    invested: float(1, { min: 0.05, max: 1, step: 0.05, about: 'share of the equity that is invested' }),
    band: float(0, { min: 0, max: 0.2, step: 0.01, about: 'how far a weight may be off before it is traded' }),
  },
  indicators: () => ({}),
  state: () => ({ monthsLeft: 0 }),
  onBars({ legs, begins, rebalance, state, params: { months, invested, band } }) {
    if (!begins('month') || --state.monthsLeft > 0) return;
    state.monthsLeft = months;
    const known = legs.filter((leg) => leg.known);
    rebalance(Object.fromEntries(known.map(({ id }) => [id, invested / known.length])), { band });
  },
});
