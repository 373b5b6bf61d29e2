import { defineCandlestick } from './define.ts';
import * as need from './needs.ts';

export const piercing = defineCandlestick({
  id: 'piercing',
  taLib: 'CDLPIERCING',
  name: 'Piercing',
  about: 'A long black body, then a long white one from below its low to above its middle.',
  bars: 2,
  colours: ['bw'],
  needs: [need.longBody(1), need.longBody(0)],
  judge({ bars: b }) {
    return () => {
      if (!(b.open(0) < b.low(1) && b.close(0) < b.open(1))) return 0;
      return b.close(0) > b.close(1) + b.body(1) * 0.5 ? 100 : 0;
    };
  },
});

export const darkCloudCover = defineCandlestick({
  id: 'dark-cloud-cover',
  taLib: 'CDLDARKCLOUDCOVER',
  name: 'Dark cloud cover',
  about: 'A long white body, then a black one from above its high to deep inside it.',
  bars: 2,
  colours: ['wb'],
  needs: [need.longBody(1)],
  penetration: 0.5,
  judge({ bars: b, penetration }) {
    return () => {
      if (!(b.open(0) > b.high(1) && b.close(0) > b.open(1))) return 0;
      return b.close(0) < b.close(1) - b.body(1) * penetration ? -100 : 0;
    };
  },
});

export const inNeck = defineCandlestick({
  id: 'in-neck',
  taLib: 'CDLINNECK',
  name: 'In-neck',
  about: 'A long black body, then a white one from below its low that closes at its close or hardly above.',
  bars: 2,
  colours: ['bw'],
  needs: [need.longBody(1)],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.open(0) < b.low(1))) return 0;
      return b.close(0) <= b.close(1) + equal.value && b.close(0) >= b.close(1) ? -100 : 0;
    };
  },
});

export const onNeck = defineCandlestick({
  id: 'on-neck',
  taLib: 'CDLONNECK',
  name: 'On-neck',
  about: 'A long black body, then a white one from below its low that closes at that low.',
  bars: 2,
  colours: ['bw'],
  needs: [need.longBody(1)],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.open(0) < b.low(1))) return 0;
      return b.close(0) <= b.low(1) + equal.value && b.close(0) >= b.low(1) - equal.value ? -100 : 0;
    };
  },
});

export const thrusting = defineCandlestick({
  id: 'thrusting',
  taLib: 'CDLTHRUSTING',
  name: 'Thrusting',
  about: 'A long black body, then a white one from below its low into it, but not past its middle.',
  bars: 2,
  colours: ['bw'],
  needs: [need.longBody(1)],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.open(0) < b.low(1))) return 0;
      return b.close(0) > b.close(1) + equal.value && b.close(0) <= b.close(1) + b.body(1) * 0.5 ? -100 : 0;
    };
  },
});

export const counterattack = defineCandlestick({
  id: 'counterattack',
  taLib: 'CDLCOUNTERATTACK',
  name: 'Counterattack',
  about: 'Two long bodies of different colour with all but the same close; speaks for the second.',
  bars: 2,
  colours: ['wb', 'bw'],
  needs: [need.longBody(1), need.longBody(0)],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const equal = yardstick('equal', 1);
    return () => (b.close(0) <= b.close(1) + equal.value && b.close(0) >= b.close(1) - equal.value ? b.colour(0) * 100 : 0);
  },
});

export const separatingLines = defineCandlestick({
  id: 'separating-lines',
  taLib: 'CDLSEPARATINGLINES',
  name: 'Separating lines',
  about: 'Two bars of different colour with all but the same open, the second a belt hold; speaks for the second.',
  bars: 2,
  colours: ['wb', 'bw'],
  needs: [need.longBody(0)],
  settings: ['shadowVeryShort', 'equal'],
  judge({ bars: b, yardstick }) {
    const none = yardstick('shadowVeryShort', 0);
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.open(0) <= b.open(1) + equal.value && b.open(0) >= b.open(1) - equal.value)) return 0;
      return (b.white(0) ? b.lowerShadow(0) : b.upperShadow(0)) < none.value ? b.colour(0) * 100 : 0;
    };
  },
});
