import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

/** TA-Lib answers 100 for a doji alone, which means "seen", not "up". */
const seen = () => () => 100;

export const doji = defineCandlestick({
  id: 'doji',
  taLib: 'CDLDOJI',
  name: 'Doji',
  about: 'Open and close all but equal. Always 100, which means "seen", not "up".',
  bars: 1,
  needs: [need.flatBody(0)],
  judge: seen,
});

export const dragonflyDoji = defineCandlestick({
  id: 'dragonfly-doji',
  taLib: 'CDLDRAGONFLYDOJI',
  name: 'Dragonfly doji',
  about: 'A doji at the top of its range: a lower shadow and hardly an upper one.',
  bars: 1,
  needs: [need.flatBody(0), need.noUpperShadow(0), need.someLowerShadow(0)],
  judge: seen,
});

export const gravestoneDoji = defineCandlestick({
  id: 'gravestone-doji',
  taLib: 'CDLGRAVESTONEDOJI',
  name: 'Gravestone doji',
  about: 'A doji at the bottom of its range: an upper shadow and hardly a lower one. TA-Lib answers 100 for it.',
  bars: 1,
  needs: [need.flatBody(0), need.noLowerShadow(0), need.someUpperShadow(0)],
  judge: seen,
});

export const longLeggedDoji = defineCandlestick({
  id: 'long-legged-doji',
  taLib: 'CDLLONGLEGGEDDOJI',
  name: 'Long-legged doji',
  about: 'A doji with at least one long shadow.',
  bars: 1,
  needs: [need.flatBody(0)],
  settings: ['shadowLong'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('shadowLong', 0);
    return () => (b.lowerShadow(0) > long.value || b.upperShadow(0) > long.value ? 100 : 0);
  },
});

export const rickshawMan = defineCandlestick({
  id: 'rickshaw-man',
  taLib: 'CDLRICKSHAWMAN',
  name: 'Rickshaw man',
  about: 'A doji with two long shadows and its body near the middle of the range.',
  bars: 1,
  needs: [need.flatBody(0), need.longLowerShadow(0), need.longUpperShadow(0)],
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const near = yardstick('near', 0);
    return () => {
      const middle = b.low(0) + b.range(0) / 2;
      return b.bottom(0) <= middle + near.value && b.top(0) >= middle - near.value ? 100 : 0;
    };
  },
});

export const takuri = defineCandlestick({
  id: 'takuri',
  taLib: 'CDLTAKURI',
  name: 'Takuri',
  about: 'A doji at the top of its range with a very long lower shadow.',
  bars: 1,
  needs: [need.flatBody(0), need.noUpperShadow(0), need.veryLongLowerShadow(0)],
  judge: seen,
});

export const dojiStar = defineCandlestick({
  id: 'doji-star',
  taLib: 'CDLDOJISTAR',
  name: 'Doji star',
  about: 'A long body, then a doji whose body gaps on in the same direction; speaks against the long body.',
  bars: 2,
  needs: [need.flatBody(0), need.longBody(1)],
  judge({ bars: b }) {
    return () => ((b.white(1) ? b.bodyGapsUp(0, 1) : b.bodyGapsDown(0, 1)) ? -b.colour(1) * 100 : 0);
  },
});

export const tristar = defineCandlestick({
  id: 'tristar',
  taLib: 'CDLTRISTAR',
  name: 'Tristar',
  about: 'Three doji by the yardstick of the first, the second gapping away from it and the third falling back behind the second.',
  bars: 3,
  needs: [need.flatBody(2)],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 2);
    return () => {
      if (!(b.body(0) <= flat.value && b.body(1) <= flat.value)) return 0;
      if (b.bodyGapsUp(1, 2) && b.top(0) < b.top(1)) return -100;
      return b.bodyGapsDown(1, 2) && b.bottom(0) > b.bottom(1) ? 100 : 0;
    };
  },
});
