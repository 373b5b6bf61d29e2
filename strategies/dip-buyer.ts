import { float, int } from '../shared/indicators/parameters.ts';
import { max } from '../shared/indicators/statistics/extrema.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: 'dip-buyer',
  about:
    'Buys in equal parts at each further fall below the highest high of the bars before, and sells all at a gain on the average price. A market that goes on falling is held to the end, or to the stop.',
  params: {
    lookback: int(100, { min: 2, max: 5000, about: 'bars whose highest high the fall is counted from' }),
    dip: float(0.05, {
      min: 0.005,
      max: 0.5,
      step: 0.005,
      about: 'fall below that high for the first part, and again for each further one',
    }),
    parts: int(4, { min: 1, max: 20, about: 'parts that are bought at most' }),
    gain: float(0.05, { min: 0.005, max: 1, step: 0.005, about: 'gain on the average price at which all is sold' }),
    stop: float(0, { min: 0, max: 0.9, step: 0.05, about: 'loss on the average price at which all is sold; 0 never' }),
    share: float(0.95, { min: 0.05, max: 1, step: 0.05, about: 'share of the equity in all parts together' }),
  },
  check: ({ dip, parts }) => (dip * parts < 1 ? undefined : { field: 'parts', reason: `must be below 1 / dip (${1 / dip})` }),
  indicators: ({ lookback }) => ({ high: max(lookback, { inputs: ['high'] }) }),
  /** The high and the money of a part, as they were at the first, the parts asked for, and whether any was bought. */
  state: () => ({ high: NaN, money: 0, asked: 0, bought: false }),
  onBar({ bar, indicators: { high }, params: { dip, parts, gain, stop, share }, position, equity, state, instrument, order }) {
    // While nothing is held an order may still be on the way: the same dip asks once.
    const isOver = position === 0 && (state.bought || state.asked === 0 || bar.close > high.value * (1 - dip));
    if (isOver) Object.assign(state, { high: high.value, money: (share * equity) / parts, asked: 0 });
    state.bought = position !== 0;
    const reached = Math.min(parts, Math.floor((1 - bar.close / state.high) / dip));
    const due = reached - state.asked;
    if (due <= 0) return;
    state.asked = reached;
    const protection = { takeProfit: { ratio: gain }, ...(stop > 0 && { stopLoss: { ratio: stop } }) };
    order({ type: 'market', side: 'buy', quantity: (due * state.money) / (bar.close * instrument.multiplier) }, protection);
  },
});
