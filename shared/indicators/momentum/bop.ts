import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Total } from '../windows.ts';

export const bop = defineIndicator({
  id: 'bop',
  name: 'Balance of power',
  group: 'momentum',
  about: 'Close less open as a share of the bar’s range, -1 to 1; 0 for a bar without range.',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: {},
  outputs: ['value'],
  unit: 2,
  warmup: () => 0,
  settle: () => 0,
  source: 'Livshin (2001), "Balance of market power", Stocks & Commodities 19:8, unsmoothed as in TA-Lib.',
  kernel: () => steps(4, () => (open, high, low, close) => (high - low <= 0 ? 0 : (close - open) / (high - low))),
});

export const imi = defineIndicator({
  id: 'imi',
  name: 'Intraday momentum index',
  group: 'momentum',
  about: 'Share of the rising bodies in all bodies of the last bars, 0 to 100; 50 when no bar has a body.',
  inputs: ['open', 'close'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'bars in the window' }) },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Chande & Kroll (1994), The New Technical Trader, ch. 8.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const [rises, falls] = [part(new Total(period, 'flow')), part(new Total(period, 'flow'))];
      return (open, close) => {
        const up = rises.update(Math.max(0, close - open));
        const down = falls.update(Math.max(0, open - close));
        return up + down === 0 ? 50 : (100 * up) / (up + down);
      };
    }),
});
