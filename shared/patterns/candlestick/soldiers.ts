import type { BarShapes } from './bar-shapes.ts';
import { defineCandlestick } from './define.ts';

/** Whether the last three bars are white with ever higher closes. */
function threeWhite(b: BarShapes): boolean {
  return b.white(0) && b.white(1) && b.white(2) && b.close(0) > b.close(1) && b.close(1) > b.close(2);
}

export const threeWhiteSoldiers = defineCandlestick({
  id: 'three-white-soldiers',
  taLib: 'CDL3WHITESOLDIERS',
  name: 'Three white soldiers',
  about: 'Three white bars without upper shadows, each opening in or near the last body, none far shorter than the one before.',
  bars: 3,
  settings: ['shadowVeryShort', 'bodyShort', 'far', 'near'],
  judge({ bars: b, yardstick }) {
    const [first, second, third] = [yardstick('shadowVeryShort', 2), yardstick('shadowVeryShort', 1), yardstick('shadowVeryShort', 0)];
    const [nearFirst, nearSecond] = [yardstick('near', 2), yardstick('near', 1)];
    const [farFirst, farSecond] = [yardstick('far', 2), yardstick('far', 1)];
    const small = yardstick('bodyShort', 0);
    return () => {
      if (!threeWhite(b)) return 0;
      if (!(b.upperShadow(2) < first.value && b.upperShadow(1) < second.value && b.upperShadow(0) < third.value)) return 0;
      if (!(b.open(1) > b.open(2) && b.open(1) <= b.close(2) + nearFirst.value)) return 0;
      if (!(b.open(0) > b.open(1) && b.open(0) <= b.close(1) + nearSecond.value)) return 0;
      if (!(b.body(1) > b.body(2) - farFirst.value && b.body(0) > b.body(1) - farSecond.value)) return 0;
      return b.body(0) > small.value ? 100 : 0;
    };
  },
});

export const advanceBlock = defineCandlestick({
  id: 'advance-block',
  taLib: 'CDLADVANCEBLOCK',
  name: 'Advance block',
  about: 'Three rising white bars that lose strength: ever shorter bodies or ever longer upper shadows.',
  bars: 3,
  settings: ['shadowLong', 'shadowShort', 'far', 'near', 'bodyLong'],
  judge({ bars: b, yardstick }) {
    const [nearFirst, nearSecond] = [yardstick('near', 2), yardstick('near', 1)];
    const [farFirst, farSecond] = [yardstick('far', 2), yardstick('far', 1)];
    const [shortFirst, shortSecond, shortThird] = [yardstick('shadowShort', 2), yardstick('shadowShort', 1), yardstick('shadowShort', 0)];
    const [long, longShadow] = [yardstick('bodyLong', 2), yardstick('shadowLong', 0)];
    const weakens = () => {
      const [first, second, third] = [b.body(2), b.body(1), b.body(0)];
      if (second < first - farFirst.value && third < second + nearSecond.value) return true;
      if (third < second - farSecond.value) return true;
      if (!(third < second)) return false;
      if (second < first && (b.upperShadow(0) > shortThird.value || b.upperShadow(1) > shortSecond.value)) return true;
      return b.upperShadow(0) > longShadow.value;
    };
    return () => {
      if (!threeWhite(b)) return 0;
      if (!(b.open(1) > b.open(2) && b.open(1) <= b.close(2) + nearFirst.value)) return 0;
      if (!(b.open(0) > b.open(1) && b.open(0) <= b.close(1) + nearSecond.value)) return 0;
      return b.body(2) > long.value && b.upperShadow(2) < shortFirst.value && weakens() ? -100 : 0;
    };
  },
});

export const stalledPattern = defineCandlestick({
  id: 'stalled-pattern',
  taLib: 'CDLSTALLEDPATTERN',
  name: 'Stalled pattern',
  about: 'Two long white bars, the second without upper shadow, then a short white one riding on its shoulder.',
  bars: 3,
  settings: ['bodyLong', 'bodyShort', 'shadowVeryShort', 'near'],
  judge({ bars: b, yardstick }) {
    const [longFirst, longSecond, small] = [yardstick('bodyLong', 2), yardstick('bodyLong', 1), yardstick('bodyShort', 0)];
    const [nearFirst, nearSecond, none] = [yardstick('near', 2), yardstick('near', 1), yardstick('shadowVeryShort', 1)];
    return () => {
      if (!threeWhite(b)) return 0;
      if (!(b.body(2) > longFirst.value && b.body(1) > longSecond.value && b.upperShadow(1) < none.value)) return 0;
      if (!(b.open(1) > b.open(2) && b.open(1) <= b.close(2) + nearFirst.value)) return 0;
      return b.body(0) < small.value && b.open(0) >= b.close(1) - b.body(0) - nearSecond.value ? -100 : 0;
    };
  },
});
