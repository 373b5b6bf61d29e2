import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { type Kit, steps } from '../steps.ts';
import { Extremum } from '../windows.ts';

/** Extrema of `period + 1` bars and how fresh each is: 100 when it is in this bar, 0 when it is `period` bars old. */
function freshness({ part }: Kit, period: number) {
  const [highest, lowest] = [part(new Extremum(period + 1, 1)), part(new Extremum(period + 1, -1))];
  const percent = (extremum: Extremum, value: number) => (Number.isNaN(value) ? Number.NaN : (100 * (period - extremum.age)) / period);
  return {
    up: (high: number) => percent(highest, highest.update(high)),
    down: (low: number) => percent(lowest, lowest.update(low)),
  };
}

const common = {
  group: 'trend',
  inputs: ['high', 'low'],
  parameters: { period: int(14, { min: 1, max: 5000, about: 'bars that an extremum may be old' }) },
  warmup: ({ period }: { readonly period: number }) => period,
  settle: ({ period }: { readonly period: number }) => period,
  source: 'Chande (1995), "A time price oscillator", Stocks & Commodities 13:9; of equal extrema the newest, as in TA-Lib.',
} as const;

export const aroon = defineIndicator({
  ...common,
  id: 'aroon',
  name: 'Aroon',
  about: 'How fresh the highest high (up) and the lowest low (down) of the last bars are, 0 to 100.',
  outputs: ['up', 'down'],
  unit: 100,
  kernel: ({ period }) =>
    steps(
      2,
      (kit) => {
        const { up, down } = freshness(kit, period);
        return (high, low) => {
          kit.out[1] = down(low);
          return up(high);
        };
      },
      2,
    ),
});

export const aroonOsc = defineIndicator({
  ...common,
  id: 'aroon-osc',
  name: 'Aroon oscillator',
  about: 'Aroon up less Aroon down: -100 to 100.',
  outputs: ['value'],
  unit: 200,
  kernel: ({ period }) =>
    steps(2, (kit) => {
      const { up, down } = freshness(kit, period);
      return (high, low) => up(high) - down(low);
    }),
});
