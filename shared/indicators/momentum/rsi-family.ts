import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { float, int } from '../parameters.ts';
import { Cell, steps } from '../steps.ts';
import { Ema, rowsToForget } from '../trend/ema.ts';
import { wilder, wilderSettle } from '../trend/rma.ts';
import { Sma } from '../trend/sma.ts';
import { Wma } from '../trend/wma.ts';
import { Total } from '../windows.ts';
import { Rsi, strength } from './rsi.ts';

const rows = (value: number, about: string) => int(value, { min: 1, max: 2000, about });
const changes = (value: number) => int(value, { min: 2, max: 2000, about: 'changes in the relative strength index' });
const oscillator = { group: 'momentum', inputs: ['close'], outputs: ['value'], unit: 100 } as const;

export const cutlerRsi = defineIndicator({
  ...oscillator,
  id: 'cutler-rsi',
  name: 'Cutler’s relative strength index',
  about:
    'Relative strength index with plain sums of the changes, so that it does not depend on where the history starts; 0 when nothing moved.',
  parameters: { period: rows(14, 'changes in the sums') },
  warmup: ({ period }) => period,
  settle: ({ period }) => period,
  source: 'Cutler (1979), in Kaufman (2013), Trading Systems and Methods, ch. 9.',
  kernel: ({ period }) =>
    steps(1, ({ part }) => {
      const [rises, falls, before] = [part(new Total(period, 'flow')), part(new Total(period, 'flow')), part(new Cell(Number.NaN))];
      return (x) => {
        const change = x - before.value;
        before.value = x;
        if (Number.isNaN(change)) return Number.NaN;
        return strength(rises.update(Math.max(0, change)), falls.update(Math.max(0, -change)));
      };
    }),
});

export const rmi = defineIndicator({
  ...oscillator,
  id: 'rmi',
  name: 'Relative momentum index',
  about: 'Relative strength index of changes over several rows instead of one; 0 when nothing moved.',
  parameters: { period: rows(20, 'changes in the averages'), momentum: rows(5, 'rows that a change spans') },
  warmup: ({ period, momentum }) => momentum + period - 1,
  settle: ({ period, momentum }) => momentum + period - 1 + wilderSettle(period),
  source: 'Altman (1993), "Relative momentum index", Stocks & Commodities 11:2.',
  kernel: ({ period, momentum }) =>
    steps(1, ({ part }) => {
      const [rises, falls, lag] = [part(wilder(period)), part(wilder(period)), part(new Lag(momentum))];
      return (x) => {
        const change = x - lag.push(x);
        if (Number.isNaN(change)) return Number.NaN;
        return strength(rises.update(Math.max(0, change)), falls.update(Math.max(0, -change)));
      };
    }),
});

export const connorsRsi = defineIndicator({
  ...oscillator,
  id: 'connors-rsi',
  name: 'Connors RSI',
  about:
    'Mean of a short relative strength index, that of the length of the current streak, and the rank of the last change among those before it.',
  parameters: {
    period: changes(3),
    streak: changes(2),
    rank: int(100, { min: 1, max: 1000, about: 'changes that the newest is ranked among; the cost of a row grows with it' }),
  },
  warmup: ({ period, streak, rank }) => Math.max(period, streak, rank + 1),
  settle: ({ period, streak, rank }) => Math.max(period + wilderSettle(period), streak + 4 * wilderSettle(streak) + 50, rank + 1),
  source: 'Connors & Alvarez (2012), An Introduction to ConnorsRSI: the rank is the share of earlier changes that are below the newest.',
  kernel: ({ period, streak, rank }) =>
    steps(1, ({ part }) => {
      const [price, run, window] = [part(new Rsi(period)), part(new Rsi(streak)), part(new Lag(rank))];
      const [before, length] = [part(new Cell(Number.NaN)), part(new Cell(0))];
      return (x) => {
        const last = before.value;
        before.value = x;
        if (x > last) length.value = Math.max(0, length.value) + 1;
        else if (x < last) length.value = Math.min(0, length.value) - 1;
        else length.value = 0;
        const [one, two] = [price.update(x), run.update(length.value)];
        if (Number.isNaN(last)) return Number.NaN;
        const change = last === 0 ? 0 : x / last - 1;
        const below = window.countBelow(change);
        window.push(change);
        return (one + two + (100 * below) / rank) / 3;
      };
    }),
});

export const derivativeOsc = defineIndicator({
  ...oscillator,
  id: 'derivative-osc',
  name: 'Derivative oscillator',
  about: 'Relative strength index smoothed twice, less its own simple average.',
  parameters: {
    period: changes(14),
    first: rows(5, 'period of the first exponential average'),
    second: rows(3, 'period of the second exponential average'),
    signal: rows(9, 'rows in the simple average'),
  },
  warmup: ({ period, first, second, signal }) => period + first - 1 + second - 1 + signal - 1,
  settle: ({ period, first, second, signal }) =>
    period + first + second + signal - 3 + wilderSettle(period) + rowsToForget(2 / (first + 1)) + rowsToForget(2 / (second + 1)),
  source: 'Brown (1999), Technical Analysis for the Trading Professional, ch. 11.',
  kernel: ({ period, first, second, signal }) =>
    steps(1, ({ part }) => {
      const [index, one, two] = [part(new Rsi(period)), part(new Ema(first)), part(new Ema(second))];
      const average = part(new Sma(signal));
      return (x) => {
        const smooth = two.update(one.update(index.update(x)));
        return smooth - average.update(smooth);
      };
    }),
});

export const iftRsi = defineIndicator({
  ...oscillator,
  unit: 2,
  id: 'ift-rsi',
  name: 'Inverse Fisher transform of the RSI',
  about: 'Smoothed relative strength index pressed towards -1 and 1, so that it is mostly one or the other.',
  parameters: { period: changes(5), smooth: rows(9, 'rows in the weighted average') },
  warmup: ({ period, smooth }) => period + smooth - 1,
  settle: ({ period, smooth }) => period + smooth - 1 + wilderSettle(period),
  source: 'Ehlers (2004), "The inverse Fisher transform", Stocks & Commodities 22:5.',
  kernel: ({ period, smooth }) =>
    steps(1, ({ part }) => {
      const [index, average] = [part(new Rsi(period)), part(new Wma(smooth))];
      return (x) => Math.tanh(average.update(0.1 * (index.update(x) - 50)));
    }),
});

export const laguerreRsi = defineIndicator({
  ...oscillator,
  unit: 1,
  id: 'laguerre-rsi',
  name: 'Laguerre RSI',
  about: 'Relative strength of the steps of a four-stage Laguerre filter, 0 to 1; 0 when nothing moved.',
  parameters: { gamma: float(0.5, { min: 0, max: 0.95, step: 0.05, about: 'damping: how much each stage keeps of itself' }) },
  warmup: () => 0,
  settle: ({ gamma }) => 2 * rowsToForget(1 - gamma) + 50,
  source: 'Ehlers (2004), Cybernetic Analysis for Stocks and Futures, ch. 14; all stages start from the first value.',
  kernel: ({ gamma }) =>
    steps(1, ({ part }) => {
      const stages = [0, 1, 2, 3].map(() => part(new Cell(Number.NaN))) as [Cell, Cell, Cell, Cell];
      return (x) => {
        const [a, b, c, d] = stages;
        if (Number.isNaN(a.value)) for (const stage of stages) stage.value = x;
        const [a0, b0, c0] = [a.value, b.value, c.value];
        a.value += (1 - gamma) * (x - a.value);
        b.value = a0 + gamma * (b.value - a.value);
        c.value = b0 + gamma * (c.value - b.value);
        d.value = c0 + gamma * (d.value - c.value);
        const net = [a.value - b.value, b.value - c.value, c.value - d.value] as const;
        const up = Math.max(0, net[0]) + Math.max(0, net[1]) + Math.max(0, net[2]);
        const down = Math.max(0, -net[0]) + Math.max(0, -net[1]) + Math.max(0, -net[2]);
        return up + down === 0 ? 0 : up / (up + down);
      };
    }),
});
