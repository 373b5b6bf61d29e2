import { defineCandlestick, type FormationTools } from './define.ts';
import * as need from './needs.ts';

/** The newest bar speaks for its own colour. */
const ownColour =
  ({ bars }: FormationTools) =>
  () =>
    bars.colour(0) * 100;

export const marubozu = defineCandlestick({
  id: 'marubozu',
  taLib: 'CDLMARUBOZU',
  name: 'Marubozu',
  about: 'A long body with hardly a shadow on either end; speaks for its own colour.',
  bars: 1,
  needs: [need.noUpperShadow(0), need.noLowerShadow(0), need.longBody(0)],
  judge: ownColour,
});

export const closingMarubozu = defineCandlestick({
  id: 'closing-marubozu',
  taLib: 'CDLCLOSINGMARUBOZU',
  name: 'Closing marubozu',
  about: 'A long body that closes at its extreme: hardly a shadow on the side of the close.',
  bars: 1,
  needs: [need.longBody(0)],
  settings: ['shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const none = yardstick('shadowVeryShort', 0);
    return () => ((b.white(0) ? b.upperShadow(0) : b.lowerShadow(0)) < none.value ? b.colour(0) * 100 : 0);
  },
});

export const beltHold = defineCandlestick({
  id: 'belt-hold',
  taLib: 'CDLBELTHOLD',
  name: 'Belt hold',
  about: 'A long body that opens at its extreme: hardly a shadow on the side of the open.',
  bars: 1,
  needs: [need.longBody(0)],
  settings: ['shadowVeryShort'],
  judge({ bars: b, yardstick }) {
    const none = yardstick('shadowVeryShort', 0);
    return () => ((b.white(0) ? b.lowerShadow(0) : b.upperShadow(0)) < none.value ? b.colour(0) * 100 : 0);
  },
});

export const longLine = defineCandlestick({
  id: 'long-line',
  taLib: 'CDLLONGLINE',
  name: 'Long line',
  about: 'A long body with short shadows; speaks for its own colour.',
  bars: 1,
  needs: [need.longBody(0), need.shortUpperShadow(0), need.shortLowerShadow(0)],
  judge: ownColour,
});

export const shortLine = defineCandlestick({
  id: 'short-line',
  taLib: 'CDLSHORTLINE',
  name: 'Short line',
  about: 'A short body with short shadows; speaks for its own colour.',
  bars: 1,
  needs: [need.shortBody(0), need.shortUpperShadow(0), need.shortLowerShadow(0)],
  judge: ownColour,
});

export const spinningTop = defineCandlestick({
  id: 'spinning-top',
  taLib: 'CDLSPINNINGTOP',
  name: 'Spinning top',
  about: 'A short body between two shadows that are each longer than it.',
  bars: 1,
  needs: [need.shortBody(0)],
  judge({ bars: b }) {
    return () => (b.upperShadow(0) > b.body(0) && b.lowerShadow(0) > b.body(0) ? b.colour(0) * 100 : 0);
  },
});

export const highWave = defineCandlestick({
  id: 'high-wave',
  taLib: 'CDLHIGHWAVE',
  name: 'High wave',
  about: 'A short body between two very long shadows.',
  bars: 1,
  needs: [need.veryLongUpperShadow(0), need.veryLongLowerShadow(0), need.shortBody(0)],
  judge: ownColour,
});
