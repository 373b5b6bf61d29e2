import { defineIndicator } from '../define.ts';
import { float, int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Atr } from '../volatility/atr.ts';
import { Extremum } from '../windows.ts';
import { wilderSettle } from './rma.ts';

export const chandeKrollStop = defineIndicator({
  id: 'chande-kroll-stop',
  name: 'Chande Kroll stop',
  group: 'trend',
  about: 'Stops for a long and a short position, some average true ranges from the extremes of the last bars.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    period: int(10, { min: 1, max: 2000, about: 'bars in the first extremes and in the average true range' }),
    multiplier: float(1, { min: 0.1, max: 20, step: 0.1, about: 'average true ranges between extreme and stop' }),
    stopPeriod: int(9, { min: 1, max: 2000, about: 'bars over which the most cautious stop counts' }),
  },
  outputs: ['long', 'short'],
  unit: 'price',
  warmup: ({ period, stopPeriod }) => period + stopPeriod - 1,
  settle: ({ period, stopPeriod }) => period + stopPeriod - 1 + wilderSettle(period),
  source: 'Chande & Kroll (1994), The New Technical Trader, ch. 8.',
  kernel: ({ period, multiplier, stopPeriod }) =>
    steps(
      3,
      ({ part, out }) => {
        const range = part(new Atr(period));
        const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
        const [short, long] = [part(new Extremum(stopPeriod, 1)), part(new Extremum(stopPeriod, -1))];
        return (high, low, close) => {
          const width = multiplier * range.update(high, low, close);
          out[1] = short.update(highest.update(high) - width);
          return long.update(lowest.update(low) + width);
        };
      },
      2,
    ),
});
