import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { wilder, wilderSettle } from '../trend/rma.ts';
import { Total } from '../windows.ts';
import { feed } from '../trend/averages.ts';

export const cmo = defineIndicator({
  id: 'cmo',
  name: 'Chande momentum oscillator',
  group: 'momentum',
  about: 'Rises less falls in percent of both, -100 to 100; 0 when nothing moved.',
  inputs: ['close'],
  parameters: {
    period: int(14, { min: 1, max: 5000, about: 'changes in the window' }),
    smoothing: int(0, { min: 0, max: 1, about: '0 Wilder’s averages of the changes (TA-Lib), 1 plain sums of them (Chande, TradingView)' }),
  },
  outputs: ['value'],
  unit: 200,
  warmup: ({ period }) => period,
  settle: ({ period, smoothing }) => period + (smoothing === 0 ? wilderSettle(period) : 0),
  source: 'Chande & Kroll (1994), The New Technical Trader, ch. 5; smoothed like TA-Lib unless asked otherwise.',
  kernel: ({ period, smoothing }) =>
    steps(1, ({ part }) => {
      const collect = (): Kernel => part(smoothing === 0 ? wilder(period) : new Total(period, 'flow'));
      const [rises, falls] = [collect(), collect()];
      const before = part(new Cell(Number.NaN));
      return (x) => {
        const change = x - before.value;
        before.value = x;
        if (Number.isNaN(change)) return Number.NaN;
        const up = feed(rises, change > 0 ? change : 0);
        const down = feed(falls, change < 0 ? -change : 0);
        return up + down === 0 ? 0 : (100 * (up - down)) / (up + down);
      };
    }),
});
