import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { TrueRange } from '../volatility/true-range.ts';
import { Total } from '../windows.ts';

export const vortex = defineIndicator({
  id: 'vortex',
  name: 'Vortex indicator',
  group: 'trend',
  about:
    'Distance from the low before to this high (plus) and from the high before to this low (minus), as shares of the true range; 0 where none is.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'bars in the sums' }) },
  outputs: ['plus', 'minus'],
  unit: 2,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Botes & Siepman (2010), "The vortex indicator", Stocks & Commodities 28:1.',
  kernel: ({ period }) =>
    steps(
      3,
      ({ part, out }) => {
        const trueRange = part(new TrueRange());
        const [plus, minus, range] = [part(new Total(period, 'flow')), part(new Total(period, 'flow')), part(new Total(period, 'flow'))];
        const [highBefore, lowBefore] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
        return (high, low, close) => {
          const total = range.update(trueRange.update(high, low, close));
          const up = plus.update(Math.abs(high - lowBefore.value));
          const down = minus.update(Math.abs(low - highBefore.value));
          highBefore.value = high;
          lowBefore.value = low;
          out[1] = total === 0 ? 0 : down / total;
          return total === 0 ? 0 : up / total;
        };
      },
      2,
    ),
});
