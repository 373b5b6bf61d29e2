import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { float, int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { Sma } from '../trend/sma.ts';
import { Total } from '../windows.ts';

const SHARED = { group: 'volume', inputs: ['close', 'volume'], outputs: ['value'] } as const;
const rows = (value: number, about: string) => int(value, { min: 1, max: 5000, about });

export const forceIndex = defineIndicator({
  ...SHARED,
  id: 'force-index',
  name: 'Force index',
  about: 'Exponential average of the change of the close times the volume.',
  parameters: { period: rows(13, 'period of the average; 1 gives the raw force') },
  unit: 'volume',
  warmup: ({ period }) => period,
  settle: ({ period }) => period + rowsToForget(2 / (period + 1)),
  source: 'Elder (1993), Trading for a Living, ch. 42.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const before = part(new Lag(1));
      const average = part(new Ema(period));
      return (close, volume) => average.update((close - before.push(close)) * volume);
    }),
});

export const easeOfMovement = defineIndicator({
  ...SHARED,
  id: 'ease-of-movement',
  name: 'Ease of movement',
  about:
    'Mean way of the middle of the bar for the volume that it took, counted in units of `scale` and of the range; 0 for a bar without volume.',
  inputs: ['high', 'low', 'volume'],
  parameters: {
    period: rows(14, 'changes in the simple average'),
    scale: float(100_000_000, { min: 1, max: 1e12, about: 'volume that counts as 1' }),
  },
  unit: 'price',
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Arms (1983), Volume Cycles in the Stock Market, as in StockCharts ChartSchool, "Ease of Movement (EMV)".',
  kernel: ({ period, scale }) =>
    steps(3, ({ part }) => {
      const before = part(new Lag(1));
      const average = part(new Sma(period));
      return (high, low, volume) => {
        const middle = (high + low) / 2;
        const way = middle - before.push(middle);
        if (Number.isNaN(way)) return Number.NaN;
        return average.update(volume === 0 ? 0 : (way * (high - low) * scale) / volume);
      };
    }),
});

export const marketFacilitation = defineIndicator({
  ...SHARED,
  id: 'market-facilitation',
  name: 'Market facilitation index',
  about: 'Range of the bar for each unit of volume; 0 without volume.',
  inputs: ['high', 'low', 'volume'],
  parameters: {},
  unit: 'price',
  warmup: () => 0,
  settle: () => 0,
  source: 'Williams (1995), Trading Chaos, ch. 6.',
  kernel: () => steps(3, () => (high, low, volume) => (volume === 0 ? 0 : (high - low) / volume)),
});

export const vzo = defineIndicator({
  ...SHARED,
  id: 'vzo',
  name: 'Volume zone oscillator',
  about:
    'Exponential average of the volume, counted down in falling bars, in percent of that of all volume: -100 to 100; 0 without volume.',
  parameters: { period: rows(14, 'period of both averages') },
  unit: 100,
  warmup: ({ period }) => period,
  settle: ({ period }) => period + rowsToForget(2 / (period + 1)),
  source: 'Khalil & Steckler (2011), "In the volume zone", Stocks & Commodities 29:5.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const before = part(new Lag(1));
      const signed = part(new Ema(period));
      const all = part(new Ema(period));
      return (close, volume) => {
        const last = before.push(close);
        if (Number.isNaN(last)) return Number.NaN;
        const net = signed.update(Math.sign(close - last) * volume);
        const total = all.update(volume);
        return total === 0 ? 0 : (100 * net) / total;
      };
    }),
});

export const dollarVolume = defineIndicator({
  ...SHARED,
  id: 'dollar-volume',
  name: 'Average traded value',
  about: 'Mean over the last bars of the typical price times the volume, in the currency of the price.',
  inputs: ['hlc3', 'volume'],
  parameters: { period: rows(20, 'bars in the mean') },
  unit: 'volume',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Kissell (2013), The Science of Algorithmic Trading and Portfolio Management, ch. 2 (average daily value).',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const total = part(new Total(period, 'flow'));
      return (price, volume) => total.update(price * volume) / period;
    }),
});

/** Traded value in which Amihud counts. */
const MILLION = 1e6;

export const amihud = defineIndicator({
  ...SHARED,
  id: 'amihud',
  name: 'Amihud illiquidity',
  about: 'Mean relative change of the close, whatever its sign, for a million of traded value; a bar without volume counts as 0.',
  parameters: { period: rows(20, 'changes in the mean') },
  unit: 1,
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Amihud (2002), "Illiquidity and stock returns", J. of Financial Markets 5:1.',
  kernel: ({ period }) =>
    steps(2, ({ part }) => {
      const before = part(new Lag(1));
      const total = part(new Total(period, 'flow'));
      return (close, volume) => {
        const last = before.push(close);
        if (Number.isNaN(last)) return Number.NaN;
        const traded = Math.abs(close * volume);
        const moved = last === 0 ? 0 : Math.abs(close / last - 1);
        return total.update(traded === 0 ? 0 : (MILLION * moved) / traded) / period;
      };
    }),
});
