import { defineCandlestick } from './define.ts';

export const doji = defineCandlestick({
  id: 'doji',
  taLib: 'CDLDOJI',
  name: 'Doji',
  about: 'Open and close all but equal. Always 100, which means "seen", not "up".',
  bars: 1,
  settings: ['bodyDoji'],
  judge({ bars: b, yardstick }) {
    const none = yardstick('bodyDoji', 0);
    return () => (b.body(0) <= none.value ? 100 : 0);
  },
});

export const dragonflyDoji = defineCandlestick({
  id: 'dragonfly-doji',
  taLib: 'CDLDRAGONFLYDOJI',
  name: 'Dragonfly doji',
  about: 'A doji at the top of its range: a lower shadow and hardly an upper one.',
  bars: 1,
  settings: ['bodyDoji', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => (b.body(0) <= flat.value && b.upperShadow(0) < none.value && b.lowerShadow(0) > none.value ? 100 : 0);
  },
});

export const gravestoneDoji = defineCandlestick({
  id: 'gravestone-doji',
  taLib: 'CDLGRAVESTONEDOJI',
  name: 'Gravestone doji',
  about: 'A doji at the bottom of its range: an upper shadow and hardly a lower one. TA-Lib answers 100 for it.',
  bars: 1,
  settings: ['bodyDoji', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => (b.body(0) <= flat.value && b.lowerShadow(0) < none.value && b.upperShadow(0) > none.value ? 100 : 0);
  },
});

export const longLeggedDoji = defineCandlestick({
  id: 'long-legged-doji',
  taLib: 'CDLLONGLEGGEDDOJI',
  name: 'Long-legged doji',
  about: 'A doji with at least one long shadow.',
  bars: 1,
  settings: ['bodyDoji', 'shadowLong'],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 0);
    const long = yardstick('shadowLong', 0);
    return () => (b.body(0) <= flat.value && (b.lowerShadow(0) > long.value || b.upperShadow(0) > long.value) ? 100 : 0);
  },
});

export const rickshawMan = defineCandlestick({
  id: 'rickshaw-man',
  taLib: 'CDLRICKSHAWMAN',
  name: 'Rickshaw man',
  about: 'A doji with two long shadows and its body near the middle of the range.',
  bars: 1,
  settings: ['bodyDoji', 'shadowLong', 'near'],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 0);
    const long = yardstick('shadowLong', 0);
    const near = yardstick('near', 0);
    return () => {
      if (!(b.body(0) <= flat.value && b.lowerShadow(0) > long.value && b.upperShadow(0) > long.value)) return 0;
      const middle = b.low(0) + b.range(0) / 2;
      return b.bottom(0) <= middle + near.value && b.top(0) >= middle - near.value ? 100 : 0;
    };
  },
});

export const takuri = defineCandlestick({
  id: 'takuri',
  taLib: 'CDLTAKURI',
  name: 'Takuri',
  about: 'A dragonfly doji with a very long lower shadow.',
  bars: 1,
  settings: ['bodyDoji', 'shadowVeryShort', 'shadowVeryLong'],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 0);
    const none = yardstick('shadowVeryShort', 0);
    const long = yardstick('shadowVeryLong', 0);
    return () => (b.body(0) <= flat.value && b.upperShadow(0) < none.value && b.lowerShadow(0) > long.value ? 100 : 0);
  },
});

export const dojiStar = defineCandlestick({
  id: 'doji-star',
  taLib: 'CDLDOJISTAR',
  name: 'Doji star',
  about: 'A long body, then a doji whose body gaps on in the same direction; speaks against the long body.',
  bars: 2,
  settings: ['bodyLong', 'bodyDoji'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 1);
    const flat = yardstick('bodyDoji', 0);
    return () => {
      if (!(b.body(0) <= flat.value && b.body(1) > long.value)) return 0;
      return (b.white(1) ? b.bodyGapsUp(0, 1) : b.bodyGapsDown(0, 1)) ? -b.colour(1) * 100 : 0;
    };
  },
});

export const tristar = defineCandlestick({
  id: 'tristar',
  taLib: 'CDLTRISTAR',
  name: 'Tristar',
  about: 'Three doji, the second gapping away from the first and the third falling back behind it.',
  bars: 3,
  settings: ['bodyDoji'],
  judge({ bars: b, yardstick }) {
    const flat = yardstick('bodyDoji', 2);
    return () => {
      if (!(b.body(0) <= flat.value && b.body(1) <= flat.value && b.body(2) <= flat.value)) return 0;
      if (b.bodyGapsUp(1, 2) && b.top(0) < b.top(1)) return -100;
      return b.bodyGapsDown(1, 2) && b.bottom(0) > b.bottom(1) ? 100 : 0;
    };
  },
});
