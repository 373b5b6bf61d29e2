import type { BarShapes } from './bar-shapes.ts';
import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

const marubozu = (back: number) => [need.noUpperShadow(back), need.noLowerShadow(back), need.longBody(back)];

/** Whether the newest bar gaps away, shadows included, from one of the other colour. */
const kicks = (b: BarShapes) => (b.white(0) ? b.gapsUp(0, 1) : b.gapsDown(0, 1));

export const kicking = defineCandlestick({
  id: 'kicking',
  taLib: 'CDLKICKING',
  name: 'Kicking',
  about: 'Two marubozu of different colours with a gap between; speaks for the second.',
  bars: 2,
  colours: ['wb', 'bw'],
  needs: [...marubozu(1), ...marubozu(0)],
  judge({ bars: b }) {
    return () => (kicks(b) ? b.colour(0) * 100 : 0);
  },
});

export const kickingByLength = defineCandlestick({
  id: 'kicking-by-length',
  taLib: 'CDLKICKINGBYLENGTH',
  name: 'Kicking, by length',
  about: 'Two marubozu of different colours with a gap between; speaks for the longer.',
  bars: 2,
  colours: ['wb', 'bw'],
  needs: [...marubozu(1), ...marubozu(0)],
  judge({ bars: b }) {
    return () => (kicks(b) ? b.colour(b.body(0) > b.body(1) ? 0 : 1) * 100 : 0);
  },
});
