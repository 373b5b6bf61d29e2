import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Bollinger } from './bollinger.ts';

/** Bands narrower than this share of the price are the rounding of a market that does not move. */
const STILL_RATIO = 1e-14;

const SHARED = {
  group: 'volatility',
  inputs: ['close'],
  parameters: {
    period: int(20, { min: 2, max: 5000, about: 'rows in the window' }),
    stdDev: float(2, { min: 0.1, max: 10, step: 0.1, about: 'standard deviations between the middle and a band' }),
  },
  outputs: ['value'],
  warmup: ({ period }: { period: number }) => period - 1,
  settle: ({ period }: { period: number }) => period - 1,
} as const;

export const bollingerPercentB = defineIndicator({
  ...SHARED,
  id: 'bollinger-percent-b',
  name: 'Bollinger %b',
  about: 'Place of the close between the Bollinger bands: 0 at the lower, 1 at the upper, 0.5 between bands without width.',
  unit: 1,
  source: 'Bollinger (2001), Bollinger on Bollinger Bands, ch. 8.',
  kernel: ({ period, stdDev }) =>
    steps(1, ({ part }) => {
      const bands = part(new Bollinger(period, stdDev));
      return (close) => {
        const upper = bands.update(close);
        const lower = bands.outputs[2] as number;
        return upper - lower <= STILL_RATIO * Math.abs(close) ? 0.5 : (close - lower) / (upper - lower);
      };
    }),
});

export const bollingerBandwidth = defineIndicator({
  ...SHARED,
  id: 'bollinger-bandwidth',
  name: 'Bollinger bandwidth',
  about: 'Distance of the Bollinger bands in units of the middle: low before a market starts to move; 0 around a middle of 0.',
  unit: 1,
  source: 'Bollinger (2001), Bollinger on Bollinger Bands, ch. 8.',
  kernel: ({ period, stdDev }) =>
    steps(1, ({ part }) => {
      const bands = part(new Bollinger(period, stdDev));
      return (close) => {
        const upper = bands.update(close);
        const middle = bands.outputs[1] as number;
        return middle === 0 ? 0 : (upper - (bands.outputs[2] as number)) / middle;
      };
    }),
});
