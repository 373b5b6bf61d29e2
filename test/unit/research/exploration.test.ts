import { expect, test } from 'vitest';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { SeededRandom } from '../../../shared/market/noise.ts';
import { crossEvents, entryEvents, type EventSource, eventsWhere, patternEvents } from '../../../shared/research/exploration/events.ts';
import { explore } from '../../../shared/research/exploration/explore.ts';
import { engulfing } from '../../../shared/patterns/candlestick/engulfing.ts';
import { scanPatterns } from '../../../shared/patterns/scan.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { coin, dailyBars, walkBars } from './world.ts';

/** Rows drawn by chance, which know nothing of prices. */
function chance(id: string, share: number, seed: number): EventSource {
  return eventsWhere(id, () => {
    const random = new SeededRandom(seed);
    return () => random.next() < share;
  });
}

/** Days of a month each that are in or out by chance: neighbours share their fate, like those of a condition that holds for a while. */
function months(id: string, seed: number): EventSource {
  return eventsWhere(id, (bars) => {
    const random = new SeededRandom(seed);
    const held = Array.from({ length: Math.ceil(bars.length / 30) }, () => random.next() < 0.3);
    return (row) => held[Math.floor(row / 30)] as boolean;
  });
}

const told = eventsWhere('told', (bars) => (row) => (bars.volume[row] as number) > 0.9);

test('[PT-04] count, mean and excess of forward returns are those of a hand calculation', () => {
  const series = { symbol: 'A', bars: dailyBars([100, 110, 99, 120, 90, 135, 108, 130]) };
  const event: EventSource = { id: 'e', rows: () => [1, 3, 6, 7] };
  const [one] = explore([series], [event], { horizons: [1] }).outcomes;
  // After rows 1, 3 and 6: -10 %, -25 %, 22 / 108; row 7 is the last.
  const after = [-0.1, -0.25, 22 / 108];
  const all = [0.1, -0.1, 21 / 99, -0.25, 0.5, -0.2, 22 / 108];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(one).toMatchObject({ event: 'e', horizon: 1, count: 3, independent: 3, winRate: 1 / 3, p: null, q: null, passes: false });
  expect(one?.mean).toBeCloseTo(mean(after), 14);
  expect(one?.unconditional).toBeCloseTo(mean(all), 14);
  expect(one?.excess).toBeCloseTo(mean(after) - mean(all), 14);
  const spread = Math.sqrt(after.reduce((sum, value) => sum + (value - mean(after)) ** 2, 0) / 2);
  expect(one?.naiveT).toBeCloseTo((mean(after) - mean(all)) / (spread / Math.sqrt(3)), 12);
  const [five] = explore([series], [event], { horizons: [5] }).outcomes;
  expect(five).toMatchObject({ count: 1, independent: 1, mean: expect.closeTo(108 / 110 - 1, 14), hacP: null });
});

test('[PT-04] from the open after the event the return is what an order gets', () => {
  const bars = dailyBars([100, 110, 99, 120, 90]);
  bars.open[2] = 105;
  const [found] = explore([{ symbol: 'A', bars }], [{ id: 'e', rows: () => [1] }], { horizons: [2], entry: 'open' }).outcomes;
  expect(found?.mean).toBeCloseTo(120 / 105 - 1, 14);
});

test('[PT-04] of noise the naive t finds most, HAC and bootstrap about as much as they say', () => {
  const seeds = 150;
  const found = { naive: 0, hac: 0, bootstrap: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const universe = [{ symbol: 'A', bars: walkBars(1000, seed) }];
    const [outcome] = explore(universe, [months('months', seed + 900)], { horizons: [20], resamples: 199, seed }).outcomes;
    if ((outcome?.naiveP as number) < 0.05) found.naive++;
    if ((outcome?.hacP as number) < 0.05) found.hac++;
    if ((outcome?.bootstrapP as number) < 0.05) found.bootstrap++;
  }
  expect(found.naive / seeds).toBeGreaterThan(0.5);
  for (const share of [found.hac / seeds, found.bootstrap / seeds]) {
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.11);
  }
});

test('[PT-04] a planted effect ranks first and passes among thirty events that know nothing', () => {
  const noise = Array.from({ length: 30 }, (_, k) =>
    k % 2 === 0 ? chance(`chance ${k}`, 0.1, 7000 + k) : months(`months ${k}`, 7000 + k),
  );
  for (let seed = 1; seed <= 5; seed++) {
    const universe = ['A', 'B'].map((symbol, k) => ({ symbol, bars: walkBars(1500, 10 * seed + k, 0.75) }));
    const { outcomes, tests } = explore(universe, [...noise, told], { resamples: 99 });
    expect(tests).toBe(93);
    expect(outcomes[0]).toMatchObject({ event: 'told', horizon: 1, passes: true });
    expect(outcomes[0]?.excess).toBeGreaterThan(0.002);
    expect(outcomes.filter(({ event, passes }) => passes && event !== 'told').length).toBeLessThanOrEqual(1);
  }
});

test('[PT-04] of forty explorations of nothing but noise, thirty tests each, at most four find anything', () => {
  const events = Array.from({ length: 10 }, (_, k) =>
    k % 2 === 0 ? chance(`chance ${k}`, 0.1, 7000 + k) : months(`months ${k}`, 7000 + k),
  );
  let some = 0;
  let uncorrected = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const { outcomes } = explore([{ symbol: 'A', bars: walkBars(1500, seed) }], events, { resamples: 1 });
    if (outcomes.some(({ passes }) => passes)) some++;
    if (outcomes.some(({ p }) => p !== null && p < 0.05)) uncorrected++;
  }
  // One in twenty is two of forty; without the correction three of four find something.
  expect(some).toBeLessThanOrEqual(4);
  expect(uncorrected).toBeGreaterThan(25);
});

test('[PT-04] five copies of one market are no more evidence than one', () => {
  const bars = walkBars(800, 3, 0.6);
  const universe = ['A', 'B', 'C', 'D', 'E'].map((symbol) => ({ symbol, bars }));
  const [five] = explore(universe, [told], { horizons: [5] }).outcomes;
  const [one] = explore(universe.slice(0, 1), [told], { horizons: [5] }).outcomes;
  expect(five?.count).toBe(5 * (one?.count as number));
  expect(five?.independent).toBe(one?.independent);
  expect(five?.hacP).toBeCloseTo(one?.hacP as number, 10);
  expect(five?.bootstrapP).toBe(one?.bootstrapP);
  // The naive t takes them for evidence: it grows with the root of five.
  expect((five?.naiveT as number) / (one?.naiveT as number)).toBeCloseTo(Math.sqrt(5), 1);
});

test('[PT-04] the same seed gives the same answer, which goes through JSON as it is', () => {
  const universe = [{ symbol: 'A', bars: walkBars(400, 1) }];
  const events = [told, chance('chance', 0.1, 7000), { id: 'never', rows: () => [] }];
  const found = explore(universe, events);
  expect(explore(universe, events)).toEqual(found);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(explore(universe, events, { seed: 2 })).not.toEqual(found);
  expect(found.outcomes.at(-1)).toMatchObject({ event: 'never', count: 0, mean: null, p: null, passes: false });
  const byBootstrap = explore(universe, events, { by: 'bootstrap' }).outcomes.filter(({ p }) => p !== null);
  expect(byBootstrap.every(({ p, bootstrapP }) => p === bootstrapP)).toBe(true);
});

test('[PT-04] patterns, crosses and entries of a strategy are events at the close that makes them known', () => {
  const series = { symbol: 'BTC/USDT', bars: walkBars(600, 7) };
  const [up, down] = patternEvents([engulfing()]);
  const hits = scanPatterns(series.bars, [engulfing()]);
  expect(up?.id).toBe('engulfing:up');
  expect(up?.rows(series)).toEqual(hits.filter(({ direction }) => direction === 1).map(({ confirmedAt }) => confirmedAt));
  expect(down?.rows(series)).toEqual(hits.filter(({ direction }) => direction === -1).map(({ confirmedAt }) => confirmedAt));
  const above = crossEvents('golden', sma(10), { above: sma(30) }).rows(series);
  const average = (period: number, row: number) =>
    series.bars.close.slice(row - period + 1, row + 1).reduce((sum, value) => sum + value / period, 0);
  expect(above.length).toBeGreaterThan(5);
  for (const row of above) {
    expect(average(10, row)).toBeGreaterThan(average(30, row));
    expect(average(10, row - 1)).toBeLessThan(average(30, row - 1));
  }
  expect(
    crossEvents('level', sma(10), { below: 100 })
      .rows(series)
      .every((row) => average(10, row) < 100 && average(10, row - 1) > 100),
  ).toBe(true);
  const [long, short] = entryEvents({ strategy: smaCross, values: smaCross.parse({}), instrument: coin });
  expect([long?.id, long?.rows(series), short?.rows(series)]).toEqual(['sma-cross:long', above, []]);
});

test('[PT-04] what cannot be scanned is refused by name', () => {
  const series = { symbol: 'A', bars: walkBars(50, 1) };
  expect(() => explore([], [told])).toThrow('there is no data to scan');
  expect(() => explore([series, series], [told])).toThrow('A is given twice');
  expect(() => explore([series], [told, told])).toThrow('event told is given twice');
  expect(() => explore([series], [told], { horizons: [50] })).toThrow('horizon 50 must be a whole number from 1 to 49');
  expect(() => explore([series], [{ id: 'e', rows: () => [3, 3] }])).toThrow('event e on A: row 3 must be a row from 4 to 49');
  expect(() => explore([series], [{ id: 'e', rows: () => [50] }])).toThrow('row 50 must be a row from 0 to 49');
});
