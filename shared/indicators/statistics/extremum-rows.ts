import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { RecentExtremum } from './recent-extremum.ts';

const SHARED = {
  group: 'statistics',
  inputs: ['close'],
  parameters: { period: int(30, { min: 2, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 1,
  warmup: ({ period }: { period: number }) => period - 1,
  settle: ({ period }: { period: number }) => period - 1,
  source: 'TA-Lib, functions MININDEX, MAXINDEX and MINMAXINDEX.',
} as const;
const COUNTED = 'counted from the first bar. Its level depends on the first bar; only its changes mean something.';

/** Rows of extrema of the given signs, in their order. */
const rowsOf = (period: number, signs: readonly (1 | -1)[]) =>
  steps(
    1,
    ({ part, out }) => {
      const [first, second] = signs.map((sign) => part(new RecentExtremum(period, sign))) as [RecentExtremum, RecentExtremum?];
      return (x) => {
        if (second !== undefined) out[1] = second.push(x);
        return first.push(x);
      };
    },
    signs.length,
  );

export const maxindex = defineIndicator({
  ...SHARED,
  id: 'maxindex',
  name: 'Row of the highest value',
  about: `Row of the highest of the last values, ${COUNTED}`,
  kernel: ({ period }) => rowsOf(period, [1]),
});

export const minindex = defineIndicator({
  ...SHARED,
  id: 'minindex',
  name: 'Row of the lowest value',
  about: `Row of the lowest of the last values, ${COUNTED}`,
  kernel: ({ period }) => rowsOf(period, [-1]),
});

export const minmaxindex = defineIndicator({
  ...SHARED,
  id: 'minmaxindex',
  name: 'Rows of the lowest and the highest value',
  about: `Rows of the lowest and the highest of the last values, ${COUNTED}`,
  outputs: ['min', 'max'],
  kernel: ({ period }) => rowsOf(period, [-1, 1]),
});
