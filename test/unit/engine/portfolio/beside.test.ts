import { expect, test } from 'vitest';
import { breadth } from '../../../../shared/indicators/breadth/indicator.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { defineStrategy, type Indicators } from '../../../../shared/strategies/define.ts';
import { definePortfolioStrategy } from '../../../../shared/strategies/portfolio.ts';
import { hourly, instrumentOf, play } from './world.ts';

const A = instrumentOf('AAA/USDT');
const B = instrumentOf('BBB/USDT');

const FEEDS = [
  { instrument: A, bars: hourly([1, 2, 3, 4]) },
  { instrument: B, bars: hourly([10, 20, NaN, 10]) },
];

/** What the legs see of `it` at each hour: `[hour, by leg]`. */
function seen(indicators: Indicators, rest: Partial<Parameters<typeof play>[0]> = {}) {
  const rows: unknown[] = [];
  const strategy = definePortfolioStrategy({
    id: 'looking',
    about: 'Notes what it sees.',
    params: {},
    indicators: () => indicators,
    onBars({ legs, timeUs }) {
      rows.push([timeUs / HOUR_US, ...legs.map(({ indicators: own }) => (own['it'] as unknown as { value: number }).value)]);
    },
  });
  play({ feeds: FEEDS, sleeves: [{ strategy, values: {} }], ...rest });
  return rows;
}

test('[SR-11] the instruments of an account may read each other and themselves, as of the last close of each', () => {
  // The third bar of B is missing.
  expect(seen({ it: sma(1, { of: 'BBB/USDT' }) })).toEqual([
    [1, 10, 10],
    [2, 20, 20],
    [3, 20, 20],
    [4, 10, 10],
  ]);
  expect(seen({ it: sma(1, { inputs: ['close of AAA/USDT'] }) }).map((row) => (row as number[])[2])).toEqual([1, 2, 2, 4]);
});

test('[SR-11] bars that were given beside come first, and what is in neither place is asked for by name', () => {
  const beside = { others: new Map([['BBB/USDT', hourly([7, 8, 9, 10])]]) };
  expect(seen({ it: sma(1, { of: 'BBB/USDT' }) }, { beside }).map((row) => (row as number[])[1])).toEqual([7, 8, 9, 10]);
  expect(() => seen({ it: sma(1, { of: 'CCC/USDT' }) })).toThrow(
    'bars of "CCC/USDT", which the run was not given (given: AAA/USDT, BBB/USDT)',
  );
});

test('[SR-11] a strategy of one instrument reads the others of its account too, at the close and not before', () => {
  const follower = defineStrategy({
    id: 'follower',
    about: 'Holds A while B stands high.',
    params: {},
    indicators: () => ({ it: sma(1, { inputs: ['close of BBB/USDT'] }) }),
    onBar: ({ indicators, target }) => target(indicators.it.value > 15 ? 1 : 0),
  });
  const { sleeves } = play({ feeds: FEEDS, sleeves: [{ strategy: follower, values: {}, instruments: [A.id] }] });
  // 20 is known at 02:00, 10 at 04:00, the end.
  expect(sleeves[0]?.legs[0]?.fills.map(({ timeUs, side }) => [timeUs / HOUR_US, side])).toEqual([[2, 'buy']]);
});

test('[IN-01] the breadth of the market counts over the instruments of the account, each once', () => {
  const feeds = [
    { instrument: A, bars: hourly([1, 2, 3]) },
    { instrument: B, bars: hourly([30, 20, 25]) },
  ];
  // As in a run of A with B beside it: one of two rises, then both.
  expect(seen({ it: breadth('advance-decline-line') }, { feeds })).toEqual([
    [1, 0, 0],
    [2, 0, 0],
    [3, 2, 2],
  ]);
});
