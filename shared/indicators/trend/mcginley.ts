import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { rowsToForget } from './ema.ts';

/** McGinley's dynamic: an average that follows a fall faster than a rise. Its step never overshoots the price, where the formula alone could. */
export const mcginley = defineIndicator({
  id: 'mcginley',
  name: 'McGinley dynamic',
  group: 'trend',
  about: 'Average whose step is divided by the fourth power of price / average, so that it keeps to the price in fast markets.',
  inputs: ['close'],
  parameters: {
    period: int(14, { min: 1, max: 2000, about: 'rows that the average follows' }),
    constant: float(1, { min: 0.1, max: 1, step: 0.1, about: 'factor on the period; McGinley uses 0.6 to follow closer' }),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: () => 0,
  settle: ({ period, constant }) => 2 * rowsToForget(Math.min(1, 1 / (constant * period))),
  source: 'McGinley (1990), "McGinley dynamics", J. of the Market Technicians Association 38; starts from the first value.',
  kernel: ({ period, constant }) =>
    steps(1, ({ part }) => {
      const value = part(new Cell(Number.NaN));
      return (x) => {
        if (Number.isNaN(value.value)) return (value.value = x);
        const step = (x - value.value) / (constant * period * (x / value.value) ** 4);
        const distance = Math.abs(x - value.value);
        return (value.value = Math.abs(step) < distance ? value.value + step : x);
      };
    }),
});
