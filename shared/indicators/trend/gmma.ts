import { defineIndicator } from '../define.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from './ema.ts';

const PERIODS = [3, 5, 8, 10, 12, 15, 30, 35, 40, 45, 50, 60] as const;

export const gmma = defineIndicator({
  id: 'gmma',
  name: 'Guppy multiple moving average',
  group: 'trend',
  about: 'Six short and six long exponential averages: what traders do and what investors do.',
  inputs: ['close'],
  parameters: {},
  outputs: ['ema3', 'ema5', 'ema8', 'ema10', 'ema12', 'ema15', 'ema30', 'ema35', 'ema40', 'ema45', 'ema50', 'ema60'],
  unit: 'price',
  warmup: () => 59,
  settle: () => 59 + rowsToForget(2 / 61),
  source: 'Guppy (2004), Trend Trading, ch. 8.',
  kernel: () =>
    steps(
      1,
      ({ part, out }) => {
        const averages = PERIODS.map((period) => part(new Ema(period)));
        return (x) => {
          for (let k = 1; k < averages.length; k++) out[k] = (averages[k] as Ema).update(x);
          return (averages[0] as Ema).update(x);
        };
      },
      PERIODS.length,
    ),
});
