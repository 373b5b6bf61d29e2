import { defineCandlestick } from './define.ts';

export const marubozu = defineCandlestick({
  id: 'marubozu',
  taLib: 'CDLMARUBOZU',
  name: 'Marubozu',
  about: 'A long body with hardly a shadow on either end; speaks for its own colour.',
  bars: 1,
  settings: ['bodyLong', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => (b.body(0) > long.value && b.upperShadow(0) < none.value && b.lowerShadow(0) < none.value ? b.colour(0) * 100 : 0);
  },
});

export const closingMarubozu = defineCandlestick({
  id: 'closing-marubozu',
  taLib: 'CDLCLOSINGMARUBOZU',
  name: 'Closing marubozu',
  about: 'A long body that closes at its extreme: hardly a shadow on the side of the close.',
  bars: 1,
  settings: ['bodyLong', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => {
      if (!(b.body(0) > long.value)) return 0;
      return (b.white(0) ? b.upperShadow(0) : b.lowerShadow(0)) < none.value ? b.colour(0) * 100 : 0;
    };
  },
});

export const beltHold = defineCandlestick({
  id: 'belt-hold',
  taLib: 'CDLBELTHOLD',
  name: 'Belt hold',
  about: 'A long body that opens at its extreme: hardly a shadow on the side of the open.',
  bars: 1,
  settings: ['bodyLong', 'shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 0);
    const none = yardstick('shadowVeryShort', 0);
    return () => {
      if (!(b.body(0) > long.value)) return 0;
      return (b.white(0) ? b.lowerShadow(0) : b.upperShadow(0)) < none.value ? b.colour(0) * 100 : 0;
    };
  },
});

export const longLine = defineCandlestick({
  id: 'long-line',
  taLib: 'CDLLONGLINE',
  name: 'Long line',
  about: 'A long body with short shadows; speaks for its own colour.',
  bars: 1,
  settings: ['bodyLong', 'shadowShort'],
  judge({ bars: b, yardstick }) {
    const long = yardstick('bodyLong', 0);
    const short = yardstick('shadowShort', 0);
    return () => (b.body(0) > long.value && b.upperShadow(0) < short.value && b.lowerShadow(0) < short.value ? b.colour(0) * 100 : 0);
  },
});

export const shortLine = defineCandlestick({
  id: 'short-line',
  taLib: 'CDLSHORTLINE',
  name: 'Short line',
  about: 'A short body with short shadows; speaks for its own colour.',
  bars: 1,
  settings: ['bodyShort', 'shadowShort'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    const short = yardstick('shadowShort', 0);
    return () => (b.body(0) < small.value && b.upperShadow(0) < short.value && b.lowerShadow(0) < short.value ? b.colour(0) * 100 : 0);
  },
});

export const spinningTop = defineCandlestick({
  id: 'spinning-top',
  taLib: 'CDLSPINNINGTOP',
  name: 'Spinning top',
  about: 'A short body between two shadows that are each longer than it.',
  bars: 1,
  settings: ['bodyShort'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    return () => (b.body(0) < small.value && b.upperShadow(0) > b.body(0) && b.lowerShadow(0) > b.body(0) ? b.colour(0) * 100 : 0);
  },
});

export const highWave = defineCandlestick({
  id: 'high-wave',
  taLib: 'CDLHIGHWAVE',
  name: 'High wave',
  about: 'A short body between two very long shadows.',
  bars: 1,
  settings: ['bodyShort', 'shadowVeryLong'],
  judge({ bars: b, yardstick }) {
    const small = yardstick('bodyShort', 0);
    const long = yardstick('shadowVeryLong', 0);
    return () => (b.body(0) < small.value && b.upperShadow(0) > long.value && b.lowerShadow(0) > long.value ? b.colour(0) * 100 : 0);
  },
});
