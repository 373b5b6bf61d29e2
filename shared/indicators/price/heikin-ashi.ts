import { defineIndicator } from '../define.ts';
import { Cell, steps } from '../steps.ts';

/** The first open is the middle of the first bar’s body; half of what an open remembers is gone after each bar. */
export const heikinAshi = defineIndicator({
  id: 'heikin-ashi',
  name: 'Heikin-Ashi bars',
  group: 'price',
  about: 'Averaged bars: the close is the mean of the bar, the open the middle of the averaged body before.',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: {},
  outputs: ['close', 'open', 'high', 'low'],
  unit: 'price',
  warmup: () => 0,
  settle: () => 40,
  source: 'Valcu (2004), "Using the Heikin-Ashi technique", Stocks & Commodities 22:2.',
  kernel: () =>
    steps(
      4,
      ({ part, out }) => {
        const [openBefore, closeBefore] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
        return (open, high, low, close) => {
          const mean = (open + high + low + close) / 4;
          const start = Number.isNaN(openBefore.value) ? (open + close) / 2 : (openBefore.value + closeBefore.value) / 2;
          openBefore.value = start;
          closeBefore.value = mean;
          out[1] = start;
          out[2] = Math.max(high, start, mean);
          out[3] = Math.min(low, start, mean);
          return mean;
        };
      },
      4,
    ),
});
