import { int } from '../shared/indicators/parameters.ts';
import { sma } from '../shared/indicators/trend/sma.ts';
import { defineStrategy } from '../shared/strategies/define.ts';
import { crosses } from '../shared/strategies/signal.ts';
import { crossedAbove, crossedBelow } from '../shared/strategies/view.ts';

export default defineStrategy({
  id: 'sma-cross',
  about: 'Long from the cross of the fast average above the slow one until it crosses back.',
  params: {
    fast: int(10, { min: 1, max: 500, about: 'bars in the fast average' }),
    slow: int(30, { min: 2, max: 2000, about: 'bars in the slow average' }),
  },
  check: ({ fast, slow }) => (slow > fast ? undefined : { field: 'slow', reason: `must be above fast (${fast})` }),
  indicators: ({ fast, slow }) => ({ fast: sma(fast), slow: sma(slow) }),
  when: ({ fast, slow }) => [crosses(fast, slow)],
  onBar({ indicators: { fast, slow }, target }) {
    if (crossedAbove(fast, slow)) target(1);
    else if (crossedBelow(fast, slow)) target(0);
  },
});
