import type { Indicator } from '../define.ts';
import { centerOfGravity, correlationCycle, cyberCycle, evenBetterSinewave, instantaneousTrendline, reflex, trendflex } from './ehlers.ts';
import { bandpass, decycler, decyclerOscillator, highPassFilter, roofingFilter, superSmoother } from './filters.ts';
import { htDcperiod, htDcphase, htPhasor, htSine, htTrendline, htTrendmode } from './ht.ts';
import { mama } from './mama.ts';

/** The indicators of cycles. */
export const CYCLE: readonly Indicator[] = [
  bandpass,
  centerOfGravity,
  correlationCycle,
  cyberCycle,
  decycler,
  decyclerOscillator,
  evenBetterSinewave,
  highPassFilter,
  htDcperiod,
  htDcphase,
  htPhasor,
  htSine,
  htTrendline,
  htTrendmode,
  instantaneousTrendline,
  mama,
  reflex,
  roofingFilter,
  superSmoother,
  trendflex,
];
