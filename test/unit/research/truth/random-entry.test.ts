import { expect, test } from 'vitest';
import { type PlacedTrade, type RandomEntryOptions, randomEntryNull } from '../../../../shared/research/truth/random-entry.ts';
import { noise, pricesOf } from '../world.ts';

/** One strategy with one instrument. */
const alone = (prices: Float64Array, trades: readonly PlacedTrade[], { costBps, ...options }: RandomEntryOptions & { costBps: number }) =>
  randomEntryNull([{ prices, trades, costBps, part: 1 }], options);

/** Long for `bars` every `every` rows. */
const regular = (rows: number, bars: number, every: number): PlacedTrade[] =>
  Array.from({ length: Math.floor((rows - 1 - bars) / every) }, (_, i) => ({ entryRow: i * every, bars, exposure: 1 }));

test('[DX-04] of one trade among four rows every placement is drawn evenly, costs included', () => {
  // Prices 100, 110, 99, 108.9: entered for one bar at row 0, 1 or 2 it makes +10 %, -10 %, +10 %, less 10 bps of 100 and of what it is worth then.
  const prices = Float64Array.of(100, 110, 99, 108.9);
  const options = { costBps: 10, draws: 3000, seed: 1 };
  const up = alone(prices, [{ entryRow: 0, bars: 1, exposure: 1 }], options);
  expect(up.observedReturn).toBeCloseTo(0.1 - 0.001 * 2.1, 12);
  expect(up.p).toBeCloseTo(2 / 3, 1);
  expect(up.percentiles.p5).toBeCloseTo(-0.1 - 0.001 * 1.9, 12);
  const short = alone(prices, [{ entryRow: 1, bars: 1, exposure: -0.5 }], options);
  expect(short.observedReturn).toBeCloseTo(0.05 - 0.0005 * 1.9, 12);
  expect(short.p).toBeCloseTo(1 / 3, 1);
  expect(short.exposure).toBeCloseTo(1 / 3, 15);
});

test('[DX-04] two trades of different lengths find all their places evenly and never overlap', () => {
  // Three intervals, one of them of the second bar alone: a trade of one and a trade of two fill them all, in two orders.
  const prices = Float64Array.of(1, 2, 8, 64);
  const trades = [
    { entryRow: 0, bars: 1, exposure: 1 },
    { entryRow: 1, bars: 2, exposure: 0.5 },
  ];
  const drawn = alone(prices, trades, { costBps: 0, draws: 2000, seed: 5 });
  // One first: x2, then half of x32: 1 + 15.5. Two first: half of x8, 1 + 3.5; then x8.
  expect(drawn.observedReturn).toBeCloseTo(2 * 16.5 - 1, 12);
  expect(drawn.percentiles.p5).toBeCloseTo(2 * 16.5 - 1, 12);
  expect(drawn.percentiles.p95).toBeCloseTo(4.5 * 8 - 1, 12);
  expect(alone(prices, trades.toReversed(), { costBps: 0, draws: 2000, seed: 5 }).p).toBe(1);
});

test('[DX-04] entries that mean nothing are found at the rate of the level; entries before rises are told from chance; drift alone is not', () => {
  const rows = 400;
  let below = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const prices = pricesOf(noise(rows, seed).map((value) => 0.002 + 0.01 * value));
    if (alone(prices, regular(rows, 5, 20), { costBps: 5, draws: 199, seed }).p <= 0.1) below++;
  }
  // Measured: 0.105.
  expect(below / 200).toBeGreaterThan(0.05);
  expect(below / 200).toBeLessThan(0.15);
  const returns = noise(rows, 9).map((value) => 0.01 * value);
  const trades = regular(rows, 5, 20);
  for (const { entryRow } of trades) returns[entryRow + 1] = (returns[entryRow + 1] as number) + 0.015;
  expect(alone(pricesOf(returns), trades, { costBps: 5, seed: 1 }).p).toBeLessThan(0.01);
});

test('[DX-04] the same seed draws the same; what cannot be placed is refused', () => {
  const prices = pricesOf(noise(100, 2).map((value) => 0.01 * value));
  const trades = regular(100, 4, 10);
  expect(alone(prices, trades, { costBps: 1, seed: 3 })).toEqual(alone(prices, trades, { costBps: 1, seed: 3 }));
  const refused = (wrong: PlacedTrade[]) => () => alone(prices, wrong, { costBps: 1, seed: 3 });
  expect(refused([])).toThrow('there is no trade');
  expect(refused([{ entryRow: 97, bars: 3, exposure: 1 }])).toThrow('a trade from row 97 on for 3 bars lies outside the 100 prices');
  expect(refused([{ entryRow: 5, bars: 0, exposure: 1 }])).toThrow('a trade of 0 bars cannot be placed');
  expect(refused([...trades, { entryRow: 2, bars: 1, exposure: 1 }])).toThrow(
    'the trade entered at row 2 begins before another ended at row 4',
  );
});

test('[DX-04] placements that make the same but for rounding count as good as the observed one', () => {
  const trades = [1, 0.3, 0.7, 0.13].map((exposure, i) => ({ entryRow: 10 * i, bars: 3, exposure }));
  expect(alone(new Float64Array(50).fill(100), trades, { costBps: 10, seed: 1 }).p).toBe(1);
});

test('[DX-04] the entries of several instruments are drawn each on its own prices, and what they make is added up by their parts', () => {
  // Of two prices with one interval each nothing can move; of three rows the trade finds two places: +10 % and -10 %.
  const still = { prices: Float64Array.of(100, 120), trades: [{ entryRow: 0, bars: 1, exposure: 1 }], costBps: 0, part: 0.25 };
  const moving = { prices: Float64Array.of(100, 110, 99), trades: [{ entryRow: 0, bars: 1, exposure: 1 }], costBps: 0, part: 0.75 };
  const { observedReturn, p, trades, exposure, percentiles } = randomEntryNull([still, moving], { draws: 3000, seed: 1 });
  expect(observedReturn).toBeCloseTo(0.25 * 0.2 + 0.75 * 0.1, 12);
  expect([trades, exposure]).toEqual([2, 2 / 3]);
  expect(p).toBeCloseTo(1 / 2, 1);
  expect([percentiles.p5, percentiles.p95]).toEqual([expect.closeTo(0.05 - 0.075, 12), expect.closeTo(0.05 + 0.075, 12)]);
  // A line without a trade changes nothing but the rows that could have been held.
  const idle = { ...still, trades: [] };
  expect(randomEntryNull([idle, moving], { seed: 1 })).toMatchObject({
    trades: 1,
    exposure: 1 / 3,
    observedReturn: expect.closeTo(0.075, 12),
  });
});
