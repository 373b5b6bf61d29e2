import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: 'buy-and-hold',
  about: 'Buys with everything at the first chance and holds to the end: the yardstick for the others.',
  params: {},
  indicators: () => ({}),
  onBar({ target }) {
    target(1);
  },
});
