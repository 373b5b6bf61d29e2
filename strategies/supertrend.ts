import { float, int } from '../shared/indicators/parameters.ts';
import { supertrend } from '../shared/indicators/trend/supertrend.ts';
import { defineStrategy } from '../shared/strategies/define.ts';
import { changes } from '../shared/strategies/signal.ts';
import { changed } from '../shared/strategies/view.ts';

/** Seban (2009), "Supertrend". */
export default defineStrategy({
  id: 'supertrend',
  about: 'Long from the close that turns the Supertrend up until the one that turns it down. Waits for the first turn.',
  params: {
    period: int(10, { min: 1, max: 500, about: 'true ranges in the average that the band is made of' }),
    multiplier: float(3, { min: 0.5, max: 10, step: 0.25, about: 'average true ranges between the middle of the bar and the band' }),
    shorts: int(0, { min: 0, max: 1, about: '1 goes short where the trend turns down' }),
  },
  indicators: ({ period, multiplier }) => ({ stop: supertrend({ period, multiplier }) }),
  when: ({ stop: { direction } }) => [changes(direction)],
  onBar({ indicators: { stop }, params: { shorts }, target }) {
    if (!changed(stop.direction)) return;
    if (stop.direction.value > 0) target(1);
    else target(shorts === 1 ? -1 : 0);
  },
});
