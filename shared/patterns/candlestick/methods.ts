import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

export const threeLineStrike = defineCandlestick({
  id: 'three-line-strike',
  taLib: 'CDL3LINESTRIKE',
  name: 'Three-line strike',
  about: 'Three bars of one colour running on, then one of the other colour that takes back all three; speaks for the three.',
  bars: 4,
  colours: ['wwwb', 'bbbw'],
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const [nearFirst, nearSecond] = [yardstick('near', 3), yardstick('near', 2)];
    return () => {
      if (!(b.open(2) >= b.bottom(3) - nearFirst.value && b.open(2) <= b.top(3) + nearFirst.value)) return 0;
      if (!(b.open(1) >= b.bottom(2) - nearSecond.value && b.open(1) <= b.top(2) + nearSecond.value)) return 0;
      if (b.white(1)) {
        return b.close(1) > b.close(2) && b.close(2) > b.close(3) && b.open(0) > b.close(1) && b.close(0) < b.open(3) ? 100 : 0;
      }
      return b.close(1) < b.close(2) && b.close(2) < b.close(3) && b.open(0) < b.close(1) && b.close(0) > b.open(3) ? -100 : 0;
    };
  },
});

export const concealBabySwallow = defineCandlestick({
  id: 'conceal-baby-swallow',
  taLib: 'CDLCONCEALBABYSWALL',
  name: 'Concealing baby swallow',
  about: 'Two black marubozu, a black bar gapping down with a shadow up into the second, and a black bar around all of it.',
  bars: 4,
  colours: ['bbbb'],
  needs: [need.noLowerShadow(3), need.noUpperShadow(3), need.noLowerShadow(2), need.noUpperShadow(2), need.someUpperShadow(1)],
  judge({ bars: b }) {
    return () => {
      if (!(b.bodyGapsDown(1, 2) && b.high(1) > b.close(2))) return 0;
      return b.high(0) > b.high(1) && b.low(0) < b.low(1) ? 100 : 0;
    };
  },
});

export const ladderBottom = defineCandlestick({
  id: 'ladder-bottom',
  taLib: 'CDLLADDERBOTTOM',
  name: 'Ladder bottom',
  about: 'Three falling black bars, a black one with an upper shadow, then a white one from above its body to above its high.',
  bars: 5,
  colours: ['bbbbw'],
  needs: [need.someUpperShadow(1)],
  judge({ bars: b }) {
    return () => {
      if (!(b.open(4) > b.open(3) && b.open(3) > b.open(2) && b.close(4) > b.close(3) && b.close(3) > b.close(2))) return 0;
      return b.open(0) > b.open(1) && b.close(0) > b.high(1) ? 100 : 0;
    };
  },
});

const smallMiddle = [need.shortBody(3), need.shortBody(2), need.shortBody(1)];

export const matHold = defineCandlestick({
  id: 'mat-hold',
  taLib: 'CDLMATHOLD',
  name: 'Mat hold',
  about: 'A long white body, three small ones falling from a gap above it but not deep into it, and a white one to new highs.',
  bars: 5,
  colours: ['wb..w'],
  needs: [need.longBody(4), ...smallMiddle],
  penetration: 0.5,
  judge({ bars: b, penetration }) {
    return () => {
      if (!(b.bodyGapsUp(3, 4) && b.open(0) > b.close(1))) return 0;
      const floor = b.close(4) - b.body(4) * penetration;
      if (!(b.bottom(2) < b.close(4) && b.bottom(1) < b.close(4) && b.bottom(2) > floor && b.bottom(1) > floor)) return 0;
      if (!(b.top(2) < b.open(3) && b.top(1) < b.top(2))) return 0;
      return b.close(0) > b.high(3) && b.close(0) > b.high(2) && b.close(0) > b.high(1) ? 100 : 0;
    };
  },
});

export const riseFallThreeMethods = defineCandlestick({
  id: 'rise-fall-three-methods',
  taLib: 'CDLRISEFALL3METHODS',
  name: 'Rising or falling three methods',
  about: 'A long body, three small ones drifting back inside its range, and a long one of its colour that goes on beyond it.',
  bars: 5,
  colours: ['wbbbw', 'bwwwb'],
  needs: [need.longBody(4), ...smallMiddle, need.longBody(0)],
  judge({ bars: b }) {
    const withinFirst = (back: number) => b.bottom(back) < b.high(4) && b.top(back) > b.low(4);
    return () => {
      if (!(withinFirst(3) && withinFirst(2) && withinFirst(1))) return 0;
      const side = b.colour(4);
      if (!(b.close(2) * side < b.close(3) * side && b.close(1) * side < b.close(2) * side)) return 0;
      return b.open(0) * side > b.close(1) * side && b.close(0) * side > b.close(4) * side ? side * 100 : 0;
    };
  },
});
