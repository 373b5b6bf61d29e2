import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { wilderSettle } from '../trend/rma.ts';
import { STOP_SETTLES } from '../trend/sar.ts';
import { Rsi } from './rsi.ts';

export const qqe = defineIndicator({
  id: 'qqe',
  name: 'Quantitative qualitative estimation',
  group: 'momentum',
  about: 'Smoothed relative strength index and a stop that trails it by a multiple of its own smoothed movement.',
  inputs: ['close'],
  parameters: {
    period: int(14, { min: 2, max: 1000, about: 'changes in the relative strength index; its movement is smoothed over 2 * period - 1' }),
    smooth: int(5, { min: 1, max: 500, about: 'period of the average of the index' }),
    factor: float(4.236, { min: 0.1, max: 20, step: 0.1, about: 'smoothed movements between index and stop' }),
  },
  outputs: ['value', 'trail'],
  unit: 100,
  warmup: ({ period, smooth }) => period + smooth - 1 + 1 + 2 * (2 * period - 2),
  settle: ({ period, smooth }) =>
    period + smooth + 4 * period + wilderSettle(period) + rowsToForget(2 / (smooth + 1)) + 2 * rowsToForget(1 / period) + STOP_SETTLES,
  source: 'Livshits (2004), "Quantitative qualitative estimation"; the common form, which smooths the movement exponentially twice.',
  kernel: ({ period, smooth, factor }) =>
    steps(
      1,
      ({ part, out }) => {
        const [index, average] = [part(new Rsi(period)), part(new Ema(smooth))];
        const [once, twice] = [part(new Ema(2 * period - 1)), part(new Ema(2 * period - 1))];
        const [before, long, short] = [0, 1, 2].map(() => part(new Cell(Number.NaN))) as [Cell, Cell, Cell];
        const side = part(new Cell(1));
        return (x) => {
          const value = average.update(index.update(x));
          const last = before.value;
          before.value = value;
          const width = factor * twice.update(once.update(Math.abs(value - last)));
          if (Number.isNaN(width)) return Number.NaN;
          const [longBefore, shortBefore] = [long.value, short.value];
          // In the first row there is no stop yet: comparisons with NaN are false, so both start at their distance.
          long.value = last > longBefore && value > longBefore ? Math.max(longBefore, value - width) : value - width;
          short.value = last < shortBefore && value < shortBefore ? Math.min(shortBefore, value + width) : value + width;
          if (value > shortBefore) side.value = 1;
          else if (value < longBefore) side.value = -1;
          out[1] = side.value === 1 ? long.value : short.value;
          return value;
        };
      },
      2,
    ),
});
