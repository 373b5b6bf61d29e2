import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

export const hammer = defineCandlestick({
  id: 'hammer',
  taLib: 'CDLHAMMER',
  name: 'Hammer',
  about: 'A short body on a long lower shadow, near the low of the bar before.',
  bars: 1,
  lead: 1,
  needs: [need.noUpperShadow(0), need.longLowerShadow(0), need.shortBody(0)],
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const near = yardstick('near', 1);
    return () => (b.bottom(0) <= b.low(1) + near.value ? 100 : 0);
  },
});

export const hangingMan = defineCandlestick({
  id: 'hanging-man',
  taLib: 'CDLHANGINGMAN',
  name: 'Hanging man',
  about: 'A short body on a long lower shadow, near the high of the bar before.',
  bars: 1,
  lead: 1,
  needs: [need.noUpperShadow(0), need.longLowerShadow(0), need.shortBody(0)],
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const near = yardstick('near', 1);
    return () => (b.bottom(0) >= b.high(1) - near.value ? -100 : 0);
  },
});

export const invertedHammer = defineCandlestick({
  id: 'inverted-hammer',
  taLib: 'CDLINVERTEDHAMMER',
  name: 'Inverted hammer',
  about: 'A short body under a long upper shadow, its body below that of the bar before.',
  bars: 1,
  lead: 1,
  needs: [need.noLowerShadow(0), need.longUpperShadow(0), need.shortBody(0)],
  judge({ bars: b }) {
    return () => (b.bodyGapsDown(0, 1) ? 100 : 0);
  },
});

export const shootingStar = defineCandlestick({
  id: 'shooting-star',
  taLib: 'CDLSHOOTINGSTAR',
  name: 'Shooting star',
  about: 'A short body under a long upper shadow, its body above that of the bar before.',
  bars: 1,
  lead: 1,
  needs: [need.noLowerShadow(0), need.longUpperShadow(0), need.shortBody(0)],
  judge({ bars: b }) {
    return () => (b.bodyGapsUp(0, 1) ? -100 : 0);
  },
});
