import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Sma } from '../trend/sma.ts';
import { steps } from '../steps.ts';

export const accbands = defineIndicator({
  id: 'accbands',
  name: 'Acceleration bands',
  group: 'volatility',
  about: 'Simple average of the close between averages of highs and lows that are pushed out by the range of their bars.',
  inputs: ['high', 'low', 'close'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'bars in each average' }) },
  outputs: ['upper', 'middle', 'lower'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Headley (2002), Big Trends in Trading, ch. 5.',
  kernel: ({ period }) =>
    steps(
      3,
      ({ part, out }) => {
        const upper = part(new Sma(period));
        const middle = part(new Sma(period));
        const lower = part(new Sma(period));
        return (high, low, close) => {
          const share = high + low === 0 ? 0 : (4 * (high - low)) / (high + low);
          out[1] = middle.update(close);
          out[2] = lower.update(low * (1 - share));
          return upper.update(high * (1 + share));
        };
      },
      3,
    ),
});
