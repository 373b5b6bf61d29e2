import { defineCandlestick } from './define.ts';

export const hammer = defineCandlestick({
  id: 'hammer',
  taLib: 'CDLHAMMER',
  name: 'Hammer',
  about: 'A short body on a long lower shadow, near the low of the bar before.',
  bars: 1,
  lead: 1,
  settings: ['bodyShort', 'shadowLong', 'shadowVeryShort', 'near'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    const long = yardstick('shadowLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    const near = yardstick('near', 1);
    return () => {
      if (!(b.body(0) < small.value && b.lowerShadow(0) > long.value && b.upperShadow(0) < none.value)) return 0;
      return b.bottom(0) <= b.low(1) + near.value ? 100 : 0;
    };
  },
});

export const hangingMan = defineCandlestick({
  id: 'hanging-man',
  taLib: 'CDLHANGINGMAN',
  name: 'Hanging man',
  about: 'A short body on a long lower shadow, near the high of the bar before.',
  bars: 1,
  lead: 1,
  settings: ['bodyShort', 'shadowLong', 'shadowVeryShort', 'near'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    const long = yardstick('shadowLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    const near = yardstick('near', 1);
    return () => {
      if (!(b.body(0) < small.value && b.lowerShadow(0) > long.value && b.upperShadow(0) < none.value)) return 0;
      return b.bottom(0) >= b.high(1) - near.value ? -100 : 0;
    };
  },
});

export const invertedHammer = defineCandlestick({
  id: 'inverted-hammer',
  taLib: 'CDLINVERTEDHAMMER',
  name: 'Inverted hammer',
  about: 'A short body under a long upper shadow, its body below that of the bar before.',
  bars: 1,
  lead: 1,
  settings: ['bodyShort', 'shadowLong', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    const long = yardstick('shadowLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => {
      if (!(b.bodyGapsDown(0, 1) && b.body(0) < small.value)) return 0;
      return b.upperShadow(0) > long.value && b.lowerShadow(0) < none.value ? 100 : 0;
    };
  },
});

export const shootingStar = defineCandlestick({
  id: 'shooting-star',
  taLib: 'CDLSHOOTINGSTAR',
  name: 'Shooting star',
  about: 'A short body under a long upper shadow, its body above that of the bar before.',
  bars: 1,
  lead: 1,
  settings: ['bodyShort', 'shadowLong', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    const long = yardstick('shadowLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => {
      if (!(b.bodyGapsUp(0, 1) && b.body(0) < small.value)) return 0;
      return b.upperShadow(0) > long.value && b.lowerShadow(0) < none.value ? -100 : 0;
    };
  },
});
