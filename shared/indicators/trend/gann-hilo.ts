import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { STOP_SETTLES } from './sar.ts';
import { Sma } from './sma.ts';

export const gannHilo = defineIndicator({
  id: 'gann-hilo',
  name: 'Gann high-low activator',
  group: 'trend',
  about:
    'Average of the lows while the close has last broken above the average of the highs before it, else average of the highs; direction 1 or -1.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(3, { min: 1, max: 2000, about: 'bars in the averages of highs and lows' }) },
  outputs: ['value', 'direction'],
  unit: 'price',
  warmup: ({ period }) => period,
  settle: ({ period }) => period + STOP_SETTLES,
  source:
    'Krausz (1998), "The new Gann swing chartist", Stocks & Commodities 16:2; before the first break, by the half of the band the close is in.',
  kernel: ({ period }) =>
    steps(
      3,
      ({ part, out }) => {
        const [highs, lows] = [part(new Sma(period)), part(new Sma(period))];
        const [topBefore, bottomBefore] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
        const direction = part(new Cell(0));
        return (high, low, close) => {
          const [top, bottom] = [topBefore.value, bottomBefore.value];
          topBefore.value = highs.update(high);
          bottomBefore.value = lows.update(low);
          if (Number.isNaN(top)) return Number.NaN;
          if (close > top) direction.value = 1;
          else if (close < bottom) direction.value = -1;
          else if (direction.value === 0) direction.value = close >= (top + bottom) / 2 ? 1 : -1;
          out[1] = direction.value;
          return direction.value === 1 ? bottomBefore.value : topBefore.value;
        };
      },
      2,
    ),
});
