import { type Candlestick, defineCandlestick } from './define.ts';

interface Star {
  readonly id: string;
  readonly taLib: string;
  readonly name: string;
  readonly about: string;
  /** Colour of the last body: 1 for the morning, -1 for the evening. */
  readonly side: 1 | -1;
}

/** A long body, a second one that gaps on in its direction and is small in the sense of `middle`, and a third that comes back deep into the first. */
function star(middle: 'bodyShort' | 'bodyDoji', { side, ...words }: Star): Candlestick {
  return defineCandlestick({
    ...words,
    bars: 3,
    settings: middle === 'bodyShort' ? ['bodyLong', 'bodyShort'] : ['bodyLong', 'bodyShort', 'bodyDoji'],
    penetration: 0.3,
    judge({ bars: b, yardstick, penetration }) {
      const long = yardstick('bodyLong', 2);
      const small = yardstick(middle, 1);
      const short = yardstick('bodyShort', 0);
      return () => {
        if (!(b.colour(0) === side && b.colour(2) !== side)) return 0;
        if (!(side > 0 ? b.bodyGapsDown(1, 2) : b.bodyGapsUp(1, 2))) return 0;
        if (!(b.body(2) > long.value && b.body(1) <= small.value && b.body(0) > short.value)) return 0;
        const depth = b.body(2) * penetration;
        return (side > 0 ? b.close(0) > b.close(2) + depth : b.close(0) < b.close(2) - depth) ? side * 100 : 0;
      };
    },
  });
}

export const morningStar = star('bodyShort', {
  id: 'morning-star',
  taLib: 'CDLMORNINGSTAR',
  name: 'Morning star',
  about: 'A long black body, a short one gapping down, and a white one that closes deep inside the first.',
  side: 1,
});

export const morningDojiStar = star('bodyDoji', {
  id: 'morning-doji-star',
  taLib: 'CDLMORNINGDOJISTAR',
  name: 'Morning doji star',
  about: 'A long black body, a doji gapping down, and a white body that closes deep inside the first.',
  side: 1,
});

export const eveningStar = star('bodyShort', {
  id: 'evening-star',
  taLib: 'CDLEVENINGSTAR',
  name: 'Evening star',
  about: 'A long white body, a short one gapping up, and a black one that closes deep inside the first.',
  side: -1,
});

export const eveningDojiStar = star('bodyDoji', {
  id: 'evening-doji-star',
  taLib: 'CDLEVENINGDOJISTAR',
  name: 'Evening doji star',
  about: 'A long white body, a doji gapping up, and a black body that closes deep inside the first.',
  side: -1,
});

export const abandonedBaby = defineCandlestick({
  id: 'abandoned-baby',
  taLib: 'CDLABANDONEDBABY',
  name: 'Abandoned baby',
  about: 'A doji star whose doji stands alone: gaps between all shadows, before it and after it.',
  bars: 3,
  settings: ['bodyDoji', 'bodyLong', 'bodyShort'],
  penetration: 0.3,
  judge({ bars: b, yardstick, penetration }) {
    const long = yardstick('bodyLong', 2);
    const flat = yardstick('bodyDoji', 1);
    const short = yardstick('bodyShort', 0);
    return () => {
      if (b.colour(0) === b.colour(2)) return 0;
      if (!(b.white(2) ? b.gapsUp(1, 2) && b.gapsDown(0, 1) : b.gapsDown(1, 2) && b.gapsUp(0, 1))) return 0;
      if (!(b.body(2) > long.value && b.body(1) <= flat.value && b.body(0) > short.value)) return 0;
      const depth = b.body(2) * penetration;
      return (b.white(2) ? b.close(0) < b.close(2) - depth : b.close(0) > b.close(2) + depth) ? b.colour(0) * 100 : 0;
    };
  },
});
