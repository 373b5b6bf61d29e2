import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Total } from '../windows.ts';
import { rowsToForget } from './ema.ts';

/** Below this the momentum hardly ever stays for long; how fast the seed is forgotten depends on the prices. */
const TYPICAL_STRENGTH = 0.1;

/** Chande's variable index dynamic average: the weight of the newest value is scaled by the size of the momentum oscillator, 0..1. */
export const vidya = defineIndicator({
  id: 'vidya',
  name: 'Variable index dynamic average',
  group: 'trend',
  about: 'Exponential average that is faster the more one-sided the last changes are.',
  inputs: ['close'],
  parameters: {
    period: int(14, { min: 1, max: 2000, about: 'period of the exponential average at full speed' }),
    momentum: int(9, { min: 1, max: 2000, about: 'changes in the momentum oscillator that sets the speed' }),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ momentum }) => momentum,
  settle: ({ period, momentum }) => momentum + rowsToForget((TYPICAL_STRENGTH * 2) / (period + 1)),
  source:
    'Chande & Kroll (1994), The New Technical Trader, ch. 3, with the momentum oscillator; seeded with the value before its first row.',
  kernel: ({ period, momentum }) =>
    steps(1, ({ part }) => {
      const before = part(new Cell(Number.NaN));
      const value = part(new Cell(Number.NaN));
      const net = part(new Total(momentum, 'any'));
      const path = part(new Total(momentum, 'flow'));
      return (x) => {
        const change = x - before.value;
        const sum = net.update(change);
        const total = path.update(Math.abs(change));
        if (Number.isNaN(value.value) && !Number.isNaN(total)) value.value = before.value;
        before.value = x;
        const strength = total === 0 ? 0 : Math.min(1, Math.abs(sum) / total);
        return (value.value += (2 / (period + 1)) * strength * (x - value.value));
      };
    }),
});
