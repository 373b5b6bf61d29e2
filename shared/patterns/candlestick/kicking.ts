import { defineCandlestick, type FormationTools } from './define.ts';

/** Whether the two newest bars are marubozu of different colours with a gap between them in the direction of the second. */
function kicks({ bars: b, yardstick }: FormationTools<'bodyLong' | 'shadowVeryShort'>): () => boolean {
  const [firstLong, firstNone] = [yardstick('bodyLong', 1), yardstick('shadowVeryShort', 1)];
  const [secondLong, secondNone] = [yardstick('bodyLong', 0), yardstick('shadowVeryShort', 0)];
  return () => {
    if (b.colour(1) === b.colour(0)) return false;
    if (!(b.black(1) ? b.gapsUp(0, 1) : b.gapsDown(0, 1))) return false;
    const first = b.body(1) > firstLong.value && b.upperShadow(1) < firstNone.value && b.lowerShadow(1) < firstNone.value;
    return first && b.body(0) > secondLong.value && b.upperShadow(0) < secondNone.value && b.lowerShadow(0) < secondNone.value;
  };
}

export const kicking = defineCandlestick({
  id: 'kicking',
  taLib: 'CDLKICKING',
  name: 'Kicking',
  about: 'Two marubozu of different colours with a gap between; speaks for the second.',
  bars: 2,
  settings: ['shadowVeryShort', 'bodyLong'],
  judge(tools) {
    const seen = kicks(tools);
    return () => (seen() ? tools.bars.colour(0) * 100 : 0);
  },
});

export const kickingByLength = defineCandlestick({
  id: 'kicking-by-length',
  taLib: 'CDLKICKINGBYLENGTH',
  name: 'Kicking, by length',
  about: 'Two marubozu of different colours with a gap between; speaks for the longer.',
  bars: 2,
  settings: ['shadowVeryShort', 'bodyLong'],
  judge(tools) {
    const seen = kicks(tools);
    const b = tools.bars;
    return () => (seen() ? b.colour(b.body(0) > b.body(1) ? 0 : 1) * 100 : 0);
  },
});
