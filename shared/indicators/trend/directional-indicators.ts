import { defineIndicator } from '../define.ts';
import { steps } from '../steps.ts';
import { DirectionalMovement, directionalPeriod, directionalSeed } from './directional.ts';
import { wilderSettle } from './rma.ts';

const SOURCE = 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 4; seeded like TA-Lib unless asked otherwise.';

const indicator = {
  group: 'trend',
  inputs: ['high', 'low', 'close'],
  parameters: { period: directionalPeriod, seed: directionalSeed },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period }: { readonly period: number }) => period,
  settle: ({ period }: { readonly period: number }) => period + wilderSettle(period),
  source: SOURCE,
} as const;

export const plusDi = defineIndicator({
  ...indicator,
  id: 'plus-di',
  name: 'Plus directional indicator',
  about: 'Movement up in percent of the true range, with Wilder’s smoothing.',
  kernel: ({ period, seed }) =>
    steps(3, ({ part }) => {
      const movement = part(new DirectionalMovement(period, seed));
      return (high, low, close) => (movement.push(high, low, close) ? movement.plus : Number.NaN);
    }),
});

export const minusDi = defineIndicator({
  ...indicator,
  id: 'minus-di',
  name: 'Minus directional indicator',
  about: 'Movement down in percent of the true range, with Wilder’s smoothing.',
  kernel: ({ period, seed }) =>
    steps(3, ({ part }) => {
      const movement = part(new DirectionalMovement(period, seed));
      return (high, low, close) => (movement.push(high, low, close) ? movement.minus : Number.NaN);
    }),
});

/** TA-Lib knows the sums as soon as the first is complete: at `period` - 1 movements, but for a period of 1. */
const firstSum = ({ period }: { readonly period: number }) => Math.max(1, period - 1);

const movement = {
  ...indicator,
  inputs: ['high', 'low'],
  parameters: { period: directionalPeriod },
  unit: 'price',
  warmup: firstSum,
  settle: ({ period }: { readonly period: number }) => period + wilderSettle(period),
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 4; sums as in TA-Lib.',
} as const;

export const plusDm = defineIndicator({
  ...movement,
  id: 'plus-dm',
  name: 'Plus directional movement',
  about: 'Running sum of the movements up, with Wilder’s smoothing.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const sums = part(new DirectionalMovement(period, 0));
      return (high, low) => {
        sums.push(high, low, high);
        return sums.rows < firstSum({ period }) ? Number.NaN : sums.plusMovement;
      };
    }),
});

export const minusDm = defineIndicator({
  ...movement,
  id: 'minus-dm',
  name: 'Minus directional movement',
  about: 'Running sum of the movements down, with Wilder’s smoothing.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const sums = part(new DirectionalMovement(period, 0));
      return (high, low) => {
        sums.push(high, low, high);
        return sums.rows < firstSum({ period }) ? Number.NaN : sums.minusMovement;
      };
    }),
});
