import { int } from '../shared/indicators/parameters.ts';
import { rsi } from '../shared/indicators/momentum/rsi.ts';
import { defineStrategy } from '../shared/strategies/define.ts';
import { isAbove, isBelow } from '../shared/strategies/signal.ts';

export default defineStrategy({
  id: 'rsi-reversion',
  about: 'Long while the relative strength index comes back from oversold: in below the lower level, out above the upper one.',
  params: {
    period: int(14, { min: 2, max: 500, about: 'bars in the index' }),
    oversold: int(30, { min: 1, max: 98, about: 'buy when the index closes below this' }),
    overbought: int(70, { min: 2, max: 99, about: 'sell when the index closes above this' }),
  },
  check: ({ oversold, overbought }) =>
    overbought > oversold ? undefined : { field: 'overbought', reason: `must be above oversold (${oversold})` },
  indicators: ({ period }) => ({ strength: rsi(period) }),
  when: ({ strength }, { oversold, overbought }) => [isBelow(strength, oversold), isAbove(strength, overbought)],
  onBar({ indicators: { strength }, params: { oversold, overbought }, target }) {
    if (strength.value < oversold) target(1);
    else if (strength.value > overbought) target(0);
  },
});
