import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { decycle, decycleSettle, highPass, highPassSettle, smootherSettle, superSmooth, TwoPole } from './two-pole.ts';

const SHARED = { group: 'cycle', inputs: ['close'], outputs: ['value'], unit: 'price', warmup: () => 0 } as const;
const cycle = (value: number, min: number, about: string) => int(value, { min, max: 2000, about });

export const superSmoother = defineIndicator({
  ...SHARED,
  id: 'super-smoother',
  name: 'Super smoother',
  about: 'Butterworth filter: smooths as much as a moving average with half its lag.',
  parameters: { period: cycle(10, 3, 'cycles shorter than so many rows are taken out') },
  settle: ({ period }) => smootherSettle(period),
  source: 'Ehlers (2013), Cycle Analytics for Traders, ch. 3; started at the first value.',
  kernel: ({ period }) => superSmooth(period),
});

export const highPassFilter = defineIndicator({
  ...SHARED,
  id: 'high-pass',
  name: 'High-pass filter',
  about: 'The price without its slow movements: a filter of two poles, around 0.',
  parameters: { period: cycle(48, 4, 'cycles longer than so many rows are taken out') },
  settle: ({ period }) => highPassSettle(period),
  source: 'Ehlers (2013), Cycle Analytics for Traders, ch. 4; started at 0.',
  kernel: ({ period }) => highPass(period),
});

export const roofingFilter = defineIndicator({
  ...SHARED,
  id: 'roofing-filter',
  name: 'Roofing filter',
  about: 'The movements of the price between two periods, around 0: a high-pass filter, then the super smoother.',
  parameters: {
    longest: cycle(48, 4, 'cycles longer than so many rows are taken out'),
    shortest: cycle(10, 3, 'cycles shorter than so many rows are taken out'),
  },
  settle: ({ longest, shortest }) => highPassSettle(longest) + smootherSettle(shortest),
  source: 'Ehlers (2013), Cycle Analytics for Traders, ch. 7.',
  kernel: ({ longest, shortest }) =>
    steps(1, ({ part }) => {
      const fast = part(highPass(longest));
      const smooth = part(superSmooth(shortest));
      return (x) => smooth.update(fast.update(x));
    }),
});

export const decycler = defineIndicator({
  ...SHARED,
  id: 'decycler',
  name: 'Decycler',
  about: 'The price without its cycles: hardly any lag, because only what is fast is taken out.',
  parameters: { period: cycle(60, 5, 'cycles shorter than so many rows are taken out') },
  settle: ({ period }) => decycleSettle(period),
  source: 'Ehlers (2015), "Decyclers", Stocks & Commodities 33:9.',
  kernel: ({ period }) => decycle(period),
});

export const decyclerOscillator = defineIndicator({
  ...SHARED,
  id: 'decycler-oscillator',
  name: 'Decycler oscillator',
  about: 'The price without its slow movements nor its fastest, in percent of the close: above 0 in a rise; 0 at a close of 0.',
  parameters: {
    period: cycle(125, 8, 'cycles longer than so many rows, and shorter than half of them, are taken out'),
    multiplier: float(1, { min: 0.01, max: 100, step: 0.1, about: 'factor of the result' }),
  },
  unit: 100,
  settle: ({ period }) => 2 * highPassSettle(period),
  source: 'Ehlers (2015), "Decyclers", Stocks & Commodities 33:9.',
  kernel: ({ period, multiplier }) =>
    steps(1, ({ part }) => {
      const slow = part(highPass(period));
      const half = part(highPass(Math.floor(period / 2)));
      return (x) => {
        const oscillation = half.update(x - slow.update(x));
        return x === 0 ? 0 : (100 * multiplier * oscillation) / x;
      };
    }),
});

/** Ehlers’ band pass: a resonance at `period` of the given relative width; with it, how much of itself it keeps a row. */
function bandPass(period: number, width: number): { filter: TwoPole; kept: number } {
  const center = Math.cos((2 * Math.PI) / period);
  const edge = 1 / Math.cos((2 * Math.PI * width) / period);
  const kept = edge - Math.sqrt(edge * edge - 1);
  const gain = (1 - kept) / 2;
  return { filter: new TwoPole({ in0: gain, in1: 0, in2: -gain, out1: center * (1 + kept), out2: -kept }), kept };
}

export const bandpass = defineIndicator({
  ...SHARED,
  id: 'bandpass',
  name: 'Band-pass filter',
  about: 'The cycle of one period in the price, around 0, with cycles of nearby periods.',
  parameters: {
    period: cycle(20, 6, 'period of the cycle in rows'),
    width: float(0.3, { min: 0.05, max: 1, step: 0.05, about: 'width of the band as a share of the period' }),
  },
  settle: ({ period, width }) => 2 * Math.ceil((2 * Math.log(1e-9)) / Math.log(bandPass(period, width).kept)),
  source: 'Ehlers (2013), Cycle Analytics for Traders, ch. 5.',
  kernel: ({ period, width }) => bandPass(period, width).filter,
});
