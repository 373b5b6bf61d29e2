import type { BarShapes } from './bar-shapes.ts';
import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';
import type { Yardstick } from './yardstick.ts';

/** Whether each of the last three bars closes above the one before. */
const closesRise = (b: BarShapes) => b.close(0) > b.close(1) && b.close(1) > b.close(2);

/** Whether the bar `back` opens above the open of the one before it and not above its close by more than `near`. */
const opensNear = (b: BarShapes, back: number, near: Yardstick) =>
  b.open(back) > b.open(back + 1) && b.open(back) <= b.close(back + 1) + near.value;

export const threeWhiteSoldiers = defineCandlestick({
  id: 'three-white-soldiers',
  taLib: 'CDL3WHITESOLDIERS',
  name: 'Three white soldiers',
  about: 'Three white bars without upper shadows, each opening in or near the last body, none far shorter than the one before.',
  bars: 3,
  colours: ['www'],
  needs: [need.noUpperShadow(0), need.noUpperShadow(1), need.noUpperShadow(2), need.fairBody(0)],
  settings: ['far', 'near'],
  judge({ bars: b, yardstick }) {
    const [nearFirst, nearSecond] = [yardstick('near', 2), yardstick('near', 1)];
    const [farFirst, farSecond] = [yardstick('far', 2), yardstick('far', 1)];
    return () => {
      if (!(closesRise(b) && opensNear(b, 1, nearFirst) && opensNear(b, 0, nearSecond))) return 0;
      return b.body(1) > b.body(2) - farFirst.value && b.body(0) > b.body(1) - farSecond.value ? 100 : 0;
    };
  },
});

export const advanceBlock = defineCandlestick({
  id: 'advance-block',
  taLib: 'CDLADVANCEBLOCK',
  name: 'Advance block',
  about: 'Three rising white bars that lose strength: ever shorter bodies or ever longer upper shadows.',
  bars: 3,
  colours: ['www'],
  needs: [need.longBody(2), need.shortUpperShadow(2)],
  settings: ['shadowLong', 'far', 'near'],
  judge({ bars: b, yardstick }) {
    const [nearFirst, nearSecond] = [yardstick('near', 2), yardstick('near', 1)];
    const [farFirst, farSecond] = [yardstick('far', 2), yardstick('far', 1)];
    const [shortSecond, shortThird, longShadow] = [yardstick('shadowShort', 1), yardstick('shadowShort', 0), yardstick('shadowLong', 0)];
    const weakens = () => {
      const [first, second, third] = [b.body(2), b.body(1), b.body(0)];
      if (second < first - farFirst.value && third < second + nearSecond.value) return true;
      if (third < second - farSecond.value) return true;
      if (!(third < second)) return false;
      if (second < first && (b.upperShadow(0) > shortThird.value || b.upperShadow(1) > shortSecond.value)) return true;
      return b.upperShadow(0) > longShadow.value;
    };
    return () => (closesRise(b) && opensNear(b, 1, nearFirst) && opensNear(b, 0, nearSecond) && weakens() ? -100 : 0);
  },
});

export const stalledPattern = defineCandlestick({
  id: 'stalled-pattern',
  taLib: 'CDLSTALLEDPATTERN',
  name: 'Stalled pattern',
  about: 'Two long white bars, the second without upper shadow, then a short white one riding on its shoulder.',
  bars: 3,
  colours: ['www'],
  needs: [need.noUpperShadow(1), need.longBody(2), need.longBody(1), need.shortBody(0)],
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const [nearFirst, nearSecond] = [yardstick('near', 2), yardstick('near', 1)];
    return () => {
      if (!(closesRise(b) && opensNear(b, 1, nearFirst))) return 0;
      return b.open(0) >= b.close(1) - b.body(0) - nearSecond.value ? -100 : 0;
    };
  },
});
