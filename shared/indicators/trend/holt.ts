import { defineIndicator } from '../define.ts';
import { float } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';

const weight = (value: number, about: string) => float(value, { min: 0.01, max: 1, step: 0.05, about });

/** Largest factor by which what the filter remembers shrinks in a row: the spectral radius of its recursion. */
function memory(level: number, trend: number): number {
  const sum = 2 - level - level * trend;
  const product = 1 - level;
  const discriminant = sum * sum - 4 * product;
  return discriminant < 0 ? Math.sqrt(product) : (Math.abs(sum) + Math.sqrt(discriminant)) / 2;
}

export const holt = defineIndicator({
  id: 'holt',
  name: 'Holt double exponential smoothing',
  group: 'trend',
  about: 'Smoothed level of the price together with its smoothed slope a row.',
  inputs: ['close'],
  parameters: {
    level: weight(0.2, 'weight of the newest value in the level'),
    trend: weight(0.1, 'weight of the newest slope in the trend'),
  },
  outputs: ['value', 'trend'],
  unit: 'price',
  warmup: () => 1,
  settle: ({ level, trend }) => 1 + Math.ceil((1.5 * Math.log(1e-9)) / Math.log(Math.max(0.01, memory(level, trend)))),
  source:
    'Holt (1957), "Forecasting seasonals and trends by exponentially weighted moving averages", ONR Memorandum 52; starts from two values.',
  kernel: ({ level, trend }) =>
    steps(
      1,
      ({ part, out }) => {
        const [value, slope] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
        return (x) => {
          const before = value.value;
          if (Number.isNaN(before)) {
            value.value = x;
            return Number.NaN;
          }
          if (Number.isNaN(slope.value)) {
            slope.value = x - before;
            value.value = x;
          } else {
            value.value = level * x + (1 - level) * (before + slope.value);
            slope.value = trend * (value.value - before) + (1 - trend) * slope.value;
          }
          out[1] = slope.value;
          return value.value;
        };
      },
      2,
    ),
});
