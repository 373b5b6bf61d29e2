import { expect, test } from 'vitest';
import { goldenBars } from '../../../scripts/golden/golden-bars.ts';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { CANDLESTICKS } from '../../../shared/patterns/candlestick/catalogue.ts';
import { computeCandlesticks } from '../../../shared/patterns/candlestick/fold.ts';
import { PATTERNS } from '../../../shared/patterns/catalogue.ts';
import { scanPatterns } from '../../../shared/patterns/scan.ts';

const bars = goldenBars();

/** The bars with an unknown row before every fourth. */
function withHoles(whole: Bars): { bars: Bars; rowOf: (row: number) => number } {
  const length = whole.length + Math.ceil(whole.length / 4);
  const holed = allocateBars(length, whole.timeframeUs);
  const rowOf = (row: number) => row + Math.floor(row / 4) + 1;
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
    holed[name].fill(Number.NaN);
    for (let row = 0; row < whole.length; row++) holed[name][rowOf(row)] = whole[name][row] as number;
  }
  return { bars: holed, rowOf };
}

test('[PT-01] all patterns scanned together give what each gives alone, in the order in which it became known', () => {
  const together = scanPatterns(
    bars,
    PATTERNS.map((pattern) => pattern()),
  );
  const alone = PATTERNS.flatMap((pattern) => scanPatterns(bars, [pattern()]));
  expect(together).toEqual(alone.toSorted((a, b) => a.confirmedAt - b.confirmedAt));
  expect(together.length).toBeGreaterThan(10_000);
});

test('[PT-01] two patterns of different settings share a scan without sharing their yardsticks', () => {
  const specs = CANDLESTICKS.flatMap((pattern) => {
    const periods = Object.keys(pattern.definition.parameters).filter((name) => name.endsWith('Period'));
    return [pattern(), pattern(Object.fromEntries(periods.map((name, i) => [name, 3 + 20 * i])))];
  });
  const together = computeCandlesticks(bars, specs);
  specs.forEach((spec, s) => expect([spec.key, together[s]]).toEqual([spec.key, computeCandlesticks(bars, [spec])[0]]));
});

test('[PT-01] unknown rows between the bars move the rows of a match and nothing else', () => {
  const specs = CANDLESTICKS.map((pattern) => pattern());
  const holed = withHoles(bars);
  const expected = scanPatterns(bars, specs).map((match) => ({
    ...match,
    start: holed.rowOf(match.start),
    end: holed.rowOf(match.end),
    confirmedAt: holed.rowOf(match.confirmedAt),
  }));
  expect(scanPatterns(holed.bars, specs)).toEqual(expected);
});

test('[PT-01] a match covers the bars of its formation: three black crows three, a confirmed hikkake all from its first bar on', () => {
  const scan = (id: string) =>
    scanPatterns(
      bars,
      PATTERNS.filter(({ definition }) => definition.id === id).map((pattern) => pattern()),
    );
  for (const { start, end, confirmedAt } of scan('three-black-crows')) expect([end - start, confirmedAt - end]).toEqual([2, 0]);
  const hikkakes = scan('hikkake');
  const confirmed = hikkakes.filter(({ strength }) => strength === 200);
  expect(confirmed.length).toBeGreaterThan(50);
  // The hikkake of the first confirmation was seen before the warm-up, and so not answered.
  expect(confirmed[0]?.start).toBe(2);
  for (const { start, direction } of confirmed.slice(1)) {
    expect(hikkakes.filter((h) => h.start === start && h.strength === 100 && h.direction === direction)).toHaveLength(1);
  }
});

test('[PT-01] no bars give no matches', () => {
  expect(
    scanPatterns(
      allocateBars(0, 1),
      PATTERNS.map((pattern) => pattern()),
    ),
  ).toEqual([]);
});
