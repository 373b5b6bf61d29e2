import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from './ema.ts';

const lagOf = (period: number) => Math.floor((period - 1) / 2);

/** Exponential average of a value moved on by what it has changed during the average's own lag. */
export const zlema = defineIndicator({
  id: 'zlema',
  name: 'Zero-lag exponential moving average',
  group: 'trend',
  about: 'Exponential average of the price plus its change over half the period, which cancels the lag.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 3, max: 5000, about: 'period of the exponential average' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => lagOf(period) + period - 1,
  settle: ({ period }) => lagOf(period) + period - 1 + rowsToForget(2 / (period + 1)),
  source: 'Ehlers & Way (2010), "Zero lag (well, almost)", Stocks & Commodities 28:12, in its common form.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const lag = part(new Lag(lagOf(period)));
      const average = part(new Ema(period));
      return (x) => average.update(2 * x - lag.push(x));
    }),
});
