import { float, int } from '../shared/indicators/parameters.ts';
import { roc } from '../shared/indicators/momentum/roc.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: 'momentum',
  about: 'Long while the return over the lookback is above the threshold, flat otherwise (time-series momentum).',
  params: {
    lookback: int(50, { min: 1, max: 5000, about: 'bars over which the return is measured' }),
    threshold: float(0, { min: 0, max: 100, step: 0.5, about: 'return in percent that must be passed' }),
    shorts: int(0, { min: 0, max: 1, about: '1 goes short when the return is below minus the threshold' }),
  },
  indicators: ({ lookback }) => ({ change: roc(lookback) }),
  onBar({ indicators: { change }, params: { threshold, shorts }, target }) {
    if (change.value > threshold) target(1);
    else if (shorts === 1 && change.value < -threshold) target(-1);
    else target(0);
  },
});
