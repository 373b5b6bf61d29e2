import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { StdDev } from '../statistics/stddev.ts';
import { steps } from '../steps.ts';
import { wilder, wilderSettle } from '../trend/rma.ts';

export const relativeVolatility = defineIndicator({
  id: 'relative-volatility',
  name: 'Relative volatility index',
  group: 'volatility',
  about: 'Share of the standard deviation that came with rising closes, 0 to 100: an RSI of volatility; 50 when nothing moved.',
  inputs: ['close'],
  parameters: {
    period: int(14, { min: 1, max: 5000, about: 'rows in Wilder’s averages' }),
    deviation: int(10, { min: 2, max: 5000, about: 'rows in the standard deviation' }),
  },
  outputs: ['value'],
  unit: 100,
  warmup: ({ period, deviation }) => deviation - 1 + period - 1,
  settle: ({ period, deviation }) => deviation - 1 + period - 1 + wilderSettle(period),
  source: 'Dorsey (1993), "The relative volatility index", Stocks & Commodities 11:6, of the close.',
  kernel: ({ period, deviation }) =>
    steps(1, ({ part }) => {
      const before = part(new Lag(1));
      const unit = part(new StdDev(deviation));
      const rising = part(wilder(period));
      const falling = part(wilder(period));
      return (close) => {
        const last = before.push(close);
        const spread = unit.update(close);
        if (Number.isNaN(spread)) return Number.NaN;
        const up = rising.update(close > last ? spread : 0);
        const down = falling.update(close < last ? spread : 0);
        return up + down === 0 ? 50 : (100 * up) / (up + down);
      };
    }),
});
