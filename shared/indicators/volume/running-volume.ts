import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { Lag } from '../lag.ts';
import { Cell, steps } from '../steps.ts';

const SHARED = {
  group: 'volume',
  inputs: ['close', 'volume'],
  parameters: {},
  outputs: ['value'],
  warmup: () => 0,
  settle: () => 0,
} as const;
/** What both volume indices start with. */
const START = 1000;

export const pvt = defineIndicator({
  ...SHARED,
  id: 'pvt',
  name: 'Price volume trend',
  about: 'Running volume, each bar’s weighed by its relative change. Its level depends on the first bar; only its changes mean something.',
  unit: 'volume',
  source: 'Achelis (2001), Technical Analysis from A to Z, "Price and volume trend"; starts at 0.',
  kernel: () =>
    steps(2, ({ part }) => {
      const before = part(new Lag(1));
      const total = part(new Cell(0));
      return (close, volume) => {
        const last = before.push(close);
        if (last !== 0 && !Number.isNaN(last)) total.value += volume * (close / last - 1);
        return total.value;
      };
    }),
});

/** Kernel of an index that takes part in the changes of the close of those bars only whose volume rose (`sign` 1) or fell (-1). */
function volumeIndex(sign: 1 | -1): Kernel {
  return steps(2, ({ part }) => {
    const closes = part(new Lag(1));
    const volumes = part(new Lag(1));
    const index = part(new Cell(START));
    return (close, volume) => {
      const last = closes.push(close);
      const change = sign * (volume - volumes.push(volume));
      if (change > 0 && last !== 0) index.value *= close / last;
      return index.value;
    };
  });
}

export const nvi = defineIndicator({
  ...SHARED,
  id: 'nvi',
  name: 'Negative volume index',
  about:
    'What 1000 become when held only through bars of falling volume. Its level depends on the first bar; only its relative changes mean something.',
  unit: 'price',
  source: 'Fosback (1976), Stock Market Logic, ch. 21, started at 1000.',
  kernel: () => volumeIndex(-1),
});

export const pvi = defineIndicator({
  ...SHARED,
  id: 'pvi',
  name: 'Positive volume index',
  about:
    'What 1000 become when held only through bars of rising volume. Its level depends on the first bar; only its relative changes mean something.',
  unit: 'price',
  source: 'Fosback (1976), Stock Market Logic, ch. 21, started at 1000.',
  kernel: () => volumeIndex(1),
});
