import { defineIndicator } from '../define.ts';
import { float } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { rowsToForget } from '../trend/ema.ts';
import { Hilbert } from './hilbert.ts';

const REST = 12;
const WARMUP = 32;
/** Rows in which the measure of the phase forgets its start. */
const FORGETTING = 400;
const DEGREES = 180 / Math.PI;
const limit = (value: number, about: string) => float(value, { min: 0.01, max: 0.99, step: 0.01, about });

export const mama = defineIndicator({
  id: 'mama',
  name: 'MESA adaptive moving average',
  group: 'cycle',
  about:
    'Exponential average that is fast when the phase of the cycle jumps back, and a slower one that follows it: their crosses are few.',
  inputs: ['close'],
  parameters: {
    fastLimit: limit(0.5, 'largest weight of the newest value'),
    slowLimit: limit(0.05, 'smallest weight of the newest value'),
  },
  outputs: ['mama', 'fama'],
  unit: 'price',
  warmup: () => WARMUP,
  settle: ({ slowLimit }) => WARMUP + FORGETTING + rowsToForget(slowLimit) + rowsToForget(slowLimit / 2),
  source: 'Ehlers (2001), "MESA adaptive moving averages", Stocks & Commodities 19:10; started from zero like TA-Lib.',
  kernel: ({ fastLimit, slowLimit }) =>
    steps(
      1,
      ({ part, out }) => {
        const hilbert = part(new Hilbert(REST));
        const phase = part(new Cell(0));
        const fast = part(new Cell(0));
        const slow = part(new Cell(0));
        return (x) => {
          if (!hilbert.update(x)) return Number.NaN;
          const now = hilbert.inPhase === 0 ? 0 : Math.atan(hilbert.quadrature / hilbert.inPhase) * DEGREES;
          const turned = Math.max(1, phase.value - now);
          phase.value = now;
          const weight = turned > 1 ? Math.max(slowLimit, fastLimit / turned) : fastLimit;
          fast.value += weight * (x - fast.value);
          slow.value += 0.5 * weight * (fast.value - slow.value);
          if (hilbert.rows <= WARMUP) return Number.NaN;
          out[1] = slow.value;
          return fast.value;
        };
      },
      2,
    ),
});
