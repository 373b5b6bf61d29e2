import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { Cell, type Kit, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Extremum } from '../windows.ts';

/** Place of a value among the last `cycle`, smoothed by `factor`; in a range of nothing the place before it stays. */
function smoothedPlace({ part }: Kit, cycle: number, factor: number) {
  const [highest, lowest] = [part(new Extremum(cycle, 1)), part(new Extremum(cycle, -1))];
  const [place, value] = [part(new Cell(0)), part(new Cell(Number.NaN))];
  return (x: number) => {
    const [top, bottom] = [highest.update(x), lowest.update(x)];
    if (Number.isNaN(top)) return Number.NaN;
    if (top > bottom) place.value = (100 * (x - bottom)) / (top - bottom);
    return (value.value = Number.isNaN(value.value) ? place.value : value.value + factor * (place.value - value.value));
  };
}

export const stc = defineIndicator({
  id: 'stc',
  name: 'Schaff trend cycle',
  group: 'momentum',
  about: 'Stochastic of the stochastic of a MACD line, each smoothed: 0 to 100, quick to say that a trend has begun.',
  inputs: ['close'],
  parameters: {
    fast: int(23, { min: 1, max: 1000, about: 'period of the fast average' }),
    slow: int(50, { min: 1, max: 1000, about: 'period of the slow average' }),
    cycle: int(10, { min: 2, max: 1000, about: 'rows in both ranges' }),
    factor: float(0.5, { min: 0.01, max: 1, step: 0.05, about: 'weight of the newest value in both smoothings' }),
  },
  outputs: ['value'],
  unit: 100,
  warmup: ({ fast, slow, cycle }) => Math.max(fast, slow) - 1 + 2 * (cycle - 1),
  settle: ({ fast, slow, cycle, factor }) =>
    Math.max(fast, slow) - 1 + 2 * (cycle - 1) + rowsToForget(2 / (Math.max(fast, slow) + 1)) + 4 * rowsToForget(factor),
  source: 'Schaff (1999), "The Schaff trend cycle", in its form of Stocks & Commodities 2008.',
  kernel: ({ fast, slow, cycle, factor }) =>
    steps(1, (kit) => {
      const [quick, base] = [kit.part(new Ema(fast)), kit.part(new Ema(slow))];
      const [first, second] = [smoothedPlace(kit, cycle, factor), smoothedPlace(kit, cycle, factor)];
      return (x) => second(first(quick.update(x) - base.update(x)));
    }),
});
