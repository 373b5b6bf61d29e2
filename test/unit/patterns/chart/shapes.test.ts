import { expect, test } from 'vitest';
import { CHART_PATTERNS } from '../../../../shared/patterns/chart/catalogue.ts';
import { type PatternMatch, scanPatterns } from '../../../../shared/patterns/scan.ts';
import { draw, SHAPES, type Shape, type Vertex } from './shapes.ts';

function find({ pattern }: Shape, corners: readonly Vertex[], drawing = {}): PatternMatch[] {
  const known = CHART_PATTERNS.find(({ definition }) => definition.id === pattern);
  if (known === undefined) throw new Error(`no pattern ${pattern}`);
  return scanPatterns(draw(corners, drawing), [known()]);
}

const within = (rows: number, match: PatternMatch, { start, end, direction }: Shape) =>
  Math.abs(match.start - start) <= rows && Math.abs(match.end - end) <= rows && match.direction === direction;

const named = SHAPES.map((shape) => [`${shape.direction === 1 ? 'rising' : 'falling'} ${shape.pattern}`, shape] as const);

test('[PT-02] every chart pattern is drawn', () => {
  expect(new Set(SHAPES.map(({ pattern }) => pattern))).toEqual(new Set(CHART_PATTERNS.map(({ definition }) => definition.id)));
});

test.each(named)('[PT-02] a drawn %s is found once, on its first and last pivot', (_, shape) => {
  const found = find(shape, shape.corners);
  expect(found).toMatchObject([{ pattern: shape.pattern, kind: 'chart' }]);
  expect(found.filter((match) => within(2, match, shape))).toHaveLength(1);
  expect(found[0]?.confirmedAt).toBeGreaterThan(shape.end);
});

test.each(named)('[PT-02] a drawn %s is found in three of four of 40 noisy drawings', (_, shape) => {
  const seeds = Array.from({ length: 40 }, (_unused, seed) => seed + 1);
  const hits = seeds.filter((seed) => find(shape, shape.corners, { noise: 0.25, seed }).some((match) => within(2, match, shape)));
  expect(hits.length).toBeGreaterThanOrEqual(30);
});

const misses = named.flatMap(([name, shape]) =>
  Object.entries(shape.nearMisses).map(([why, corners]) => [name, why, shape, corners] as const),
);

test.each(misses)('[PT-02] no %s is found in its near miss with %s', (_name, _why, shape, corners) => {
  expect(find(shape, corners)).toEqual([]);
});
