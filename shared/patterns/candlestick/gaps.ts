import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

export const gapSideSideWhite = defineCandlestick({
  id: 'gap-side-side-white',
  taLib: 'CDLGAPSIDESIDEWHITE',
  name: 'Side-by-side white lines',
  about: 'Two white bars of like size and open, side by side beyond a gap from the bar before; speaks for the gap.',
  bars: 3,
  colours: ['ww'],
  settings: ['near', 'equal'],
  judge({ bars: b, yardstick }) {
    const near = yardstick('near', 1);
    const equal = yardstick('equal', 1);
    return () => {
      const up = b.bodyGapsUp(1, 2) && b.bodyGapsUp(0, 2);
      if (!(up || (b.bodyGapsDown(1, 2) && b.bodyGapsDown(0, 2)))) return 0;
      if (!(b.body(0) >= b.body(1) - near.value && b.body(0) <= b.body(1) + near.value)) return 0;
      if (!(b.open(0) >= b.open(1) - equal.value && b.open(0) <= b.open(1) + equal.value)) return 0;
      return up ? 100 : -100;
    };
  },
});

export const tasukiGap = defineCandlestick({
  id: 'tasuki-gap',
  taLib: 'CDLTASUKIGAP',
  name: 'Tasuki gap',
  about: 'A bar beyond a gap, then one of the other colour and like size that closes inside the gap; speaks for the gap.',
  bars: 3,
  colours: ['wb', 'bw'],
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const near = yardstick('near', 1);
    return () => {
      if (!(b.open(0) < b.top(1) && b.open(0) > b.bottom(1))) return 0;
      if (b.white(1)) {
        if (!(b.bodyGapsUp(1, 2) && b.close(0) < b.bottom(1) && b.close(0) > b.top(2))) return 0;
      } else if (!(b.bodyGapsDown(1, 2) && b.close(0) > b.top(1) && b.close(0) < b.bottom(2))) return 0;
      return Math.abs(b.body(1) - b.body(0)) < near.value ? b.colour(1) * 100 : 0;
    };
  },
});

export const xSideGapThreeMethods = defineCandlestick({
  id: 'x-side-gap-three-methods',
  taLib: 'CDLXSIDEGAP3METHODS',
  name: 'Upside or downside gap three methods',
  about: 'Two bars of one colour with a gap between, then one of the other colour from inside the second into the first.',
  bars: 3,
  colours: ['wwb', 'bbw'],
  judge({ bars: b }) {
    return () => {
      if (!(b.white(2) ? b.bodyGapsUp(1, 2) : b.bodyGapsDown(1, 2))) return 0;
      if (!(b.open(0) < b.top(1) && b.open(0) > b.bottom(1))) return 0;
      return b.close(0) < b.top(2) && b.close(0) > b.bottom(2) ? b.colour(2) * 100 : 0;
    };
  },
});

export const breakaway = defineCandlestick({
  id: 'breakaway',
  taLib: 'CDLBREAKAWAY',
  name: 'Breakaway',
  about: 'A long body, a gap on in its direction, two bars further on, then one of the other colour that closes inside the gap.',
  bars: 5,
  colours: ['ww.wb', 'bb.bw'],
  needs: [need.longBody(4)],
  judge({ bars: b }) {
    return () => {
      if (b.white(4)) {
        if (!(b.bodyGapsUp(3, 4) && b.high(2) > b.high(3) && b.low(2) > b.low(3))) return 0;
        return b.high(1) > b.high(2) && b.low(1) > b.low(2) && b.close(0) < b.open(3) && b.close(0) > b.close(4) ? -100 : 0;
      }
      if (!(b.bodyGapsDown(3, 4) && b.high(2) < b.high(3) && b.low(2) < b.low(3))) return 0;
      return b.high(1) < b.high(2) && b.low(1) < b.low(2) && b.close(0) > b.open(3) && b.close(0) < b.close(4) ? 100 : 0;
    };
  },
});
