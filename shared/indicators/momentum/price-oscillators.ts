import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { averageKind, averageOf, averageSettle, averageWarmup, feed } from '../trend/averages.ts';

const parameters = {
  fast: int(12, { min: 1, max: 2000, about: 'period of the fast average' }),
  slow: int(26, { min: 1, max: 2000, about: 'period of the slow average' }),
  average: averageKind(1, 'kind of both averages'),
};

export const pairWarmup = (periods: readonly number[], kinds: readonly number[]) =>
  Math.max(...periods.map((period, i) => averageWarmup(kinds[i] as number, period)));
export const pairSettle = (periods: readonly number[], kinds: readonly number[]) =>
  Math.max(...periods.map((period, i) => averageSettle(kinds[i] as number, period))) + pairWarmup(periods, kinds);

export const apo = defineIndicator({
  id: 'apo',
  name: 'Absolute price oscillator',
  group: 'momentum',
  about: 'Difference of a fast and a slow average.',
  inputs: ['close'],
  parameters,
  outputs: ['value'],
  unit: 'price',
  warmup: ({ fast, slow, average }) => pairWarmup([fast, slow], [average, average]),
  settle: ({ fast, slow, average }) => pairSettle([fast, slow], [average, average]),
  source:
    'Appel (2005), Technical Analysis, ch. 8; each average seeded at its own first rows, like TA-Lib, whose default is the simple kind (0).',
  kernel: ({ fast, slow, average }) =>
    steps(1, ({ part }) => {
      const [quick, base] = [part(averageOf(average, Math.min(fast, slow))), part(averageOf(average, Math.max(fast, slow)))];
      return (x) => feed(quick, x) - feed(base, x);
    }),
});

export const ppo = defineIndicator({
  id: 'ppo',
  name: 'Percentage price oscillator',
  group: 'momentum',
  about: 'Difference of a fast and a slow average in percent of the slow one, its own average, and how far it is above that.',
  inputs: ['close'],
  parameters: {
    ...parameters,
    signal: int(9, { min: 1, max: 2000, about: 'period of the average of the oscillator' }),
  },
  outputs: ['ppo', 'signal', 'histogram'],
  unit: 100,
  warmup: ({ fast, slow, average, signal }) => pairWarmup([fast, slow], [average, average]) + averageWarmup(average, signal),
  settle: ({ fast, slow, average, signal }) => pairSettle([fast, slow], [average, average]) + averageSettle(average, signal),
  source:
    'Appel (2005), Technical Analysis, ch. 8; each average seeded at its own first rows, like TA-Lib, whose default is the simple kind (0).',
  kernel: ({ fast, slow, average, signal }) =>
    steps(
      1,
      ({ part, out }) => {
        const [quick, base] = [part(averageOf(average, Math.min(fast, slow))), part(averageOf(average, Math.max(fast, slow)))];
        const smooth = part(averageOf(average, signal));
        return (x) => {
          const middle = feed(base, x);
          const above = feed(quick, x) - middle;
          const value = middle === 0 ? 0 : (100 * above) / middle;
          const line = feed(smooth, value);
          out[1] = line;
          out[2] = value - line;
          return value;
        };
      },
      3,
    ),
});
