import { donchian } from '../shared/indicators/volatility/donchian.ts';
import { int } from '../shared/indicators/parameters.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: 'donchian-breakout',
  about:
    'Long from a close above the highest high of the bars before until a close below the lowest low of fewer bars (the Turtles’ rule).',
  params: {
    entry: int(20, { min: 2, max: 1000, about: 'bars whose high must be passed to enter' }),
    exit: int(10, { min: 1, max: 1000, about: 'bars whose low must be broken to leave' }),
    shorts: int(0, { min: 0, max: 1, about: '1 also trades the mirror image, short' }),
  },
  check: ({ entry, exit }) => (exit <= entry ? undefined : { field: 'exit', reason: `must not be above entry (${entry})` }),
  indicators: ({ entry, exit }) => ({ entry: donchian(entry), exit: donchian(exit) }),
  // The channels include the bar that just closed, so a breakout is measured against those of one bar before.
  onBar({ bar, indicators: { entry, exit }, params: { shorts }, position, target }) {
    if (bar.close > entry.upper.ago(1)) target(1);
    else if (shorts === 1 && bar.close < entry.lower.ago(1)) target(-1);
    else if (position > 0 && bar.close < exit.lower.ago(1)) target(0);
    else if (position < 0 && bar.close > exit.upper.ago(1)) target(0);
  },
});
