import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { float, int } from '../parameters.ts';
import { ofRecent, Recent } from '../recent.ts';
import { Cell, steps } from '../steps.ts';
import { rowsToForget } from '../trend/ema.ts';
import { rowsToFade, smootherSettle, superSmooth, TwoPole } from './two-pole.ts';

const SHARED = { group: 'cycle', inputs: ['close'], outputs: ['value'] } as const;
const alpha = float(0.07, { min: 0.01, max: 0.99, step: 0.01, about: 'weight of the newest value; 2 / (period + 1)' });

export const cyberCycle = defineIndicator({
  ...SHARED,
  id: 'cyber-cycle',
  name: 'Cyber cycle',
  about: 'What is left of the middle price without its trend, smoothed, around 0; with itself one row ago as the trigger.',
  inputs: ['hl2'],
  parameters: { alpha },
  outputs: ['cycle', 'trigger'],
  unit: 'price',
  warmup: () => 3,
  settle: (values) => 3 + rowsToFade(1 - values.alpha),
  source: 'Ehlers (2004), Cybernetic Analysis for Stocks and Futures, ch. 4, started at 0.',
  kernel: (values) =>
    steps(
      1,
      ({ part, out }) => {
        const kept = 1 - values.alpha;
        const gain = (1 - values.alpha / 2) ** 2;
        const recent = part(new Recent(4));
        const filter = part(new TwoPole({ in0: gain, in1: -2 * gain, in2: gain, out1: 2 * kept, out2: -kept * kept }));
        const last = part(new Cell(0));
        return (x) => {
          if (!recent.push(x)) return Number.NaN;
          out[1] = last.value;
          last.value = filter.update((x + 2 * recent.at(2) + 2 * recent.at(1) + recent.at(0)) / 6);
          return last.value;
        };
      },
      2,
    ),
});

export const instantaneousTrendline = defineIndicator({
  ...SHARED,
  id: 'instantaneous-trendline',
  name: 'Instantaneous trendline',
  about: 'The trend of the middle price nearly without lag; with the trigger that leads it by two rows of its own movement.',
  inputs: ['hl2'],
  parameters: { alpha },
  outputs: ['trend', 'trigger'],
  unit: 'price',
  warmup: () => 2,
  settle: (values) => 2 + rowsToFade(1 - values.alpha),
  source: 'Ehlers (2004), Cybernetic Analysis for Stocks and Futures, ch. 3, started at the first price.',
  kernel: ({ alpha: a }) =>
    steps(
      1,
      ({ part, out }) => {
        const filter = part(
          new TwoPole({ in0: a - (a * a) / 4, in1: (a * a) / 2, in2: -(a - 0.75 * a * a), out1: 2 * (1 - a), out2: -((1 - a) ** 2) }),
        );
        const earlier = part(new Lag(2));
        return (x) => {
          const trend = filter.update(x);
          const before = earlier.push(trend);
          if (Number.isNaN(before)) return Number.NaN;
          out[1] = 2 * trend - before;
          return trend;
        };
      },
      2,
    ),
});

export const centerOfGravity = defineIndicator({
  ...SHARED,
  id: 'center-of-gravity',
  name: 'Center of gravity oscillator',
  about: 'Where the last prices, as weights, would balance, in rows from the middle: it turns with the price, smoothed and without lag.',
  inputs: ['hl2'],
  parameters: { period: int(10, { min: 2, max: 1000, about: 'rows in the window; the cost of a row grows with it' }) },
  unit: 1,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Ehlers (2002), "The center of gravity oscillator", Stocks & Commodities 20:5; 0 where the prices sum to 0.',
  kernel: ({ period }) =>
    ofRecent(period, (recent) => {
      let weighed = 0;
      let sum = 0;
      for (let i = 0; i < period; i++) {
        weighed += (period - i) * recent.at(i);
        sum += recent.at(i);
      }
      return sum === 0 ? 0 : (period + 1) / 2 - weighed / sum;
    }),
});

export const evenBetterSinewave = defineIndicator({
  ...SHARED,
  id: 'even-better-sinewave',
  name: 'Even better sinewave',
  about: 'The filtered price over its own strength, -1 to 1: near 1 through a rise, near -1 through a fall; 0 when nothing moved.',
  parameters: {
    duration: int(40, { min: 5, max: 2000, about: 'longest time of a trade in rows' }),
    smooth: int(10, { min: 3, max: 2000, about: 'period of the super smoother' }),
  },
  unit: 2,
  warmup: () => 2,
  settle: ({ duration, smooth }) => 2 + 2 * rowsToFade(onePole(duration)) + smootherSettle(smooth),
  source: 'Ehlers (2013), Cycle Analytics for Traders, ch. 12.',
  kernel: ({ duration, smooth }) =>
    steps(1, ({ part }) => {
      const kept = onePole(duration);
      const fast = part(new TwoPole({ in0: (1 + kept) / 2, in1: -(1 + kept) / 2, in2: 0, out1: kept, out2: 0 }));
      const smoother = part(superSmooth(smooth));
      const recent = part(new Recent(3));
      return (x) => {
        if (!recent.push(smoother.update(fast.update(x)))) return Number.NaN;
        const power = recent.moment(0, 2);
        return power === 0 ? 0 : recent.mean() / Math.sqrt(power);
      };
    }),
});

/** What a high pass of one pole keeps of itself a row. */
function onePole(period: number): number {
  const angle = (2 * Math.PI) / period;
  return (1 - Math.sin(angle)) / Math.cos(angle);
}

/** Weight of the newest square in the strength that reflex and trendflex are divided by. */
const STRENGTH_ALPHA = 0.04;

/** Kernel of a sum over the smoothed values of the window, over the root of its mean square. */
function overStrength(period: number, sum: (recent: Recent) => number): Kernel {
  return steps(1, ({ part }) => {
    const smoother = part(superSmooth(period / 2));
    const recent = part(new Recent(period + 1));
    const strength = part(new Cell(0));
    return (x) => {
      if (!recent.push(smoother.update(x))) return Number.NaN;
      const value = sum(recent) / period;
      strength.value += STRENGTH_ALPHA * (value * value - strength.value);
      return strength.value === 0 ? 0 : value / Math.sqrt(strength.value);
    };
  });
}

const FLEX = {
  ...SHARED,
  parameters: { period: int(20, { min: 4, max: 1000, about: 'rows in the window; the cost of a row grows with it' }) },
  unit: 4,
  warmup: ({ period }: { period: number }) => period,
  settle: ({ period }: { period: number }) => period + smootherSettle(period / 2) + 2 * rowsToForget(STRENGTH_ALPHA),
  source: 'Ehlers (2020), "Reflex: a new zero-lag indicator", Stocks & Commodities 38:2.',
} as const;

export const reflex = defineIndicator({
  ...FLEX,
  id: 'reflex',
  name: 'Reflex',
  about: 'How far the smoothed prices of the window bend away from the straight line through its ends, in units of its usual size.',
  kernel: ({ period }) =>
    overStrength(period, (recent) => {
      const now = recent.at(period);
      const slope = (recent.at(0) - now) / period;
      let sum = 0;
      for (let i = 1; i <= period; i++) sum += now + i * slope - recent.at(period - i);
      return sum;
    }),
});

export const trendflex = defineIndicator({
  ...FLEX,
  id: 'trendflex',
  name: 'Trendflex',
  about: 'How far the smoothed price stands above those of the window before it, in units of its usual size.',
  kernel: ({ period }) =>
    overStrength(period, (recent) => {
      const now = recent.at(period);
      let sum = 0;
      for (let i = 1; i <= period; i++) sum += now - recent.at(period - i);
      return sum;
    }),
});

export const correlationCycle = defineIndicator({
  ...SHARED,
  id: 'correlation-cycle',
  name: 'Correlation cycle',
  about:
    'Correlation of the last prices with a cosine and with a falling sine of one period: the two parts of a phasor; 0 when nothing moved.',
  parameters: { period: int(20, { min: 3, max: 1000, about: 'rows of the cycle and of the window; the cost of a row grows with it' }) },
  outputs: ['real', 'imaginary'],
  unit: 2,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Ehlers (2020), "Correlation as a cycle indicator", Stocks & Commodities 38:6.',
  kernel: ({ period }) =>
    steps(
      1,
      ({ part, out }) => {
        const recent = part(new Recent(period));
        return (x) => {
          if (!recent.push(x)) return Number.NaN;
          const mean = recent.mean();
          const deviation = Math.sqrt(recent.moment(mean, 2));
          let real = 0;
          let imaginary = 0;
          for (let ago = 0; ago < period; ago++) {
            const distance = recent.at(period - 1 - ago) - mean;
            real += distance * Math.cos((2 * Math.PI * ago) / period);
            imaginary -= distance * Math.sin((2 * Math.PI * ago) / period);
          }
          // Both waves have a mean of 0 and a mean square of one half.
          const unit = deviation <= 1e-14 * Math.abs(mean) ? 0 : Math.SQRT2 / (period * deviation);
          out[1] = imaginary * unit;
          return real * unit;
        };
      },
      2,
    ),
});
