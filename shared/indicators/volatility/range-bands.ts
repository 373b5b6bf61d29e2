import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { float, int } from '../parameters.ts';
import type { Part } from '../state.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { wilderSettle } from '../trend/rma.ts';
import { Sma } from '../trend/sma.ts';
import { Atr } from './atr.ts';

const SHARED = { group: 'volatility', inputs: ['high', 'low', 'close'], outputs: ['upper', 'middle', 'lower'], unit: 'price' } as const;
const range = (value: number) => int(value, { min: 1, max: 5000, about: 'true ranges in the average range' });
const rows = (value: number) => int(value, { min: 1, max: 5000, about: 'rows in the average' });
const width = (value: number) => float(value, { min: 0.1, max: 20, step: 0.1, about: 'average ranges between the middle and a band' });

interface Average extends Part {
  update(x: number): number;
}

/** Kernel of an average of the close, or the close itself, with average true ranges above and below. */
function bands(average: Average | undefined, atrPeriod: number, multiplier: number): Kernel {
  return steps(
    3,
    ({ part, out }) => {
      const center = average && part(average);
      const trueRange = part(new Atr(atrPeriod));
      return (high, low, close) => {
        const middle = center === undefined ? close : center.update(close);
        const distance = multiplier * trueRange.update(high, low, close);
        out[1] = middle;
        out[2] = middle - distance;
        return middle + distance;
      };
    },
    3,
  );
}

export const keltner = defineIndicator({
  ...SHARED,
  id: 'keltner',
  name: 'Keltner channel',
  about: 'Exponential average of the close with a band of so many average true ranges above and below.',
  parameters: { period: rows(20), multiplier: width(2), atrPeriod: range(10) },
  warmup: ({ period, atrPeriod }) => Math.max(period - 1, atrPeriod),
  settle: ({ period, atrPeriod }) => Math.max(period - 1 + rowsToForget(2 / (period + 1)), atrPeriod + wilderSettle(atrPeriod)),
  source: 'Raschke & Connors (1995), Street Smarts, appendix: EMA and ATR in place of the averages of Keltner (1960).',
  kernel: ({ period, multiplier, atrPeriod }) => bands(new Ema(period), atrPeriod, multiplier),
});

export const starc = defineIndicator({
  ...SHARED,
  id: 'starc',
  name: 'STARC bands',
  about: 'Short simple average of the close with a band of so many average true ranges above and below.',
  parameters: { period: rows(6), multiplier: width(2), atrPeriod: range(15) },
  warmup: ({ period, atrPeriod }) => Math.max(period - 1, atrPeriod),
  settle: ({ period, atrPeriod }) => Math.max(period - 1, atrPeriod + wilderSettle(atrPeriod)),
  source: 'Stoller, as in Bollinger (2001), Bollinger on Bollinger Bands, ch. 5.',
  kernel: ({ period, multiplier, atrPeriod }) => bands(new Sma(period), atrPeriod, multiplier),
});

export const atrBands = defineIndicator({
  ...SHARED,
  id: 'atr-bands',
  name: 'Average true range bands',
  about: 'The close with so many average true ranges above and below: where a stop at that distance would stand.',
  parameters: { period: range(14), multiplier: width(3) },
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  source: 'Kaufman (2013), Trading Systems and Methods, ch. 23 (volatility stops).',
  kernel: ({ period, multiplier }) => bands(undefined, period, multiplier),
});
