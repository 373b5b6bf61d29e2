import type { OrderId } from '../shared/domain/order.ts';
import { float, int } from '../shared/indicators/parameters.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

/** Prices of a line and of the one above it. */
interface Pair {
  readonly bought: number;
  readonly sold: number;
}

export default defineStrategy({
  id: 'grid',
  about:
    'Lays limit orders to buy below a price, each sold again one line higher, and lays them anew where the price has left them behind. Holds no more than its lines; a market that falls through them all is held, or sold at the stop.',
  params: {
    step: float(0.01, {
      min: 0.001,
      max: 0.25,
      step: 0.001,
      about: 'distance between two lines as a share of the price; must bear two commissions',
    }),
    lines: int(5, { min: 1, max: 50, about: 'lines to buy at, which cap what is held' }),
    share: float(0.95, { min: 0.05, max: 1, step: 0.05, about: 'share of the equity that is held when all lines are bought' }),
    stop: int(0, { min: 0, max: 100, about: 'lines below the last at which all is sold and the grid laid anew; 0 never' }),
  },
  indicators: () => ({}),
  /** The price that the grid hangs below; NaN before it is laid and after the stop. Where what an order fills was bought, and where it is sold. */
  state: () => ({ centre: NaN, pairOf: {} as Record<OrderId, Pair> }),
  onBar({ bar, params: { step, lines, share, stop }, position, equity, state, instrument, order, cancelAll, target }) {
    const priceOf = (line: number) => state.centre * (1 - step) ** line;
    // What an order buys that was called back too late goes after the rest.
    const isLeft = position !== 0 && Number.isNaN(state.centre);
    if (isLeft || (stop > 0 && position > 0 && bar.close < priceOf(lines + stop))) {
      cancelAll();
      target(0);
      state.centre = NaN;
      return;
    }
    if (position !== 0 || bar.close <= state.centre * (1 + step)) return;
    cancelAll();
    state.centre = bar.close;
    for (let line = 1; line <= lines; line++) {
      const limitPrice = priceOf(line);
      const quantity = (share * equity) / (lines * limitPrice * instrument.multiplier);
      state.pairOf[order({ type: 'limit', side: 'buy', quantity, limitPrice })] = { bought: limitPrice, sold: priceOf(line - 1) };
    }
  },
  // What was bought at a line is sold one line higher; what was sold is bought back at its line.
  onFill({ orderId, side, quantity }, { state, order }) {
    const pair = state.pairOf[orderId];
    if (pair === undefined || Number.isNaN(state.centre)) return;
    const request =
      side === 'buy' ? ({ side: 'sell', limitPrice: pair.sold } as const) : ({ side: 'buy', limitPrice: pair.bought } as const);
    state.pairOf[order({ type: 'limit', quantity, ...request })] = pair;
  },
});
