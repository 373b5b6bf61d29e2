import { float, int } from '../shared/indicators/parameters.ts';
import { zscore } from '../shared/indicators/statistics/moments.ts';
import { defineStrategy } from '../shared/strategies/define.ts';
import { isAbove, isBelow } from '../shared/strategies/signal.ts';

/** Chan (2013), "Algorithmic Trading", ch. 3: trade against a distance from the mean, counted in deviations. */
export default defineStrategy({
  id: 'z-score-reversion',
  about:
    'Long from a close far below its mean, in standard deviations, until it is near the mean again. No stop: a mean that moves away is held on to.',
  params: {
    period: int(20, { min: 3, max: 1000, about: 'closes in the mean and the deviation' }),
    entry: float(2, { min: 0.25, max: 6, step: 0.25, about: 'deviations from the mean to enter at' }),
    exit: float(0, { min: -2, max: 5, step: 0.25, about: 'deviations from the mean to leave at; below 0 on the other side of it' }),
    shorts: int(0, { min: 0, max: 1, about: '1 also sells short what is as far above the mean' }),
  },
  check: ({ entry, exit }) => (exit < entry ? undefined : { field: 'exit', reason: `must be below entry (${entry})` }),
  indicators: ({ period }) => ({ distance: zscore(period) }),
  when: ({ distance }, { entry, exit, shorts }) =>
    shorts === 1 ? [isBelow(distance, Infinity)] : [isBelow(distance, -entry), isAbove(distance, -exit)],
  onBar({ indicators: { distance }, params: { entry, exit, shorts }, position, target }) {
    const z = distance.value;
    if (z < -entry) target(1);
    else if (shorts === 1 && z > entry) target(-1);
    else if (position > 0 && z > -exit) target(0);
    else if (position < 0 && z < exit) target(0);
  },
});
