import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { wilder, wilderSettle } from '../trend/rma.ts';
import { Total } from '../windows.ts';

/** Volume of a bar times the place of its close in its range, from -1 at the low to 1 at the high; 0 for a bar without range. */
export function moneyFlow(high: number, low: number, close: number, volume: number): number {
  return high > low ? ((close - low - (high - close)) / (high - low)) * volume : 0;
}

const SHARED = { group: 'volume', inputs: ['high', 'low', 'close', 'volume'], outputs: ['value'] } as const;
const LEVEL = 'Its level depends on the first bar; only its changes mean something.';

export const ad = defineIndicator({
  ...SHARED,
  id: 'ad',
  name: 'Accumulation/distribution line',
  about: `Running volume, each bar’s weighed by the place of its close in its range. ${LEVEL}`,
  parameters: {},
  unit: 'volume',
  warmup: () => 0,
  settle: () => 0,
  source: 'Chaikin, as in Achelis (2001), Technical Analysis from A to Z, "Accumulation/Distribution"; starts at 0 like TA-Lib.',
  kernel: () =>
    steps(4, ({ part }) => {
      const total = part(new Cell(0));
      return (high, low, close, volume) => (total.value += moneyFlow(high, low, close, volume));
    }),
});

export const adosc = defineIndicator({
  ...SHARED,
  id: 'adosc',
  name: 'Chaikin oscillator',
  about: 'Fast exponential average of the accumulation/distribution line less a slow one, both seeded with its first value.',
  parameters: {
    fast: int(3, { min: 2, max: 2000, about: 'period of the fast average' }),
    slow: int(10, { min: 2, max: 2000, about: 'period of the slow average' }),
  },
  unit: 'volume',
  warmup: ({ fast, slow }) => Math.max(fast, slow) - 1,
  // The averages start as far from the line as its whole level: more rows than for a seed near the value.
  settle: ({ fast, slow }) => Math.max(fast, slow) + 2 * rowsToForget(2 / (Math.max(fast, slow) + 1)),
  source: 'Chaikin, as in Achelis (2001), Technical Analysis from A to Z, "Chaikin oscillator"; seeded like TA-Lib.',
  kernel: ({ fast, slow }) =>
    steps(4, ({ part }) => {
      const line = part(new Cell(0));
      const quick = part(new Ema(1, 2 / (fast + 1)));
      const calm = part(new Ema(1, 2 / (slow + 1)));
      const missing = part(new Cell(Math.max(fast, slow)));
      return (high, low, close, volume) => {
        line.value += moneyFlow(high, low, close, volume);
        const difference = quick.update(line.value) - calm.update(line.value);
        if (missing.value > 0) missing.value--;
        return missing.value > 0 ? Number.NaN : difference;
      };
    }),
});

export const cmf = defineIndicator({
  ...SHARED,
  id: 'cmf',
  name: 'Chaikin money flow',
  about: 'Volume of the last bars, each weighed by the place of its close in its range, over their volume: -1 to 1; 0 without volume.',
  parameters: { period: int(20, { min: 1, max: 5000, about: 'bars in the sums' }) },
  unit: 1,
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Chaikin, as in Achelis (2001), Technical Analysis from A to Z, "Chaikin money flow".',
  kernel: ({ period }) =>
    steps(4, ({ part }) => {
      const bought = part(new Total(period, 'flow'));
      const sold = part(new Total(period, 'flow'));
      const traded = part(new Total(period, 'flow'));
      return (high, low, close, volume) => {
        const flow = moneyFlow(high, low, close, volume);
        const net = bought.update(Math.max(0, flow)) - sold.update(Math.max(0, -flow));
        const all = traded.update(volume);
        return all === 0 ? 0 : net / all;
      };
    }),
});

export const twiggsMoneyFlow = defineIndicator({
  ...SHARED,
  id: 'twiggs-money-flow',
  name: 'Twiggs money flow',
  about: 'Chaikin’s money flow within the true range, gaps included, with Wilder’s smoothing: -1 to 1; 0 without volume.',
  parameters: { period: int(21, { min: 1, max: 5000, about: 'bars in Wilder’s averages' }) },
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + wilderSettle(period),
  source: 'Twiggs, "Twiggs money flow", Incredible Charts.',
  kernel: ({ period }) =>
    steps(4, ({ part }) => {
      const before = part(new Lag(1));
      const flow = part(wilder(period));
      const traded = part(wilder(period));
      return (high, low, close, volume) => {
        const last = before.push(close);
        if (Number.isNaN(last)) return Number.NaN;
        const net = flow.update(moneyFlow(Math.max(high, last), Math.min(low, last), close, volume));
        const all = traded.update(volume);
        return all === 0 ? 0 : net / all;
      };
    }),
});

export const williamsAd = defineIndicator({
  ...SHARED,
  id: 'williams-ad',
  name: 'Williams accumulation/distribution',
  about: `Running way of the close up from the true low in rising bars, down from the true high in falling ones; no volume. ${LEVEL}`,
  inputs: ['high', 'low', 'close'],
  parameters: {},
  unit: 'price',
  warmup: () => 0,
  settle: () => 0,
  source: 'Williams (1972), The Secret of Selecting Stocks, as in Achelis (2001), "Williams’ accumulation/distribution".',
  kernel: () =>
    steps(3, ({ part }) => {
      const before = part(new Lag(1));
      const total = part(new Cell(0));
      return (high, low, close) => {
        const last = before.push(close);
        if (close > last) total.value += close - Math.min(low, last);
        else if (close < last) total.value += close - Math.max(high, last);
        return total.value;
      };
    }),
});
