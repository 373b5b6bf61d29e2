import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Extremum } from '../windows.ts';

/**
 * Hosoda's Ichimoku lines. The cloud's spans are drawn ahead: those of this row were computed `displacement - 1` rows before, today counting as
 * the first. The lagging span (chikou) is today's close drawn back, which no row may know before its time: `lagging` is today's close less the
 * close that it is drawn beside, the comparison it is there for.
 */
export const ichimoku = defineIndicator({
  id: 'ichimoku',
  name: 'Ichimoku Kinko Hyo',
  group: 'trend',
  about:
    'Midpoints of three ranges: conversion and base line, the two spans of the cloud as they stand at this row, and the lagging comparison.',
  inputs: ['high', 'low', 'close'],
  parameters: {
    conversion: int(9, { min: 1, max: 1000, about: 'bars in the conversion line (tenkan)' }),
    base: int(26, { min: 1, max: 1000, about: 'bars in the base line (kijun)' }),
    span: int(52, { min: 1, max: 2000, about: 'bars in the second span (senkou B)' }),
    displacement: int(26, {
      min: 1,
      max: 1000,
      about: 'bars that the cloud is drawn ahead, today counting; 1 draws it where it is computed',
    }),
  },
  outputs: ['conversion', 'base', 'spanA', 'spanB', 'lagging'],
  unit: 'price',
  warmup: ({ conversion, base, span, displacement }) => Math.max(conversion, base, span) - 1 + displacement - 1,
  settle: ({ conversion, base, span, displacement }) => Math.max(conversion, base, span) - 1 + displacement - 1,
  source: 'Hosoda (1968), Ichimoku Kinko Hyo; Elliott (2007), Ichimoku Charts, ch. 3.',
  kernel: ({ conversion, base, span, displacement }) =>
    steps(
      3,
      ({ part, out }) => {
        const midpoint = (period: number) => {
          const [highest, lowest] = [part(new Extremum(period, 1)), part(new Extremum(period, -1))];
          return (high: number, low: number) => (highest.update(high) + lowest.update(low)) / 2;
        };
        const [fast, slow, slowest] = [midpoint(conversion), midpoint(base), midpoint(span)];
        // Values pushed `displacement - 1` rows ago; with a displacement of 1 the row's own.
        const ago = displacement > 1 ? [0, 1, 2].map(() => part(new Lag(displacement - 1))) : [];
        const shown = (k: number, x: number) => ago[k]?.push(x) ?? x;
        return (high, low, close) => {
          const line = fast(high, low);
          const baseLine = slow(high, low);
          out[1] = baseLine;
          out[2] = shown(0, (line + baseLine) / 2);
          out[3] = shown(1, slowest(high, low));
          out[4] = close - shown(2, close);
          return line;
        };
      },
      5,
    ),
});
