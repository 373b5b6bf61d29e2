import { defineCandlestick } from './define.ts';

export const threeLineStrike = defineCandlestick({
  id: 'three-line-strike',
  taLib: 'CDL3LINESTRIKE',
  name: 'Three-line strike',
  about: 'Three bars of one colour running on, then one of the other colour that takes back all three; speaks for the three.',
  bars: 4,
  settings: ['near'],
  judge({ bars: b, yardstick }) {
    const [nearFirst, nearSecond] = [yardstick('near', 3), yardstick('near', 2)];
    return () => {
      if (!(b.colour(3) === b.colour(2) && b.colour(2) === b.colour(1) && b.colour(0) !== b.colour(1))) return 0;
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
  settings: ['shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const [first, second, third] = [yardstick('shadowVeryShort', 3), yardstick('shadowVeryShort', 2), yardstick('shadowVeryShort', 1)];
    return () => {
      if (!(b.black(0) && b.black(1) && b.black(2) && b.black(3) && b.high(0) > b.high(1) && b.low(0) < b.low(1))) return 0;
      if (!(b.lowerShadow(3) < first.value && b.upperShadow(3) < first.value)) return 0;
      if (!(b.lowerShadow(2) < second.value && b.upperShadow(2) < second.value)) return 0;
      return b.bodyGapsDown(1, 2) && b.upperShadow(1) > third.value && b.high(1) > b.close(2) ? 100 : 0;
    };
  },
});

export const ladderBottom = defineCandlestick({
  id: 'ladder-bottom',
  taLib: 'CDLLADDERBOTTOM',
  name: 'Ladder bottom',
  about: 'Three falling black bars, a black one with an upper shadow, then a white one from above its body to above its high.',
  bars: 5,
  settings: ['shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const some = yardstick('shadowVeryShort', 1);
    return () => {
      if (!(b.white(0) && b.black(1) && b.black(2) && b.black(3) && b.black(4))) return 0;
      if (!(b.open(4) > b.open(3) && b.open(3) > b.open(2) && b.close(4) > b.close(3) && b.close(3) > b.close(2))) return 0;
      return b.upperShadow(1) > some.value && b.open(0) > b.open(1) && b.close(0) > b.high(1) ? 100 : 0;
    };
  },
});

export const matHold = defineCandlestick({
  id: 'mat-hold',
  taLib: 'CDLMATHOLD',
  name: 'Mat hold',
  about: 'A long white body, three small ones falling from a gap above it but not deep into it, and a white one to new highs.',
  bars: 5,
  settings: ['bodyShort', 'bodyLong'],
  penetration: 0.5,
  judge({ bars: b, yardstick, penetration }) {
    const long = yardstick('bodyLong', 4);
    const [second, third, fourth] = [yardstick('bodyShort', 3), yardstick('bodyShort', 2), yardstick('bodyShort', 1)];
    return () => {
      if (!(b.white(0) && b.white(4) && b.black(3) && b.bodyGapsUp(3, 4) && b.open(0) > b.close(1))) return 0;
      if (!(b.body(4) > long.value && b.body(3) < second.value && b.body(2) < third.value && b.body(1) < fourth.value)) return 0;
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
  settings: ['bodyShort', 'bodyLong'],
  judge({ bars: b, yardstick }) {
    const [first, last] = [yardstick('bodyLong', 4), yardstick('bodyLong', 0)];
    const [second, third, fourth] = [yardstick('bodyShort', 3), yardstick('bodyShort', 2), yardstick('bodyShort', 1)];
    const withinFirst = (back: number) => b.bottom(back) < b.high(4) && b.top(back) > b.low(4);
    return () => {
      const side = b.colour(4);
      if (!(b.colour(3) === -side && b.colour(2) === -side && b.colour(1) === -side && b.colour(0) === side)) return 0;
      if (!(b.body(4) > first.value && b.body(3) < second.value && b.body(2) < third.value)) return 0;
      if (!(b.body(1) < fourth.value && b.body(0) > last.value)) return 0;
      if (!(withinFirst(3) && withinFirst(2) && withinFirst(1))) return 0;
      if (!(b.close(2) * side < b.close(3) * side && b.close(1) * side < b.close(2) * side)) return 0;
      return b.open(0) * side > b.close(1) * side && b.close(0) * side > b.close(4) * side ? side * 100 : 0;
    };
  },
});
