import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { rowsToForget } from '../trend/ema.ts';
import { Extremum } from '../windows.ts';

const LIMIT = 0.999;

export const fisher = defineIndicator({
  id: 'fisher',
  name: 'Fisher transform',
  group: 'momentum',
  about: 'Place of the middle price in its range, drawn out so that turns become sharp, and its value one row before.',
  inputs: ['hl2'],
  parameters: { period: int(10, { min: 1, max: 5000, about: 'bars in the range' }) },
  outputs: ['fisher', 'trigger'],
  unit: 10,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + 2 * rowsToForget(0.33),
  source: 'Ehlers (2002), "Using the Fisher transform", Stocks & Commodities 20:11; both recursions start from 0.',
  kernel: ({ period }) =>
    steps(
      1,
      ({ part, out }) => {
        const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
        const [position, value, before] = [part(new Cell(0)), part(new Cell(0)), part(new Cell(Number.NaN))];
        return (x) => {
          const [top, bottom] = [highest.update(x), lowest.update(x)];
          if (Number.isNaN(top)) return Number.NaN;
          const share = top === bottom ? 0.5 : (x - bottom) / (top - bottom);
          position.value = Math.min(LIMIT, Math.max(-LIMIT, 0.33 * 2 * (share - 0.5) + 0.67 * position.value));
          value.value = 0.5 * Math.log((1 + position.value) / (1 - position.value)) + 0.5 * value.value;
          out[1] = before.value;
          return (before.value = value.value);
        };
      },
      2,
    ),
});
