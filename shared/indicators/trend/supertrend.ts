import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Atr } from '../volatility/atr.ts';
import { wilderSettle } from './rma.ts';
import { STOP_SETTLES } from './sar.ts';

/** Seban's Supertrend: a band around the middle of the bar that only tightens until the close breaks it. Starts downward (TradingView's start). */
export const supertrend = defineIndicator({
  id: 'supertrend',
  name: 'Supertrend',
  group: 'trend',
  about: 'A stop some average true ranges from the middle of the bar; direction is 1 while it lies below the price and -1 above.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: int(10, { min: 1, max: 2000, about: 'true ranges in the average' }),
    multiplier: float(3, { min: 0.1, max: 20, step: 0.1, about: 'average true ranges between the middle and the band' }),
  },
  outputs: ['value', 'direction'],
  unit: 'price',
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period) + STOP_SETTLES,
  source: 'Seban (2009), "Supertrend"; bands as in TradingView, with the average true range of TA-Lib.',
  kernel: ({ period, multiplier }) =>
    steps(
      3,
      ({ part, out }) => {
        const range = part(new Atr(period));
        const [upper, lower] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
        const closeBefore = part(new Cell(Number.NaN));
        const direction = part(new Cell(-1));
        return (high, low, close) => {
          const width = multiplier * range.update(high, low, close);
          const middle = (high + low) / 2;
          const before = closeBefore.value;
          closeBefore.value = close;
          if (Number.isNaN(width)) return Number.NaN;
          const [newUpper, newLower] = [middle + width, middle - width];
          // The first row has no band before it; a comparison with NaN is false, so the new band is taken.
          if (!(newUpper >= upper.value && before <= upper.value)) upper.value = newUpper;
          if (!(newLower <= lower.value && before >= lower.value)) lower.value = newLower;
          if (direction.value < 0 ? close > upper.value : close < lower.value) direction.value = -direction.value;
          out[1] = direction.value;
          return direction.value < 0 ? upper.value : lower.value;
        };
      },
      2,
    ),
});
