import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from './ema.ts';

const root = (period: number) => Math.floor(Math.sqrt(period));

/** Hull's construction with exponential averages. */
export const ehma = defineIndicator({
  id: 'ehma',
  name: 'Exponential Hull moving average',
  group: 'trend',
  about: 'Hull’s average made of exponential averages instead of weighted ones.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 2, max: 2000, about: 'period of the long average' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1 + root(period) - 1,
  settle: ({ period }) => period - 1 + root(period) - 1 + 2 * rowsToForget(2 / (period + 1)),
  source: 'Hull (2005), "The Hull Moving Average", with EMA for WMA.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const half = part(new Ema(Math.floor(period / 2)));
      const whole = part(new Ema(period));
      const smooth = part(new Ema(root(period)));
      return (x) => smooth.update(2 * half.update(x) - whole.update(x));
    }),
});
