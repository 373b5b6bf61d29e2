import { roc } from '../shared/indicators/momentum/roc.ts';
import { float, int } from '../shared/indicators/parameters.ts';
import { historicalVolatility } from '../shared/indicators/volatility/realised.ts';
import { definePortfolioStrategy } from '../shared/strategies/portfolio.ts';

/** Moskowitz, Ooi and Pedersen (2012), "Time series momentum", J. of Financial Economics 104:2; the deviation is that of a window, not an exponential one. */
export default definePortfolioStrategy({
  id: 'time-series-momentum',
  about:
    'Once a month goes long what rose over the lookback and short what fell, each for the same risk: the less of it, the more it moves. One instrument or many.',
  params: {
    lookback: int(252, { min: 2, max: 5000, about: 'bars over which rise and fall are measured' }),
    deviation: int(60, { min: 5, max: 2000, about: 'bars in the volatility' }),
    risk: float(40, { min: 1, max: 200, step: 1, about: 'volatility a year in percent that each instrument is brought to' }),
    year: int(252, { min: 12, max: 600_000, about: 'bars in a year: 252 trading days, 365 days, 8760 hours' }),
    shorts: int(1, { min: 0, max: 1, about: '0 stays flat where the lookback fell' }),
  },
  indicators: ({ lookback, deviation, year }) => ({ change: roc(lookback), risk: historicalVolatility({ period: deviation, year }) }),
  onBars({ legs, begins, rebalance, params: { risk, shorts } }) {
    if (!begins('month')) return;
    const known = legs.filter((leg) => leg.known);
    const sizes = known.map(({ id, indicators: { change, risk: own } }) => {
      const side = Math.max(Math.sign(change.value), shorts === 1 ? -1 : 0);
      return [id, side === 0 || own.value === 0 ? 0 : (side * risk) / own.value / known.length] as const;
    });
    // An account without leverage bears the sum of all sizes up to 1; beyond it all shrink alike.
    const sum = sizes.reduce((total, [, size]) => total + Math.abs(size), 0);
    rebalance(Object.fromEntries(sizes.map(([id, size]) => [id, size / Math.max(1, sum)])));
  },
});
