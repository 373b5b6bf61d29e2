import { expect, test } from 'vitest';
import { type Bars, sliceBars } from '../../../../shared/domain/bars.ts';
import { macd } from '../../../../shared/indicators/momentum/macd.ts';
import { rsi } from '../../../../shared/indicators/momentum/rsi.ts';
import { decodeState, encodeState } from '../../../../shared/indicators/state.ts';
import { CHART_PATTERNS } from '../../../../shared/patterns/chart/catalogue.ts';
import { divergenceOf } from '../../../../shared/patterns/chart/divergence.ts';
import type { PatternDetector, PatternFinding, PatternSpec } from '../../../../shared/patterns/pattern.ts';
import { scanPatterns } from '../../../../shared/patterns/scan.ts';
import { randomNumbers } from '../../../support/random-bars.ts';
import { randomWalk } from './walks.ts';

const bars = randomWalk(8000, 54);
const histogram = divergenceOf(macd, { style: 'regular', output: 'histogram' });
/** About two bars' movement of the walk; flags are smaller. */
const percentOf = (id: string) => ({ reversalPercent: ['flag', 'pennant'].includes(id) ? 1.5 : 2.5 });
const specs: (readonly [string, PatternSpec])[] = [
  ...CHART_PATTERNS.map((pattern) => [pattern.definition.id, pattern()] as const),
  ...CHART_PATTERNS.map((pattern) => [`${pattern.definition.id} by percent`, pattern(percentOf(pattern.definition.id))] as const),
  [histogram.definition.id, histogram()],
];

interface Answer {
  readonly row: number;
  readonly value: number;
  readonly found: readonly PatternFinding[];
}

/** What `detector` says of the rows from `from` to `to`, silence left out. */
function follow(detector: PatternDetector, of: Bars, from: number, to: number): Answer[] {
  const answers: Answer[] = [];
  for (let row = from; row < to; row++) {
    const at = (column: Float64Array) => column[row] as number;
    const value = detector.update(at(of.open), at(of.high), at(of.low), at(of.close), at(of.volume));
    const found = detector.found ?? [];
    if (value !== 0 || found.length > 0) answers.push({ row, value, found });
  }
  return answers;
}

function fold({ definition, values }: PatternSpec, of: Bars): Answer[] {
  return follow(definition.detector(values), of, 0, of.length);
}

test.each(specs)('[PT-02] %s: the scan of a history is the fold of its updates', (_, spec) => {
  const answers = fold(spec, bars);
  expect(answers.length).toBeGreaterThan(0);
  const found = answers.flatMap((answer) => answer.found.map(({ kind: _kind, ...finding }) => finding));
  expect(scanPatterns(bars, [spec])).toEqual(found.map((finding) => ({ pattern: spec.definition.id, kind: 'chart', ...finding })));
  for (const { row, value, found: findings } of answers) {
    expect(findings).toHaveLength(1);
    const { start, end, confirmedAt, direction, strength } = findings[0] as PatternFinding;
    expect(value).toBe(direction * strength);
    expect(confirmedAt).toBe(row);
    expect(start).toBeLessThan(end);
    expect(end).toBeLessThan(row);
    expect(strength).toBeGreaterThanOrEqual(1);
    expect(strength).toBeLessThanOrEqual(100);
  }
});

test.each(specs)(
  '[PT-02] %s: restored from a snapshot that went through JSON, at any row, it goes on alike, and its size never changes',
  (_, spec) => {
    const expected = fold(spec, bars);
    const random = randomNumbers(5);
    // Just before a finding too: what waits for its breakout there is what a snapshot could lose.
    const eve = expected.slice(0, 6).map((answer) => answer.row);
    const anywhere = Array.from({ length: 10 }, () => Math.floor(random() * bars.length));
    const cuts = [0, 1, 14, spec.warmup, ...eve, ...anywhere].sort((a, b) => a - b);
    const detector = spec.definition.detector(spec.values);
    const size = detector.snapshot().length;
    let row = 0;
    for (const cut of cuts) {
      follow(detector, bars, row, cut);
      row = cut;
      const state = decodeState(JSON.parse(JSON.stringify(encodeState(detector.snapshot()))));
      expect(state).toHaveLength(size);
      const restored = spec.definition.detector(spec.values);
      restored.restore(state);
      const to = Math.min(bars.length, cut + 600);
      expect(follow(restored, bars, cut, to)).toEqual(expected.filter((answer) => answer.row >= cut && answer.row < to));
    }
  },
);

test.each(specs)(
  '[PT-02] %s: what it says of a row does not change when rows are appended, nor when the rows after it are others',
  (_, spec) => {
    const expected = fold(spec, bars);
    for (const row of [...expected.slice(0, 3).map((answer) => answer.row), 100, 1000]) {
      const known = expected.filter((answer) => answer.row <= row);
      expect(fold(spec, sliceBars(bars, 0, row + 1))).toEqual(known);
      const other = randomWalk(row + 300, 1);
      for (const column of ['open', 'high', 'low', 'close', 'volume'] as const) other[column].set(bars[column].subarray(0, row + 1));
      expect(fold(spec, other).filter((answer) => answer.row <= row)).toEqual(known);
    }
  },
);

test.each(specs)('[PT-02] %s: a row with an unknown price is counted and otherwise as if it were not there', (_, spec) => {
  const detector = spec.definition.detector(spec.values);
  const answers: Answer[] = [];
  const rows: number[] = [];
  let row = 0;
  for (let known = 0; known < bars.length; known++) {
    if (known % 7 === 3) {
      const prices = [1, 1, 1, 1] as [number, number, number, number];
      prices[known % 4] = [NaN, Infinity, -Infinity][known % 3] as number;
      if (detector.update(...prices, 1) !== 0 || detector.found?.length !== 0) answers.push({ row: NaN, value: NaN, found: [] });
      row++;
    }
    rows.push(row++);
    answers.push(...follow(detector, bars, known, known + 1));
  }
  const moved = fold(spec, bars).map(({ found, ...answer }) => ({
    ...answer,
    found: found.map(({ start, end, confirmedAt, ...finding }) => ({
      ...finding,
      start: rows[start],
      end: rows[end],
      confirmedAt: rows[confirmedAt],
    })),
  }));
  expect(answers).toEqual(moved);
});

/** Every tolerance as wide and every minimum as small as it may be, so that whatever can be found early is. */
function lenient(
  { definition }: (typeof CHART_PATTERNS)[number],
  reversal: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const least = [
    'slant',
    'closing',
    'rise',
    'approach',
    'pole',
    'roundness',
    'centre',
    'touches',
    'minBars',
    'priceChange',
    'oscillatorChange',
    'penetration',
    'atrPeriod',
    'period',
  ];
  const entries = Object.entries(definition.parameters)
    .filter(([name]) => !['reversalAtr', 'reversalPercent'].includes(name))
    .map(([name, { min, max }]) => [name, least.includes(name) ? min : max] as const);
  return { ...Object.fromEntries(entries), ...reversal };
}

test.each(CHART_PATTERNS.map((pattern) => [pattern.definition.id, pattern] as const))(
  '[PT-02] %s: nothing is found before the declared warm-up, however lenient it is, and then soon',
  (_, pattern) => {
    for (const reversal of [{ reversalPercent: 0.5 }, { reversalAtr: 0.25 }]) {
      const spec = pattern(lenient(pattern, reversal));
      let first = Infinity;
      for (let seed = 1; seed <= 300; seed++) {
        first = Math.min(first, fold(spec, randomWalk(spec.warmup + 12, seed))[0]?.row ?? Infinity);
      }
      expect(first).toBeGreaterThanOrEqual(spec.warmup);
      expect(first).toBeLessThanOrEqual(spec.warmup + 5);
    }
  },
);

test('[PT-02] a divergence is from any indicator and any of its outputs, with that indicator’s parameters', () => {
  expect(histogram.definition.id).toBe('macd-histogram-divergence');
  expect(divergenceOf(rsi, { style: 'hidden' }).definition.id).toBe('rsi-hidden-divergence');
  expect(histogram({ fast: 5 }).values).toMatchObject({ fast: 5, slow: 26, signal: 9, maxBars: 60 });
  expect(() => divergenceOf(macd, { style: 'regular', output: 'middle' })).toThrow(
    'indicator macd has no output "middle" (it has: macd, signal, histogram)',
  );
});
