import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { RollingRegression } from '../rolling-regression.ts';
import { Sma } from '../trend/sma.ts';
import { steps } from '../steps.ts';

export const standardErrorBands = defineIndicator({
  id: 'standard-error-bands',
  name: 'Standard error bands',
  group: 'volatility',
  about: 'End of the regression line with so many standard errors above and below, each smoothed: narrow in a clean trend.',
  inputs: ['close'],
  parameters: {
    period: int(21, { min: 3, max: 5000, about: 'rows that the line goes through' }),
    errors: float(2, { min: 0.1, max: 10, step: 0.1, about: 'standard errors between the middle and a band' }),
    smooth: int(3, { min: 1, max: 500, about: 'rows in the simple average of each' }),
  },
  outputs: ['upper', 'middle', 'lower'],
  unit: 'price',
  warmup: ({ period, smooth }) => period - 1 + smooth - 1,
  settle: ({ period, smooth }) => period - 1 + smooth - 1,
  source: 'Andersen (1996), "Standard error bands", Stocks & Commodities 14:9.',
  kernel: ({ period, errors, smooth }) =>
    steps(
      1,
      ({ part, out }) => {
        const line = part(new RollingRegression(period));
        const center = part(new Sma(smooth));
        const error = part(new Sma(smooth));
        return (x) => {
          if (!line.push(x)) return Number.NaN;
          const middle = center.update(line.lineAt(period - 1));
          const distance = errors * error.update(Math.sqrt((line.spread - line.explained) / (period - 2)));
          out[1] = middle;
          out[2] = middle - distance;
          return middle + distance;
        };
      },
      3,
    ),
});
