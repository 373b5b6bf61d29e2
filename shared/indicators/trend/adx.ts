import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { Cell, type Kit, steps } from '../steps.ts';
import { DirectionalMovement, directionalPeriod, directionalSeed } from './directional.ts';
import { wilder, wilderSettle } from './rma.ts';

const common = {
  group: 'trend',
  inputs: ['high', 'low', 'close'],
  parameters: { period: directionalPeriod, seed: directionalSeed },
  unit: 100,
  source: 'Wilder (1978), New Concepts in Technical Trading Systems, ch. 4; seeded like TA-Lib unless asked otherwise.',
} as const;

/** Wilder's ADX of a movement: the first is the mean of `period` DX, rows that moved nowhere counting 0; later such rows leave it as it is. */
function averageIndex({ part }: Kit, period: number) {
  const average = part(wilder(period));
  return (movement: DirectionalMovement): number => {
    const index = movement.index;
    if (Number.isNaN(index) && !Number.isNaN(average.value)) return average.value;
    return average.update(Number.isNaN(index) ? 0 : index);
  };
}

export const adx = defineIndicator({
  ...common,
  id: 'adx',
  name: 'Average directional index',
  about: 'Strength of a trend whatever its direction, 0 to 100, with the directional indicators up and down.',
  outputs: ['adx', 'plusDi', 'minusDi'],
  warmup: ({ period }) => 2 * period - 1,
  settle: ({ period }) => 2 * period - 1 + 2 * wilderSettle(period),
  kernel: ({ period, seed }) =>
    steps(
      3,
      (kit) => {
        const movement = kit.part(new DirectionalMovement(period, seed));
        const average = averageIndex(kit, period);
        return (high, low, close) => {
          if (!movement.push(high, low, close)) return Number.NaN;
          kit.out[1] = movement.plus;
          kit.out[2] = movement.minus;
          return average(movement);
        };
      },
      3,
    ),
});

export const adxr = defineIndicator({
  ...common,
  id: 'adxr',
  name: 'Average directional index rating',
  about: 'Mean of today’s average directional index and the one `period` - 1 bars ago.',
  outputs: ['value'],
  warmup: ({ period }) => 3 * period - 2,
  settle: ({ period }) => 3 * period - 2 + 2 * wilderSettle(period),
  kernel: ({ period, seed }) =>
    steps(3, (kit) => {
      const movement = kit.part(new DirectionalMovement(period, seed));
      const average = averageIndex(kit, period);
      const before = period > 1 ? kit.part(new Lag(period - 1)) : undefined;
      return (high, low, close) => {
        if (!movement.push(high, low, close)) return Number.NaN;
        const now = average(movement);
        return (now + (before?.push(now) ?? now)) / 2;
      };
    }),
});

export const dx = defineIndicator({
  ...common,
  id: 'dx',
  name: 'Directional movement index',
  about: 'Difference of the directional indicators in percent of their sum, 0 to 100.',
  outputs: ['value'],
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  kernel: ({ period, seed }) =>
    steps(3, ({ part }) => {
      const movement = part(new DirectionalMovement(period, seed));
      const last = part(new Cell(0));
      return (high, low, close) => {
        if (!movement.push(high, low, close)) return Number.NaN;
        // A row that moved nowhere repeats the index before it (TA-Lib).
        if (!Number.isNaN(movement.index)) last.value = movement.index;
        return last.value;
      };
    }),
});
