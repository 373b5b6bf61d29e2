import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';

const period = (value: number, about: string) => int(value, { min: 1, max: 1000, about });

export const tsi = defineIndicator({
  id: 'tsi',
  name: 'True strength index',
  group: 'momentum',
  about: 'Changes smoothed twice in percent of their sizes smoothed twice, -100 to 100, and its signal line; 0 when nothing moved.',
  inputs: ['close'],
  parameters: {
    long: period(25, 'period of the first smoothing'),
    short: period(13, 'period of the second smoothing'),
    signal: period(13, 'period of the signal line'),
  },
  outputs: ['tsi', 'signal'],
  unit: 200,
  warmup: ({ long, short, signal }) => long + short - 1 + signal - 1,
  settle: ({ long, short, signal }) =>
    long + short + signal - 2 + rowsToForget(2 / (long + 1)) + rowsToForget(2 / (short + 1)) + rowsToForget(2 / (signal + 1)),
  source: 'Blau (1991), "True strength index", Stocks & Commodities 9:11.',
  kernel: ({ long, short, signal }) =>
    steps(
      1,
      ({ part, out }) => {
        const twice = () => {
          const [one, two] = [part(new Ema(long)), part(new Ema(short))];
          return (x: number) => two.update(one.update(x));
        };
        const [changes, sizes, smooth] = [twice(), twice(), part(new Ema(signal))];
        const before = part(new Cell(Number.NaN));
        return (x) => {
          const change = x - before.value;
          before.value = x;
          const net = changes(change);
          const size = sizes(Math.abs(change));
          const value = size === 0 ? 0 : (100 * net) / size;
          out[1] = smooth.update(value);
          return value;
        };
      },
      2,
    ),
});
