import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';

const period = (value: number, about: string) => int(value, { min: 2, max: 1000, about });

export const pmo = defineIndicator({
  id: 'pmo',
  name: 'Price momentum oscillator',
  group: 'momentum',
  about: 'Change from row to row in percent, smoothed twice with a weight of 2 / period, times ten, and its signal line.',
  inputs: ['close'],
  parameters: {
    first: period(35, 'period of the first smoothing'),
    second: period(20, 'period of the second smoothing'),
    signal: int(10, { min: 1, max: 1000, about: 'period of the signal line' }),
  },
  outputs: ['pmo', 'signal'],
  unit: 100,
  warmup: ({ first, second, signal }) => first + second - 1 + signal - 1,
  settle: ({ first, second, signal }) =>
    first + second + signal - 2 + rowsToForget(2 / first) + rowsToForget(2 / second) + rowsToForget(2 / (signal + 1)),
  source: 'Swenlin (1980), DecisionPoint Price Momentum Oscillator; seeded with simple averages.',
  kernel: ({ first, second, signal }) =>
    steps(
      1,
      ({ part, out }) => {
        const [one, two] = [part(new Ema(first, 2 / first)), part(new Ema(second, 2 / second))];
        const [smooth, before] = [part(new Ema(signal)), part(new Cell(Number.NaN))];
        return (x) => {
          const last = before.value;
          before.value = x;
          const value = two.update(10 * one.update(last === 0 ? 0 : 100 * (x / last - 1)));
          out[1] = smooth.update(value);
          return value;
        };
      },
      2,
    ),
});
