import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Macd, macd } from './macd.ts';

const period = int(13, { min: 1, max: 2000, about: 'period of the exponential average' });

export const elderRay = defineIndicator({
  id: 'elder-ray',
  name: 'Elder-ray',
  group: 'momentum',
  about: 'How far the high (bull power) and the low (bear power) are above an exponential average of the close.',
  inputs: ['high', 'low', 'close'],
  parameters: { period },
  outputs: ['bull', 'bear'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1 + rowsToForget(2 / (period + 1)),
  source: 'Elder (1993), Trading for a Living, sec. 41.',
  kernel: ({ period }) =>
    steps(
      3,
      ({ part, out }) => {
        const average = part(new Ema(period));
        return (high, low, close) => {
          const middle = average.update(close);
          out[1] = low - middle;
          return high - middle;
        };
      },
      2,
    ),
});

export const elderImpulse = defineIndicator({
  id: 'elder-impulse',
  name: 'Elder impulse',
  group: 'momentum',
  about: '1 when the average and the MACD histogram both rise, -1 when both fall, else 0.',
  inputs: ['close'],
  parameters: { period, ...macd.definition.parameters },
  outputs: ['value'],
  unit: 2,
  warmup: ({ period, ...spans }) => Math.max(period, macd.definition.warmup(spans) + 1),
  settle: ({ period, ...spans }) => Math.max(period + rowsToForget(2 / (period + 1)), macd.definition.settle(spans) + 1),
  source: 'Elder (2002), Come Into My Trading Room, ch. 6.',
  kernel: ({ period, fast, slow, signal, seed }) =>
    steps(1, ({ part }) => {
      const [average, oscillator] = [part(new Ema(period)), part(new Macd({ fast, slow, signal, seed }))];
      const [averageBefore, histogramBefore] = [part(new Cell(Number.NaN)), part(new Cell(Number.NaN))];
      return (x) => {
        const now = average.update(x);
        oscillator.update(x);
        const histogram = oscillator.outputs[2] as number;
        const [trend, force] = [now - averageBefore.value, histogram - histogramBefore.value];
        averageBefore.value = now;
        histogramBefore.value = histogram;
        if (Number.isNaN(trend + force)) return Number.NaN;
        if (trend > 0 && force > 0) return 1;
        return trend < 0 && force < 0 ? -1 : 0;
      };
    }),
});
