import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

export const twoCrows = defineCandlestick({
  id: 'two-crows',
  taLib: 'CDL2CROWS',
  name: 'Two crows',
  about: 'A long white body, a black one gapping up, and a black one from inside the second into the first.',
  bars: 3,
  colours: ['wbb'],
  needs: [need.longBody(2)],
  judge({ bars: b }) {
    return () => {
      if (!(b.bodyGapsUp(1, 2) && b.open(0) < b.open(1) && b.open(0) > b.close(1))) return 0;
      return b.close(0) > b.open(2) && b.close(0) < b.close(2) ? -100 : 0;
    };
  },
});

export const upsideGapTwoCrows = defineCandlestick({
  id: 'upside-gap-two-crows',
  taLib: 'CDLUPSIDEGAP2CROWS',
  name: 'Upside gap two crows',
  about: 'A long white body, a short black one gapping up, and a black one around it that still closes above the first.',
  bars: 3,
  colours: ['wbb'],
  needs: [need.longBody(2), need.smallBody(1)],
  judge({ bars: b }) {
    return () => {
      if (!(b.bodyGapsUp(1, 2) && b.open(0) > b.open(1))) return 0;
      return b.close(0) < b.close(1) && b.close(0) > b.close(2) ? -100 : 0;
    };
  },
});

export const threeBlackCrows = defineCandlestick({
  id: 'three-black-crows',
  taLib: 'CDL3BLACKCROWS',
  name: 'Three black crows',
  about: 'After a white bar three black ones without lower shadows, each opening inside the last and closing lower.',
  bars: 3,
  lead: 1,
  colours: ['wbbb'],
  needs: [need.noLowerShadow(0), need.noLowerShadow(1), need.noLowerShadow(2)],
  judge({ bars: b }) {
    return () => {
      if (!(b.open(1) < b.open(2) && b.open(1) > b.close(2) && b.open(0) < b.open(1) && b.open(0) > b.close(1))) return 0;
      return b.high(3) > b.close(2) && b.close(2) > b.close(1) && b.close(1) > b.close(0) ? -100 : 0;
    };
  },
});

export const identicalThreeCrows = defineCandlestick({
  id: 'identical-three-crows',
  taLib: 'CDLIDENTICAL3CROWS',
  name: 'Identical three crows',
  about: 'Three falling black bars without lower shadows, each opening where the last one closed.',
  bars: 3,
  colours: ['bbb'],
  needs: [need.noLowerShadow(0), need.noLowerShadow(1), need.noLowerShadow(2)],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const [first, second] = [yardstick('equal', 2), yardstick('equal', 1)];
    return () => {
      if (!(b.close(2) > b.close(1) && b.close(1) > b.close(0))) return 0;
      if (!(b.open(1) <= b.close(2) + first.value && b.open(1) >= b.close(2) - first.value)) return 0;
      return b.open(0) <= b.close(1) + second.value && b.open(0) >= b.close(1) - second.value ? -100 : 0;
    };
  },
});

export const stickSandwich = defineCandlestick({
  id: 'stick-sandwich',
  taLib: 'CDLSTICKSANDWICH',
  name: 'Stick sandwich',
  about: 'A white bar that stays above the close of the black one before, between two black bars with all but the same close.',
  bars: 3,
  colours: ['bwb'],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const equal = yardstick('equal', 2);
    return () => {
      if (!(b.low(1) > b.close(2))) return 0;
      return b.close(0) <= b.close(2) + equal.value && b.close(0) >= b.close(2) - equal.value ? 100 : 0;
    };
  },
});

export const uniqueThreeRiver = defineCandlestick({
  id: 'unique-three-river',
  taLib: 'CDLUNIQUE3RIVER',
  name: 'Unique three river',
  about: 'A long black body, a black one inside it with a lower low, and a short white one that opens above that low.',
  bars: 3,
  colours: ['bbw'],
  needs: [need.longBody(2), need.shortBody(0)],
  judge({ bars: b }) {
    return () => {
      if (!(b.close(1) > b.close(2) && b.open(1) <= b.open(2) && b.low(1) < b.low(2))) return 0;
      return b.open(0) > b.low(1) ? 100 : 0;
    };
  },
});

export const threeStarsInSouth = defineCandlestick({
  id: 'three-stars-in-south',
  taLib: 'CDL3STARSINSOUTH',
  name: 'Three stars in the south',
  about: 'Three black bars, each inside the one before: long with a long lower shadow, smaller, then a small marubozu.',
  bars: 3,
  colours: ['bbb'],
  needs: [
    need.noLowerShadow(0),
    need.noUpperShadow(0),
    need.shortBody(0),
    need.longLowerShadow(2),
    need.longBody(2),
    need.someLowerShadow(1),
  ],
  judge({ bars: b }) {
    return () => {
      if (!(b.low(0) > b.low(1) && b.high(0) < b.high(1) && b.body(1) < b.body(2))) return 0;
      if (!(b.open(1) > b.close(2) && b.open(1) <= b.high(2))) return 0;
      return b.low(1) < b.close(2) && b.low(1) >= b.low(2) ? 100 : 0;
    };
  },
});
