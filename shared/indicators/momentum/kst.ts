import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { type Kit, steps } from '../steps.ts';
import { Sma } from '../trend/sma.ts';
import { Wma } from '../trend/wma.ts';

const rows = (value: number, about: string) => int(value, { min: 1, max: 1000, about });

/** Change over `period` rows in percent; 0 after a value of 0. */
function change({ part }: Kit, period: number) {
  const lag = part(new Lag(period));
  return (x: number) => {
    const before = lag.push(x);
    return before === 0 ? 0 : 100 * (x / before - 1);
  };
}

export const kst = defineIndicator({
  id: 'kst',
  name: 'Know sure thing',
  group: 'momentum',
  about: 'Four smoothed rates of change, the longest weighing most, and the average of their sum.',
  inputs: ['close'],
  parameters: {
    change1: rows(10, 'rows of the first change'),
    change2: rows(15, 'rows of the second change'),
    change3: rows(20, 'rows of the third change'),
    change4: rows(30, 'rows of the fourth change'),
    smooth1: rows(10, 'rows in the first average'),
    smooth2: rows(10, 'rows in the second average'),
    smooth3: rows(10, 'rows in the third average'),
    smooth4: rows(15, 'rows in the fourth average'),
    signal: rows(9, 'rows in the signal line'),
  },
  outputs: ['kst', 'signal'],
  unit: 100,
  warmup: (v) => lastKnown(v) + v.signal - 1,
  settle: (v) => lastKnown(v) + v.signal - 1,
  source: 'Pring (1992), "Summed rate of change (KST)", Stocks & Commodities 10:9.',
  kernel: (v) =>
    steps(
      1,
      (kit) => {
        const changes = [v.change1, v.change2, v.change3, v.change4].map((period) => change(kit, period));
        const averages = [v.smooth1, v.smooth2, v.smooth3, v.smooth4].map((period) => kit.part(new Sma(period)));
        const signal = kit.part(new Sma(v.signal));
        return (x) => {
          let sum = 0;
          for (let k = 0; k < 4; k++) sum += (k + 1) * (averages[k] as Sma).update((changes[k] as (x: number) => number)(x));
          kit.out[1] = signal.update(sum);
          return sum;
        };
      },
      2,
    ),
});

interface Spans {
  readonly change1: number;
  readonly change2: number;
  readonly change3: number;
  readonly change4: number;
  readonly smooth1: number;
  readonly smooth2: number;
  readonly smooth3: number;
  readonly smooth4: number;
}

function lastKnown(v: Spans): number {
  return Math.max(v.change1 + v.smooth1, v.change2 + v.smooth2, v.change3 + v.smooth3, v.change4 + v.smooth4) - 1;
}

export const coppock = defineIndicator({
  id: 'coppock',
  name: 'Coppock curve',
  group: 'momentum',
  about: 'Weighted average of the sum of two rates of change, made for monthly bars of stock indices.',
  inputs: ['close'],
  parameters: {
    long: rows(14, 'rows of the longer change'),
    short: rows(11, 'rows of the shorter change'),
    period: rows(10, 'rows in the weighted average'),
  },
  outputs: ['value'],
  unit: 100,
  warmup: ({ long, short, period }) => Math.max(long, short) + period - 1,
  settle: ({ long, short, period }) => Math.max(long, short) + period - 1,
  source: 'Coppock (1962), "Trendex", Barron’s, 15 October.',
  kernel: ({ long, short, period }) =>
    steps(1, (kit) => {
      const [one, two, average] = [change(kit, long), change(kit, short), kit.part(new Wma(period))];
      return (x) => average.update(one(x) + two(x));
    }),
});
