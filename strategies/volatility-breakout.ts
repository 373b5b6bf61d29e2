import { calendarOf } from '../shared/domain/calendar/calendar.ts';
import { DAY_US } from '../shared/domain/time.ts';
import { float, int } from '../shared/indicators/parameters.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

/** Williams (1999), "Long-Term Secrets to Short-Term Trading", ch. 4. Sessions are those of the instrument's calendar: days of UTC where it never shuts. */
export default defineStrategy({
  id: 'volatility-breakout',
  about:
    'Buys when the price rises above the session’s open by a share of the range of the session before, and is out when the session ends. For bars shorter than a session.',
  params: {
    factor: float(0.5, { min: 0.05, max: 3, step: 0.05, about: 'share of the last range that the price must move' }),
    share: float(0.9, { min: 0.05, max: 1, step: 0.05, about: 'share of the equity in a trade' }),
    shorts: int(0, { min: 0, max: 1, about: '1 also sells short as far below the open; what comes first takes the other back' }),
  },
  indicators: () => ({}),
  state: () => ({ endsUs: NaN, high: NaN, low: NaN, range: NaN, whole: false }),
  onBar({ bar, instrument, state, params: { factor, share, shorts }, position, equity, order, oco, cancelAll, target }) {
    const lengthUs = bar.closeTimeUs - bar.timeUs;
    if (lengthUs >= DAY_US) throw new Error('volatility-breakout needs bars shorter than a session, like 1h; these are of a day or longer');
    const calendar = calendarOf(instrument.calendar);
    const session = calendar.sessionAt(bar.timeUs);
    if (session === undefined) return;
    const begins = session.closeUs !== state.endsUs;
    if (begins) {
      // The first session of a run may have begun before it, so its range says nothing.
      state.range = state.whole ? state.high - state.low : NaN;
      state.whole = !Number.isNaN(state.endsUs);
      state.endsUs = session.closeUs;
    }
    state.high = begins ? bar.high : Math.max(state.high, bar.high);
    state.low = begins ? bar.low : Math.min(state.low, bar.low);
    // A market that shuts fills nothing at the end of its session, so the last bar is sold at its open.
    const lastChanceUs = calendar.isOpen(session.closeUs) ? session.closeUs : session.closeUs - lengthUs;
    // What is still there when a session begins is of one whose last bar is missing.
    if (begins || bar.closeTimeUs >= lastChanceUs) cancelAll();
    if ((begins && position !== 0) || bar.closeTimeUs >= lastChanceUs) {
      target(0);
    } else if (begins && state.range > 0) {
      const [above, below] = [bar.open + factor * state.range, bar.open - factor * state.range];
      const buy = { type: 'stop', side: 'buy', quantity: (share * equity) / (above * instrument.multiplier), stopPrice: above } as const;
      if (shorts === 0 || below <= 0) order(buy);
      else oco([buy, { type: 'stop', side: 'sell', quantity: (share * equity) / (bar.open * instrument.multiplier), stopPrice: below }]);
    }
  },
});
