import { type Candlestick, defineCandlestick } from './define.ts';
import * as need from './needs.ts';

interface Star {
  readonly id: string;
  readonly taLib: string;
  readonly name: string;
  readonly about: string;
}

/**
 * A long body, a second one of the size `middle` that gaps on in its direction, and a third of the other colour that comes back deep into
 * the first.
 */
function star(side: 'morning' | 'evening', middle: (back: number) => need.Need, words: Star): Candlestick {
  const up = side === 'morning';
  return defineCandlestick({
    ...words,
    bars: 3,
    colours: [up ? 'b.w' : 'w.b'],
    needs: [middle(1), need.longBody(2), need.fairBody(0)],
    penetration: 0.3,
    judge({ bars: b, penetration }) {
      if (up) return () => (b.bodyGapsDown(1, 2) && b.close(0) > b.close(2) + b.body(2) * penetration ? 100 : 0);
      return () => (b.bodyGapsUp(1, 2) && b.close(0) < b.close(2) - b.body(2) * penetration ? -100 : 0);
    },
  });
}

export const morningStar = star('morning', need.smallBody, {
  id: 'morning-star',
  taLib: 'CDLMORNINGSTAR',
  name: 'Morning star',
  about: 'A long black body, a short one gapping down, and a white one that closes deep inside the first.',
});

export const morningDojiStar = star('morning', need.flatBody, {
  id: 'morning-doji-star',
  taLib: 'CDLMORNINGDOJISTAR',
  name: 'Morning doji star',
  about: 'A long black body, a doji gapping down, and a white body that closes deep inside the first.',
});

export const eveningStar = star('evening', need.smallBody, {
  id: 'evening-star',
  taLib: 'CDLEVENINGSTAR',
  name: 'Evening star',
  about: 'A long white body, a short one gapping up, and a black one that closes deep inside the first.',
});

export const eveningDojiStar = star('evening', need.flatBody, {
  id: 'evening-doji-star',
  taLib: 'CDLEVENINGDOJISTAR',
  name: 'Evening doji star',
  about: 'A long white body, a doji gapping up, and a black body that closes deep inside the first.',
});

export const abandonedBaby = defineCandlestick({
  id: 'abandoned-baby',
  taLib: 'CDLABANDONEDBABY',
  name: 'Abandoned baby',
  about: 'A doji star whose doji stands alone: gaps between all shadows, before it and after it.',
  bars: 3,
  colours: ['w.b', 'b.w'],
  needs: [need.flatBody(1), need.longBody(2), need.fairBody(0)],
  penetration: 0.3,
  judge({ bars: b, penetration }) {
    return () => {
      if (!(b.white(2) ? b.gapsUp(1, 2) && b.gapsDown(0, 1) : b.gapsDown(1, 2) && b.gapsUp(0, 1))) return 0;
      const depth = b.body(2) * penetration;
      return (b.white(2) ? b.close(0) < b.close(2) - depth : b.close(0) > b.close(2) + depth) ? b.colour(0) * 100 : 0;
    };
  },
});
