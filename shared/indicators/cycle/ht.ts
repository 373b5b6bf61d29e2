import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { steps } from '../steps.ts';
import { Hilbert } from './hilbert.ts';
import { HilbertCycle, PHASE_WARMUP } from './hilbert-cycle.ts';

/** Rows that TA-Lib lets pass before the transform starts, and before the first value, where only the period counts. */
const REST = 12;
const PERIOD_WARMUP = 32;
/** Rows in which the recursions, the slowest of which keeps 0.8 of itself a row, forget that they started from zero. */
const FORGETTING = 700;

const SHARED = {
  group: 'cycle',
  inputs: ['close'],
  parameters: {},
  outputs: ['value'],
  warmup: (): number => PHASE_WARMUP,
  settle: (): number => PHASE_WARMUP + FORGETTING,
  source: 'Ehlers (2001), Rocket Science for Traders, ch. 7 to 11; started and clamped like TA-Lib.',
} as const;
const PERIOD = { warmup: () => PERIOD_WARMUP, settle: () => PERIOD_WARMUP + FORGETTING };

/** Kernel of one reading of the dominant cycle. */
function ofCycle(read: (cycle: HilbertCycle) => number): Kernel {
  return steps(1, ({ part }) => {
    const cycle = part(new HilbertCycle());
    return (x) => (cycle.update(x) ? read(cycle) : Number.NaN);
  });
}

/** Kernel of two readings of the transform, from the row on where the period counts. */
function ofHilbert(outputs: 1 | 2, first: (hilbert: Hilbert) => number, second?: (hilbert: Hilbert) => number): Kernel {
  return steps(
    1,
    ({ part, out }) => {
      const hilbert = part(new Hilbert(REST));
      return (x) => {
        hilbert.update(x);
        if (hilbert.rows <= PERIOD_WARMUP) return Number.NaN;
        if (second !== undefined) out[1] = second(hilbert);
        return first(hilbert);
      };
    },
    outputs,
  );
}

export const htDcperiod = defineIndicator({
  ...SHARED,
  ...PERIOD,
  id: 'ht-dcperiod',
  name: 'Hilbert transform: dominant cycle period',
  about: 'Period of the dominant cycle in rows, 6 to 50.',
  unit: 50,
  kernel: () => ofHilbert(1, (hilbert) => hilbert.period),
});

export const htPhasor = defineIndicator({
  ...SHARED,
  ...PERIOD,
  id: 'ht-phasor',
  name: 'Hilbert transform: phasor',
  about: 'The detrended price and the same turned by a quarter of a cycle.',
  outputs: ['inPhase', 'quadrature'],
  unit: 'price',
  kernel: () =>
    ofHilbert(
      2,
      (hilbert) => hilbert.inPhase,
      (hilbert) => hilbert.quadrature,
    ),
});

export const htDcphase = defineIndicator({
  ...SHARED,
  id: 'ht-dcphase',
  name: 'Hilbert transform: dominant cycle phase',
  about: 'Where the price stands in its dominant cycle, in degrees from -45 to 315.',
  unit: 360,
  kernel: () => ofCycle((cycle) => cycle.phase),
});

export const htSine = defineIndicator({
  ...SHARED,
  id: 'ht-sine',
  name: 'Hilbert transform: sine wave',
  about: 'Sine of the phase of the dominant cycle, and the same 45 degrees ahead: they cross before the cycle turns.',
  outputs: ['sine', 'leadSine'],
  unit: 2,
  kernel: () =>
    steps(
      1,
      ({ part, out }) => {
        const cycle = part(new HilbertCycle());
        return (x) => {
          if (!cycle.update(x)) return Number.NaN;
          out[1] = cycle.leadSine;
          return cycle.sine;
        };
      },
      2,
    ),
});

export const htTrendline = defineIndicator({
  ...SHARED,
  id: 'ht-trendline',
  name: 'Hilbert transform: instantaneous trendline',
  about: 'Mean of the price over its dominant cycle, in which the cycle cancels.',
  unit: 'price',
  kernel: () => ofCycle((cycle) => cycle.trendline),
});

export const htTrendmode = defineIndicator({
  ...SHARED,
  id: 'ht-trendmode',
  name: 'Hilbert transform: trend or cycle',
  about: '1 while the market trends, 0 while it cycles.',
  unit: 1,
  kernel: () => ofCycle((cycle) => cycle.mode),
});
