import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Total } from '../windows.ts';

export const demarker = defineIndicator({
  id: 'demarker',
  name: 'DeMarker',
  group: 'momentum',
  about: 'Rises of the highs as a share of those and the falls of the lows, 0 to 1; 0 when neither moved.',
  inputs: ['high', 'low'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'changes in the sums' }) },
  outputs: ['value'],
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'DeMark (1994), The New Science of Technical Analysis, ch. 3.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const [rises, falls] = [part(new Total(period, 'flow')), part(new Total(period, 'flow'))];
      const [highBefore, lowBefore] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
      return (high, low) => {
        // Math.max hands on the NaN of the first bar, which the sums skip.
        const up = rises.update(Math.max(0, high - highBefore.value));
        const down = falls.update(Math.max(0, lowBefore.value - low));
        highBefore.value = high;
        lowBefore.value = low;
        return up + down === 0 ? 0 : up / (up + down);
      };
    }),
});

/** A setup is complete at 9, but the count goes on; longer ones than this hardly ever happen. */
const LONGEST = 100;

export const tdSetup = defineIndicator({
  id: 'td-setup',
  name: 'TD sequential setup',
  group: 'momentum',
  about: 'Closes in a row above the one four bars before (positive) or below it (negative); 9 completes a setup, and the count goes on.',
  inputs: ['close'],
  parameters: { lookback: int(4, { min: 1, max: 100, about: 'bars back that a close is compared with' }) },
  outputs: ['value'],
  unit: 18,
  warmup: ({ lookback }) => lookback,
  settle: ({ lookback }) => lookback + LONGEST,
  source: 'DeMark (1994), The New Science of Technical Analysis, ch. 7.',
  kernel: ({ lookback }) =>
    steps(1, ({ part }) => {
      const [lag, count] = [part(new Lag(lookback)), part(new Cell(0))];
      return (x) => {
        const before = lag.push(x);
        if (Number.isNaN(before)) return Number.NaN;
        if (x > before) count.value = Math.max(0, count.value) + 1;
        else if (x < before) count.value = Math.min(0, count.value) - 1;
        else count.value = 0;
        return count.value;
      };
    }),
});
