import { defineCandlestick, type FormationTools } from './define.ts';
import * as need from './needs.ts';

export const engulfing = defineCandlestick({
  id: 'engulfing',
  taLib: 'CDLENGULFING',
  name: 'Engulfing',
  about: 'A body around that of the bar before, of the other colour; 80 when one end only matches.',
  bars: 2,
  lead: 1,
  colours: ['wb', 'bw'],
  judge({ bars: b }) {
    return () => {
      if (!(b.top(0) >= b.top(1) && b.bottom(0) <= b.bottom(1))) return 0;
      const upper = b.top(0) > b.top(1);
      const lower = b.bottom(0) < b.bottom(1);
      if (upper && lower) return b.colour(0) * 100;
      return upper || lower ? b.colour(0) * 80 : 0;
    };
  },
});

/** 100 against the first bar's colour when the body of the newest lies inside the one before, 80 when an end matches, otherwise 0. */
const insideBefore =
  ({ bars: b }: FormationTools) =>
  () => {
    if (b.top(0) < b.top(1) && b.bottom(0) > b.bottom(1)) return -b.colour(1) * 100;
    return b.top(0) <= b.top(1) && b.bottom(0) >= b.bottom(1) ? -b.colour(1) * 80 : 0;
  };

export const harami = defineCandlestick({
  id: 'harami',
  taLib: 'CDLHARAMI',
  name: 'Harami',
  about: 'A short body inside the long one before; 80 when an end matches. Speaks against the long body.',
  bars: 2,
  needs: [need.longBody(1), need.smallBody(0)],
  judge: insideBefore,
});

export const haramiCross = defineCandlestick({
  id: 'harami-cross',
  taLib: 'CDLHARAMICROSS',
  name: 'Harami cross',
  about: 'A doji inside the long body before; 80 when an end matches. Speaks against the long body.',
  bars: 2,
  needs: [need.flatBody(0), need.longBody(1)],
  judge: insideBefore,
});

export const homingPigeon = defineCandlestick({
  id: 'homing-pigeon',
  taLib: 'CDLHOMINGPIGEON',
  name: 'Homing pigeon',
  about: 'A short black body inside the long black one before.',
  bars: 2,
  colours: ['bb'],
  needs: [need.longBody(1), need.smallBody(0)],
  judge({ bars: b }) {
    return () => (b.open(0) < b.open(1) && b.close(0) > b.close(1) ? 100 : 0);
  },
});

export const matchingLow = defineCandlestick({
  id: 'matching-low',
  taLib: 'CDLMATCHINGLOW',
  name: 'Matching low',
  about: 'Two black bodies with all but the same close.',
  bars: 2,
  colours: ['bb'],
  settings: ['equal'],
  judge({ bars: b, yardstick }) {
    const equal = yardstick('equal', 1);
    return () => (b.close(0) <= b.close(1) + equal.value && b.close(0) >= b.close(1) - equal.value ? 100 : 0);
  },
});

export const threeInside = defineCandlestick({
  id: 'three-inside',
  taLib: 'CDL3INSIDE',
  name: 'Three inside up or down',
  about: 'A short body inside the long one before, then a close beyond the open of the long one.',
  bars: 3,
  colours: ['w.b', 'b.w'],
  needs: [need.longBody(2), need.smallBody(1)],
  judge({ bars: b }) {
    return () => {
      if (!(b.top(1) < b.top(2) && b.bottom(1) > b.bottom(2))) return 0;
      return (b.white(2) ? b.close(0) < b.open(2) : b.close(0) > b.open(2)) ? -b.colour(2) * 100 : 0;
    };
  },
});

export const threeOutside = defineCandlestick({
  id: 'three-outside',
  taLib: 'CDL3OUTSIDE',
  name: 'Three outside up or down',
  about: 'A body that engulfs the one before, of the other colour, then a close further on.',
  bars: 3,
  lead: 1,
  colours: ['wb.', 'bw.'],
  judge({ bars: b }) {
    return () => {
      if (!(b.top(1) > b.top(2) && b.bottom(1) < b.bottom(2))) return 0;
      return (b.white(1) ? b.close(0) > b.close(1) : b.close(0) < b.close(1)) ? b.colour(1) * 100 : 0;
    };
  },
});
