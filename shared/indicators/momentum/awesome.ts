import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Sma } from '../trend/sma.ts';

const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });
const spans = { fast: rows(5, 'bars in the fast average'), slow: rows(34, 'bars in the slow average') };
const SOURCE = 'Williams (1998), New Trading Dimensions, ch. 6 and 7.';

export const awesome = defineIndicator({
  id: 'awesome',
  name: 'Awesome oscillator',
  group: 'momentum',
  about: 'Fast less slow simple average of the middle price.',
  inputs: ['hl2'],
  parameters: spans,
  outputs: ['value'],
  unit: 'price',
  warmup: ({ fast, slow }) => Math.max(fast, slow) - 1,
  settle: ({ fast, slow }) => Math.max(fast, slow) - 1,
  source: SOURCE,
  kernel: ({ fast, slow }) =>
    steps(1, ({ part }) => {
      const [quick, base] = [part(new Sma(fast)), part(new Sma(slow))];
      return (x) => quick.update(x) - base.update(x);
    }),
});

export const accelerator = defineIndicator({
  id: 'accelerator',
  name: 'Accelerator oscillator',
  group: 'momentum',
  about: 'Awesome oscillator less its own average.',
  inputs: ['hl2'],
  parameters: { ...spans, signal: rows(5, 'rows in the average of the oscillator') },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) - 1 + signal - 1,
  settle: ({ fast, slow, signal }) => Math.max(fast, slow) - 1 + signal - 1,
  source: SOURCE,
  kernel: ({ fast, slow, signal }) =>
    steps(1, ({ part }) => {
      const [quick, base, average] = [part(new Sma(fast)), part(new Sma(slow)), part(new Sma(signal))];
      return (x) => {
        const value = quick.update(x) - base.update(x);
        return value - average.update(value);
      };
    }),
});
