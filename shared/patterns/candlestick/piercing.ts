import { defineCandlestick } from './define.ts';

export const piercing = defineCandlestick({
  id: 'piercing',
  taLib: 'CDLPIERCING',
  name: 'Piercing',
  about: 'A long black body, then a long white one from below its low to above its middle.',
  bars: 2,
  settings: ['bodyLong'],
  judge({ bars: b, yardstick }) {
    const first = yardstick('bodyLong', 1);
    const second = yardstick('bodyLong', 0);
    return () => {
      if (!(b.black(1) && b.white(0) && b.open(0) < b.low(1) && b.body(1) > first.value && b.body(0) > second.value)) return 0;
      return b.close(0) < b.open(1) && b.close(0) > b.close(1) + b.body(1) * 0.5 ? 100 : 0;
    };
  },
});

export const darkCloudCover = defineCandlestick({
  id: 'dark-cloud-cover',
  taLib: 'CDLDARKCLOUDCOVER',
  name: 'Dark cloud cover',
  about: 'A long white body, then a black one from above its high to deep inside it.',
  bars: 2,
  settings: ['bodyLong'],
  penetration: 0.5,
  judge({ bars: b, yardstick, penetration }) {
    const long = yardstick('bodyLong', 1);
    return () => {
      if (!(b.white(1) && b.black(0) && b.open(0) > b.high(1) && b.body(1) > long.value)) return 0;
      return b.close(0) > b.open(1) && b.close(0) < b.close(1) - b.body(1) * penetration ? -100 : 0;
    };
  },
});

export const inNeck = defineCandlestick({
  id: 'in-neck',
  taLib: 'CDLINNECK',
  name: 'In-neck',
  about: 'A long black body, then a white one from below its low that closes at its close or hardly above.',
  bars: 2,
  settings: ['equal', 'bodyLong'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 1);
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.black(1) && b.white(0) && b.open(0) < b.low(1) && b.body(1) > long.value)) return 0;
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
  settings: ['equal', 'bodyLong'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 1);
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.black(1) && b.white(0) && b.open(0) < b.low(1) && b.body(1) > long.value)) return 0;
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
  settings: ['equal', 'bodyLong'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 1);
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.black(1) && b.white(0) && b.open(0) < b.low(1) && b.body(1) > long.value)) return 0;
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
  settings: ['equal', 'bodyLong'],
  judge({ bars: b, yardstick }) {
    const first = yardstick('bodyLong', 1);
    const second = yardstick('bodyLong', 0);
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.colour(1) !== b.colour(0) && b.body(1) > first.value && b.body(0) > second.value)) return 0;
      return b.close(0) <= b.close(1) + equal.value && b.close(0) >= b.close(1) - equal.value ? b.colour(0) * 100 : 0;
    };
  },
});

export const separatingLines = defineCandlestick({
  id: 'separating-lines',
  taLib: 'CDLSEPARATINGLINES',
  name: 'Separating lines',
  about: 'Two bars of different colour with all but the same open, the second a belt hold; speaks for the second.',
  bars: 2,
  settings: ['shadowVeryShort', 'bodyLong', 'equal'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    const equal = yardstick('equal', 1);
    return () => {
      if (!(b.colour(1) !== b.colour(0) && b.body(0) > long.value)) return 0;
      if (!(b.open(0) <= b.open(1) + equal.value && b.open(0) >= b.open(1) - equal.value)) return 0;
      return (b.white(0) ? b.lowerShadow(0) : b.upperShadow(0)) < none.value ? b.colour(0) * 100 : 0;
    };
  },
});
