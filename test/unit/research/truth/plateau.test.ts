import { expect, test } from 'vitest';
import { neighboursOf } from '../../../../shared/research/truth/neighbours.ts';
import { type PlateauSample, plateauMap } from '../../../../shared/research/truth/plateau.ts';
import { SeededRandom } from '../../../../shared/market/noise.ts';

/** A grid of fast 1..9 by slow 10..90 where `metric` is worth what the function says. */
const grid = (metric: (fast: number, slow: number) => number | null): PlateauSample[] =>
  Array.from({ length: 81 }, (_, i) => {
    const [fast, slow] = [1 + (i % 9), 10 * (1 + Math.floor(i / 9))];
    return { params: { fast, slow }, metric: metric(fast, slow) };
  });

test('[DX-04] a lone peak is the best point and not the centre of the plateau; its stability is 0', () => {
  // Hill of height 1 around fast 6, slow 60, falling by 0.1 a step, and a spike of 2 in a flat corner region.
  const hill = (fast: number, slow: number) => Math.max(0, 1 - 0.25 * Math.max(Math.abs(fast - 6), Math.abs(slow - 60) / 10));
  const map = plateauMap(grid((fast, slow) => (fast === 2 && slow === 20 ? 2 : hill(fast, slow))));
  expect(map.kind).toBe('grid');
  expect(map.best.params).toEqual({ fast: 2, slow: 20 });
  expect(map.best).toMatchObject({ metric: 2, neighbours: 8, neighbourMin: 0 });
  expect(map.stability).toBeLessThan(0.05);
  expect(map.centre.params).toEqual({ fast: 6, slow: 60 });
  // Itself 1 and eight neighbours of 0.75.
  expect(map.centre.plateau).toBeCloseTo((1 + 8 * 0.75) / 9, 14);
  expect(JSON.parse(JSON.stringify(map))).toEqual(map);
});

test('[DX-04] a hill alone is best at its centre, and its neighbours keep what the hand says', () => {
  const map = plateauMap(grid((fast, slow) => 1 - 0.1 * Math.max(Math.abs(fast - 5), Math.abs(slow - 50) / 10)));
  expect(map.best.index).toBe(map.centre.index);
  // Rings of 8, 16, 24 and 32 around the middle: the median of 81 is on the ring three steps out, 0.7; the neighbours have 0.9 of 1.
  expect(map.stability).toBeCloseTo((0.9 - 0.7) / (1 - 0.7), 12);
  expect(map.worstStability).toBeCloseTo(2 / 3, 12);
});

test('[DX-04] a corner has three neighbours and an edge five; neither is the centre of a plateau when the inside is as good', () => {
  const map = plateauMap(grid((fast, slow) => (fast <= 2 && slow <= 20 ? 2 : 1) + (fast === 6 && slow === 60 ? 6 : 0)));
  const neighboursAt = (fast: number, slow: number) =>
    map.points.find(({ params }) => params['fast'] === fast && params['slow'] === slow)?.neighbours;
  expect([neighboursAt(1, 10), neighboursAt(9, 90), neighboursAt(1, 50), neighboursAt(9, 20), neighboursAt(5, 50)]).toEqual([
    3, 3, 5, 5, 8,
  ]);
  // The corner's four are worth 2, around (6, 60) nine are worth 15 / 9: few neighbours prove little.
  expect(map.centre.plateau).toBeCloseTo(15 / 9, 14);
});

test('[DX-04] combinations that a constraint left out and metrics that are undefined leave a smaller neighbourhood', () => {
  const samples = grid((fast, slow) => (slow === 30 ? null : fast)).filter(
    ({ params }) => (params['fast'] as number) * 10 < (params['slow'] as number),
  );
  const { kind, points } = plateauMap(samples);
  expect(kind).toBe('grid');
  const corner = points.find(({ params }) => params['fast'] === 1 && params['slow'] === 20);
  // Beside (1, 20) are (1, 30) and (2, 30) only, both without a metric.
  expect(corner).toMatchObject({ neighbours: 2, neighbourMean: null, neighbourMin: null, plateau: 1 });
});

test('[DX-04] samples off a grid have the nearest as neighbours, each range scaled to one', () => {
  const random = new SeededRandom(3);
  const samples = Array.from({ length: 300 }, (): PlateauSample => {
    const [small, large] = [random.next(), 1000 * random.next()];
    return { params: { small, large }, metric: 1 - Math.hypot(small - 0.6, large / 1000 - 0.4) };
  });
  const map = plateauMap(samples);
  expect(map.kind).toBe('nearest');
  expect(map.best.neighbours).toBe(4);
  expect(map.stability).toBeGreaterThan(0.7);
  expect(Math.abs((map.centre.params['small'] as number) - 0.6)).toBeLessThan(0.1);
  expect(Math.abs((map.centre.params['large'] as number) - 400)).toBeLessThan(100);
  // Against sorting all distances.
  const params = samples.map((sample) => sample.params as { small: number; large: number });
  const [smalls, larges] = [params.map(({ small }) => small), params.map(({ large }) => large)];
  const range = (values: number[]) => Math.max(...values) - Math.min(...values);
  const { of } = neighboursOf(params);
  for (const i of [0, 7, 299]) {
    const distance = (k: number) =>
      ((smalls[k] as number) - (smalls[i] as number)) ** 2 / range(smalls) ** 2 +
      ((larges[k] as number) - (larges[i] as number)) ** 2 / range(larges) ** 2;
    const sorted = params.map((_, k) => k).toSorted((a, b) => distance(a) - distance(b));
    expect(of[i]).toEqual(sorted.slice(1, 5));
  }
});

test('[DX-04] too few metrics and samples of different parameters are refused', () => {
  expect(() => plateauMap(grid(() => null))).toThrow('0 samples have a metric; 3 or more are needed');
  expect(() => neighboursOf([{ fast: 1 }, { slow: 1 }])).toThrow('sample 1 has the parameters slow, but must have fast like the first');
});
