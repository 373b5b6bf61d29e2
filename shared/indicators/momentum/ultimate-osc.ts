import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Total } from '../windows.ts';

const period = (value: number, about: string) => int(value, { min: 1, max: 2000, about });

/** Buying pressure as a share of the true range over three spans, the shortest weighing 4, the middle 2 and the longest 1. */
export const ultimateOsc = defineIndicator({
  id: 'ultimate-osc',
  name: 'Ultimate oscillator',
  group: 'momentum',
  about: 'Share of the true range that closes win, over three spans at once: 0 to 100. A span that did not move counts 0.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    short: period(7, 'bars in the short span'),
    middle: period(14, 'bars in the middle span'),
    long: period(28, 'bars in the long span'),
  },
  outputs: ['value'],
  unit: 100,
  warmup: ({ short, middle, long }) => Math.max(short, middle, long),
  settle: ({ short, middle, long }) => Math.max(short, middle, long),
  source: 'Williams (1985), "The ultimate oscillator", Stocks & Commodities 3:4.',
  kernel: (values) =>
    steps(3, ({ part }) => {
      const spans = [values.short, values.middle, values.long].sort((a, b) => a - b);
      const pressures = spans.map((span) => part(new Total(span, 'flow')));
      const ranges = spans.map((span) => part(new Total(span, 'flow')));
      const before = part(new Cell(Number.NaN));
      return (high, low, close) => {
        const bottom = Math.min(low, before.value);
        const range = Math.max(high, before.value) - bottom;
        before.value = close;
        let sum = 0;
        for (let k = 0; k < 3; k++) {
          const pressure = (pressures[k] as Total).update(close - bottom);
          const total = (ranges[k] as Total).update(range);
          sum += total === 0 ? 0 : ((4 >> k) * pressure) / total;
        }
        return (100 * sum) / 7;
      };
    }),
});
