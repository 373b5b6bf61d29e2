import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Sma } from '../trend/sma.ts';

const shift = (period: number) => Math.floor(period / 2) + 1;

export const dpo = defineIndicator({
  id: 'dpo',
  name: 'Detrended price oscillator',
  group: 'momentum',
  about: 'Price half a period ago less today’s average, which is centred on about that row: cycles without the trend.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'rows in the average; the price is period / 2 + 1 rows old' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => Math.max(period - 1, shift(period)),
  settle: ({ period }) => Math.max(period - 1, shift(period)),
  source: 'Achelis (2000), Technical Analysis from A to Z, "Detrended price oscillator".',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const [average, ago] = [part(new Sma(period)), part(new Lag(shift(period)))];
      return (x) => ago.push(x) - average.update(x);
    }),
});
