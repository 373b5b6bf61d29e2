import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Extremum, Total } from '../windows.ts';
import { Ema, rowsToForget } from './ema.ts';

const period = int(10, { min: 2, max: 5000, about: 'changes in the window' });

export const efficiencyRatio = defineIndicator({
  id: 'efficiency-ratio',
  name: 'Kaufman efficiency ratio',
  group: 'trend',
  about:
    'Way from the first to the last of some rows as a share of all that moved between: 1 is a straight line, which a path of nothing counts as.',
  inputs: ['close'],
  parameters: { period },
  outputs: ['value'],
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Kaufman (1995), Smarter Trading, ch. 7.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const [start, path] = [part(new Lag(period)), part(new Total(period, 'flow'))];
      const before = part(new Cell(Number.NaN));
      return (x) => {
        const total = path.update(Math.abs(x - before.value));
        before.value = x;
        const way = Math.abs(x - start.push(x));
        return way >= total ? 1 : way / total;
      };
    }),
});

export const vhf = defineIndicator({
  id: 'vhf',
  name: 'Vertical horizontal filter',
  group: 'trend',
  about: 'Range of the closes as a share of all that they moved: high in a trend, low in a market going sideways; 0 when nothing moved.',
  inputs: ['close'],
  parameters: { period: int(28, { min: 2, max: 5000, about: 'changes in the window' }) },
  outputs: ['value'],
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'White (1991), "Vertical horizontal filter", Futures 20:10: extremes of `period` closes over the sum of `period` changes.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
      const [path, before] = [part(new Total(period, 'flow')), part(new Cell(Number.NaN))];
      return (x) => {
        const range = highest.update(x) - lowest.update(x);
        const total = path.update(Math.abs(x - before.value));
        before.value = x;
        return total === 0 ? 0 : range / total;
      };
    }),
});

export const pfe = defineIndicator({
  id: 'pfe',
  name: 'Polarized fractal efficiency',
  group: 'trend',
  about:
    'Straight distance from the first to the last row as a percentage of the length of the path, signed by its direction and smoothed.',
  inputs: ['close'],
  parameters: {
    period,
    smooth: int(5, { min: 1, max: 500, about: 'period of the exponential average' }),
  },
  outputs: ['value'],
  unit: 200,
  warmup: ({ period, smooth }) => period + smooth - 1,
  settle: ({ period, smooth }) => period + smooth - 1 + rowsToForget(2 / (smooth + 1)),
  source: 'Hannula (1994), "Polarized fractal efficiency", Stocks & Commodities 12:1.',
  kernel: ({ period, smooth }) =>
    steps(1, ({ part }) => {
      const [start, path] = [part(new Lag(period)), part(new Total(period, 'flow'))];
      const [before, average] = [part(new Cell(Number.NaN)), part(new Ema(smooth))];
      return (x) => {
        const length = path.update(Math.hypot(x - before.value, 1));
        before.value = x;
        const way = x - start.push(x);
        return average.update(((way < 0 ? -100 : 100) * Math.hypot(way, period)) / length);
      };
    }),
});
