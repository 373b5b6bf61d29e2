import { float, int } from '../shared/indicators/parameters.ts';
import { definePortfolioStrategy, type Leg } from '../shared/strategies/portfolio.ts';

export default definePortfolioStrategy({
  id: 'venue-arbitrage',
  about:
    'One asset at two venues: buys at the cheaper and sells short at the dearer one when they are further apart than four commissions cost, and closes both when they meet. A side that is alone is closed again. Prices that never meet tie the money up.',
  params: {
    feeBps: float(10, { min: 0, max: 200, step: 1, about: 'commission of a fill in hundredths of a percent' }),
    profitBps: float(10, { min: 0, max: 1000, step: 5, about: 'least gain that must be left after all four' }),
    exitBps: float(0, { min: -500, max: 500, step: 5, about: 'distance of the prices at which both sides are closed' }),
    share: float(0.9, { min: 0.05, max: 1, step: 0.05, about: 'share of the equity in both sides together' }),
    patience: int(1, { min: 1, max: 1000, about: 'closes that orders are given to fill, before a side that is alone is closed' }),
  },
  indicators: () => ({}),
  /** Closes that the last orders still have. */
  state: () => ({ left: 0 }),
  onBars({ legs, equity, params: { feeBps, profitBps, exitBps, share, patience }, state }) {
    const [first, second, ...more] = legs;
    if (!first || !second || more.length > 0)
      throw new Error(`venue-arbitrage trades one asset at two venues, but was given ${legs.length}`);
    if (state.left > 0 && --state.left > 0) return;
    const trade = (leg: Leg, units: number) => {
      const rule = leg.position * units < 0 ? { reduceOnly: true } : {};
      leg.order({ type: 'market', side: units > 0 ? 'buy' : 'sell', quantity: Math.abs(units), timeInForce: 'IOC', ...rule });
      state.left = patience;
    };
    const alone = first.position + second.position;
    if (Math.abs(alone) > Math.max(first.instrument.lot, second.instrument.lot) / 2) {
      const larger = Math.abs(first.position) > Math.abs(second.position) ? first : second;
      return trade(larger, -alone);
    }
    if (!first.fresh || !second.fresh || !first.known || !second.known) return;
    const isHeld = first.position !== 0;
    const [cheap, dear] = (isHeld ? first.position > 0 : first.bar.close < second.bar.close) ? [first, second] : [second, first];
    const ratio = dear.bar.close / cheap.bar.close;
    const gapBps = 10_000 * (ratio - 1);
    if (isHeld && gapBps <= exitBps) for (const leg of [cheap, dear]) trade(leg, -leg.position);
    // Both sides are closed at the dearer price at worst.
    if (isHeld || gapBps - feeBps * (1 + 3 * ratio) < profitBps) return;
    const lot = Math.max(cheap.instrument.lot, dear.instrument.lot);
    const units = lot * Math.floor((share * equity) / 2 / (dear.bar.close * dear.instrument.multiplier) / lot);
    if (units === 0) return;
    trade(cheap, units);
    trade(dear, -units);
  },
});
