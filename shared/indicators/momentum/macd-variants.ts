import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { type Kit, steps } from '../steps.ts';
import { averageKind, averageOf, averageSettle, averageWarmup, feed } from '../trend/averages.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Late } from '../windows.ts';
import { pairSettle, pairWarmup } from './price-oscillators.ts';

const period = (value: number, about: string) => int(value, { min: 1, max: 2000, about });
const outputs = ['macd', 'signal', 'histogram'] as const;

/** A fast and a slow average that both become known at the same row, the faster seeded as late as the slower (TA-Lib's way). */
function averagePair({ part }: Kit, periods: readonly [number, number], kinds: readonly [number, number]) {
  const [fast, slow] = periods.map((period, i) => averageWarmup(kinds[i] as number, period)) as [number, number];
  const known = Math.max(fast, slow);
  const one = part(new Late(averageOf(kinds[0], periods[0]), known - fast));
  const two = part(new Late(averageOf(kinds[1], periods[1]), known - slow));
  return { fast: (x: number) => feed(one, x), slow: (x: number) => feed(two, x) };
}

export const macdExt = defineIndicator({
  id: 'macd-ext',
  name: 'Moving average convergence divergence with chosen averages',
  group: 'momentum',
  about: 'MACD in which each of the three averages may be of another kind.',
  inputs: ['close'],
  parameters: {
    fast: period(12, 'period of the fast average'),
    fastKind: averageKind(1, 'kind of the fast average'),
    slow: period(26, 'period of the slow average'),
    slowKind: averageKind(1, 'kind of the slow average'),
    signal: period(9, 'period of the average of the difference'),
    signalKind: averageKind(1, 'kind of the average of the difference'),
  },
  outputs,
  unit: 'price',
  warmup: (v) => pairWarmup([v.fast, v.slow], [v.fastKind, v.slowKind]) + averageWarmup(v.signalKind, v.signal),
  settle: (v) => pairSettle([v.fast, v.slow], [v.fastKind, v.slowKind]) + averageSettle(v.signalKind, v.signal),
  source: 'TA-Lib, function MACDEXT; its default is the simple kind (0) for all three.',
  kernel: (v) =>
    steps(
      1,
      (kit) => {
        const pair = averagePair(kit, [v.fast, v.slow], [v.fastKind, v.slowKind]);
        const smooth = kit.part(averageOf(v.signalKind, v.signal));
        return (x) => {
          const line = pair.fast(x) - pair.slow(x);
          const signal = feed(smooth, line);
          kit.out[1] = signal;
          kit.out[2] = line - signal;
          return line;
        };
      },
      3,
    ),
});

const FAST = { period: 12, weight: 0.15 };
const SLOW = { period: 26, weight: 0.075 };

export const macdFix = defineIndicator({
  id: 'macd-fix',
  name: 'Moving average convergence divergence, 12/26 fixed',
  group: 'momentum',
  about: 'MACD with Appel’s own weights of 0.15 and 0.075 instead of those that periods 12 and 26 give.',
  inputs: ['close'],
  parameters: { signal: period(9, 'period of the average of the difference') },
  outputs,
  unit: 'price',
  warmup: ({ signal }) => SLOW.period - 1 + signal - 1,
  settle: ({ signal }) => SLOW.period - 1 + signal - 1 + rowsToForget(SLOW.weight) + rowsToForget(2 / (signal + 1)),
  source: 'Appel (1979), The Moving Average Convergence-Divergence Trading Method; TA-Lib, function MACDFIX.',
  kernel: ({ signal: signalPeriod }) =>
    steps(
      1,
      ({ part, out }) => {
        const fast = part(new Late(new Ema(FAST.period, FAST.weight), SLOW.period - FAST.period));
        const slow = part(new Ema(SLOW.period, SLOW.weight));
        const smooth = part(new Ema(signalPeriod));
        return (x) => {
          const line = fast.update(x) - slow.update(x);
          const signal = smooth.update(line);
          out[1] = signal;
          out[2] = line - signal;
          return line;
        };
      },
      3,
    ),
});
