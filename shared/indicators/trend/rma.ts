import { defineIndicator } from '../define.ts';
import { Ema, rowsToForget } from './ema.ts';
import { int } from '../parameters.ts';

/** Wilder's smoothing: an exponential average whose newest value weighs 1 / period. */
export function wilder(period: number): Ema {
  return new Ema(period, 1 / period);
}

/** Rows after which Wilder's smoothing has forgotten its seed. */
export function wilderSettle(period: number): number {
  return rowsToForget(1 / period);
}

export const rma = defineIndicator({
  id: 'rma',
  name: 'Wilder moving average',
  group: 'trend',
  about: 'Exponential average with a weight of 1 / period, the smoothing inside RSI, ATR and ADX.',
  inputs: ['close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'rows; the newest weighs 1 / period' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1 + wilderSettle(period),
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 3.',
  kernel: ({ period }) => wilder(period),
});
