import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Extremum } from '../windows.ts';
import { rowsToForget } from './ema.ts';

const SLOWEST = 0.01;
/** Ehlers' constant: it turns the dimension of a plane-filling path (2) into a weight of 0.01. */
const STEEPNESS = -4.6;

/** Ehlers' fractal adaptive average of (high + low) / 2. The window is two halves; an odd period counts as one more. */
export const frama = defineIndicator({
  id: 'frama',
  name: 'Fractal adaptive moving average',
  group: 'trend',
  about: 'Exponential average whose speed follows the fractal dimension of the last bars: fast in a straight line, slow in a zigzag.',
  inputs: ['high', 'low'],
  parameters: { period: int(16, { min: 2, max: 2000, about: 'bars in the window, made even' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => 2 * Math.ceil(period / 2) - 1,
  settle: ({ period }) => 2 * Math.ceil(period / 2) - 1 + rowsToForget(SLOWEST),
  source: 'Ehlers (2005), "Fractal adaptive moving averages", Stocks & Commodities 23:10; starts from the price.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const half = Math.ceil(period / 2);
      const [highest, lowest] = [part(new Extremum(half, 1)), part(new Extremum(half, -1))];
      const [highestBefore, lowestBefore] = [part(new Lag(half)), part(new Lag(half))];
      const dimension = part(new Cell(1));
      const value = part(new Cell(Number.NaN));
      return (high, low) => {
        const price = (high + low) / 2;
        const [top, bottom] = [highest.update(high), lowest.update(low)];
        const [topBefore, bottomBefore] = [highestBefore.push(top), lowestBefore.push(bottom)];
        if (Number.isNaN(topBefore)) return Number.NaN;
        if (Number.isNaN(value.value)) return (value.value = price);
        const halves = (top - bottom) / half + (topBefore - bottomBefore) / half;
        const whole = (Math.max(top, topBefore) - Math.min(bottom, bottomBefore)) / (2 * half);
        if (top > bottom && topBefore > bottomBefore) dimension.value = Math.log2(halves / whole);
        const weight = Math.min(1, Math.max(SLOWEST, Math.exp(STEEPNESS * (dimension.value - 1))));
        return (value.value += weight * (price - value.value));
      };
    }),
});
