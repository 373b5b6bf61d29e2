import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Total, WeightedWindow } from '../windows.ts';

const WEIGHTS = [1, 2, 2, 1] as const;

export const rvgi = defineIndicator({
  id: 'rvgi',
  name: 'Relative vigor index',
  group: 'momentum',
  about:
    'Close less open as a share of the range, both smoothed and summed over the last bars, and its signal line; 0 where no bar had a range.',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: { period: int(10, { min: 1, max: 5000, about: 'bars in the sums' }) },
  outputs: ['rvgi', 'signal'],
  unit: 2,
  warmup: ({ period }) => 3 + period - 1 + 3,
  settle: ({ period }) => 3 + period - 1 + 3,
  source: 'Ehlers (2002), "Relative vigor index", Stocks & Commodities 20:1.',
  kernel: ({ period }) =>
    steps(
      4,
      ({ part, out }) => {
        const [bodies, ranges, signal] = [0, 1, 2].map(() => part(new WeightedWindow(WEIGHTS))) as [
          WeightedWindow,
          WeightedWindow,
          WeightedWindow,
        ];
        const [net, whole] = [part(new Total(period, 'any')), part(new Total(period, 'flow'))];
        return (open, high, low, close) => {
          const body = net.update(bodies.update(close - open));
          const range = whole.update(ranges.update(high - low));
          const value = range === 0 ? 0 : body / range;
          out[1] = signal.update(value);
          return value;
        };
      },
      2,
    ),
});
