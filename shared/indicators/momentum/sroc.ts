import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';

export const sroc = defineIndicator({
  id: 'sroc',
  name: 'Smoothed rate of change',
  group: 'momentum',
  about: 'Change of an exponential average over some rows, in percent.',
  inputs: ['close'],
  parameters: {
    smooth: int(13, { min: 1, max: 2000, about: 'period of the exponential average' }),
    period: int(21, { min: 1, max: 2000, about: 'rows between the two averages' }),
  },
  outputs: ['value'],
  unit: 100,
  warmup: ({ smooth, period }) => smooth - 1 + period,
  settle: ({ smooth, period }) => smooth - 1 + period + rowsToForget(2 / (smooth + 1)),
  source: 'Schutzman (1991), "Smoothed rate of change", in Elder (1993), Trading for a Living, sec. 28.',
  kernel: ({ smooth, period }) =>
    steps(1, ({ part }) => {
      const [average, lag] = [part(new Ema(smooth)), part(new Lag(period))];
      return (x) => {
        const now = average.update(x);
        // The lag counts known averages only.
        if (Number.isNaN(now)) return Number.NaN;
        const before = lag.push(now);
        return before === 0 ? 0 : 100 * (now / before - 1);
      };
    }),
});
