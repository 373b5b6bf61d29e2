import { float, int } from '../shared/indicators/parameters.ts';
import { atr } from '../shared/indicators/volatility/atr.ts';
import { donchian } from '../shared/indicators/volatility/donchian.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

/** Faith (2007), "Way of the Turtle", appendix: entries, N, units, adding, stops. Decided at closes; the rule to skip a breakout after a winner is left out. */
export default defineStrategy({
  id: 'turtle',
  about:
    'Enters where a close passes the extremes of the bars before, in units that risk the same for each N (average true range); adds a unit at every half N of gain, stops 2 N from the last, leaves at the other extreme of fewer bars.',
  params: {
    entry: int(20, { min: 2, max: 500, about: 'bars whose high or low must be passed to enter; 55 is the Turtles’ other system' }),
    exit: int(10, { min: 1, max: 500, about: 'bars whose other extreme must be passed to leave; 20 with 55' }),
    range: int(20, { min: 2, max: 500, about: 'true ranges in N' }),
    risk: float(0.01, { min: 0.0005, max: 0.1, step: 0.0005, about: 'share of the equity that one unit moves by for one N' }),
    units: int(4, { min: 1, max: 10, about: 'most units in a position' }),
    add: float(0.5, { min: 0.1, max: 5, step: 0.1, about: 'N of gain from one unit to the next' }),
    stop: float(2, { min: 0.25, max: 10, step: 0.25, about: 'N between the last unit and the stop of all' }),
    exposure: float(0.95, {
      min: 0.05,
      max: 20,
      step: 0.05,
      about: 'most that all units together may be worth, in equities; above 1 needs leverage',
    }),
    shorts: int(0, { min: 0, max: 1, about: '1 also trades the mirror image, short' }),
  },
  check: ({ entry, exit }) => (exit <= entry ? undefined : { field: 'exit', reason: `must not be above entry (${entry})` }),
  indicators: ({ entry, exit, range }) => ({ entry: donchian(entry), exit: donchian(exit), range: atr(range) }),
  /** N and size of a unit at the entry, units asked for, and the last fill: its price, that the next is counted from, and what was asked for by then. */
  state: () => ({ n: NaN, unit: 0, asked: 0, last: NaN, filled: 0 }),
  // The channels include the bar that just closed, so a breakout is measured against those of one bar before.
  onBar({ bar, indicators, params, position, equity, state, instrument, order, target }) {
    const { entry, exit } = indicators;
    const trade = (side: 1 | -1, units: number) => {
      state.asked += units;
      const stopLoss = { price: bar.close - side * params.stop * state.n };
      order(
        { type: 'market', side: side === 1 ? 'buy' : 'sell', quantity: units * state.unit },
        stopLoss.price > 0 ? { stopLoss } : undefined,
      );
    };
    if (position === 0) {
      const breakout = bar.close > entry.upper.ago(1) ? 1 : params.shorts === 1 && bar.close < entry.lower.ago(1) ? -1 : 0;
      if (breakout === 0) state.asked = 0;
      // An order may still be on the way: the same breakout asks once.
      if (breakout === 0 || state.asked > 0) return;
      const n = indicators.range.value;
      const room = (params.exposure * equity) / (params.units * (bar.close + params.units * params.add * n) * instrument.multiplier);
      Object.assign(state, {
        n,
        unit: Math.min((params.risk * equity) / (n * instrument.multiplier), room),
        asked: 0,
        last: bar.close,
        filled: 0,
      });
      trade(breakout, 1);
      return;
    }
    const side = position > 0 ? 1 : -1;
    if (side === 1 ? bar.close < exit.lower.ago(1) : bar.close > exit.upper.ago(1)) return target(0);
    const steps = Math.floor((side * (bar.close - state.last)) / (params.add * state.n));
    const due = Math.min(params.units - state.asked, steps - (state.asked - state.filled));
    if (due > 0) trade(side, due);
  },
  onFill({ side, price }, { position, state }) {
    if ((side === 'buy' ? 1 : -1) * position > 0) Object.assign(state, { last: price, filled: state.asked });
  },
});
