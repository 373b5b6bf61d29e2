import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { RollingRegression } from '../rolling-regression.ts';
import { StdDev } from '../statistics/stddev.ts';
import { steps } from '../steps.ts';
import { Sma } from '../trend/sma.ts';
import { Extremum } from '../windows.ts';
import { TrueRange } from './true-range.ts';

export const squeezeMomentum = defineIndicator({
  id: 'squeeze-momentum',
  name: 'Squeeze momentum',
  group: 'volatility',
  about:
    'Regression line of the distance of the close from the middle of its range, and whether the Bollinger bands lie inside the Keltner channel (1).',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: int(20, { min: 2, max: 2000, about: 'bars in every window' }),
    stdDev: float(2, { min: 0.1, max: 10, step: 0.1, about: 'deviations of the Bollinger bands' }),
    multiplier: float(1.5, { min: 0.1, max: 10, step: 0.1, about: 'mean true ranges of the Keltner channel' }),
  },
  outputs: ['momentum', 'squeeze'],
  unit: 'price',
  warmup: ({ period }) => 2 * (period - 1),
  settle: ({ period }) => 2 * (period - 1),
  source: 'Carter (2005), Mastering the Trade, ch. 11, with simple averages of the close and of the true range around the same middle.',
  kernel: ({ period, stdDev, multiplier }) =>
    steps(
      3,
      ({ part, out }) => {
        const trueRange = part(new TrueRange());
        const range = part(new Sma(period));
        const mean = part(new Sma(period));
        const deviation = part(new StdDev(period));
        const highest = part(new Extremum(period, 1));
        const lowest = part(new Extremum(period, -1));
        const line = part(new RollingRegression(period));
        return (high, low, close) => {
          const meanRange = range.update(trueRange.update(high, low, close));
          const spread = deviation.update(close);
          const middle = (highest.update(high) + lowest.update(low)) / 2;
          const known = line.push(close - (middle + mean.update(close)) / 2);
          if (!known) return Number.NaN;
          out[1] = stdDev * spread < multiplier * meanRange ? 1 : 0;
          return line.lineAt(period - 1);
        };
      },
      2,
    ),
});
