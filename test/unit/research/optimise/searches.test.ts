import { expect, test } from 'vitest';
import { Optimisation } from '../../../../shared/research/optimise/optimisation.ts';
import { GridSearch } from '../../../../shared/research/optimise/grid.ts';
import { SEARCH_METHODS, type SearchMethod, startSearch } from '../../../../shared/research/optimise/search.ts';
import { type Dimension, keyOf, type Params, Space } from '../../../../shared/research/optimise/space.ts';

type Toy = (params: Params) => number;

const between = (name: string, from: number, to: number, step = 0): Dimension => ({ name, from, to, step, log: false });
const at = (params: Params, name: string) => params[name] as number;

/** Highest, 0, at x = 1.3, y = -2.1. */
const quadratic: Toy = (p) => -((at(p, 'x') - 1.3) ** 2) - (at(p, 'y') + 2.1) ** 2;
const QUADRATIC = [between('x', -5, 5, 0.1), between('y', -5, 5, 0.1)];

/** Rosenbrock (1960), turned over: highest, 0, at (1, 1), in a bent valley. */
const rosenbrock: Toy = (p) => -((1 - at(p, 'x')) ** 2) - 100 * (at(p, 'y') - at(p, 'x') ** 2) ** 2;
const ROSENBROCK = [between('x', -2, 2), between('y', -1, 3)];

/** Branin (1972), turned over: highest, -0.397887, at three places. Dixon and Szego (1978). */
const branin: Toy = (p) => {
  const [x, y] = [at(p, 'x'), at(p, 'y')];
  return -((y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2) - 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) - 10;
};
const BRANIN = [between('x', -5, 10), between('y', 0, 15)];

interface Run {
  readonly method: SearchMethod;
  readonly dimensions: readonly Dimension[];
  readonly toy: Toy;
  readonly trials: number;
  readonly seed?: number;
  readonly allows?: (params: Params) => boolean;
}

function started({ method, dimensions, trials, seed = 1, allows }: Run): Optimisation {
  return new Optimisation(startSearch(method, { space: new Space(dimensions, allows), seed, trials }), trials);
}

function step(optimisation: Optimisation, toy: Toy): boolean {
  const asked = optimisation.next();
  if (asked.length > 0) optimisation.tell(asked.map((params) => ({ params, score: toy(params) })));
  return asked.length > 0;
}

function run(options: Run): Optimisation {
  const optimisation = started(options);
  while (step(optimisation, options.toy));
  return optimisation;
}

const bestScore = (options: Run) => run(options).best?.score as number;

test.each(SEARCH_METHODS)('[BT-08] %s finds the top of a quadratic within 0.5 on a range of ten', (method) => {
  const trials = method === 'grid' ? 101 * 101 : 300;
  const { params } = run({ method, dimensions: QUADRATIC, toy: quadratic, trials }).best ?? { params: {} };
  expect(Math.abs(at(params, 'x') - 1.3)).toBeLessThan(0.5);
  expect(Math.abs(at(params, 'y') + 2.1)).toBeLessThan(0.5);
});

test('[BT-08] a grid of 27 cells is 27 results, the last dimension running fastest, the ends included', () => {
  const dimensions = [between('a', 1, 3, 1), between('b', 0.1, 0.3, 0.1), between('c', 10, 30, 10)];
  const { results } = run({ method: 'grid', dimensions, toy: () => 0, trials: 100 });
  expect(results).toHaveLength(27);
  expect(results.slice(0, 4).map(({ params }) => params)).toEqual([
    { a: 1, b: 0.1, c: 10 },
    { a: 1, b: 0.1, c: 20 },
    { a: 1, b: 0.1, c: 30 },
    { a: 1, b: 0.2, c: 10 },
  ]);
  expect(results.at(-1)?.params).toEqual({ a: 3, b: 0.3, c: 30 });
});

test('[BT-08] a grid leaves out what is forbidden and counts it', () => {
  const allows = (params: Params) => at(params, 'fast') < at(params, 'slow');
  const grid = new GridSearch(new Space([between('fast', 1, 4, 1), between('slow', 1, 4, 1)], allows));
  // Of 16 pairs, 4 + 3 + 2 + 1 are not below the diagonal.
  expect([grid.ask(100).length, grid.leftOut]).toEqual([6, 10]);
});

test('[BT-08] a grid is refused over any number, or over more cells than can be run', () => {
  expect(() => new GridSearch(new Space([between('x', 0, 1)]))).toThrow('range x=0:1 has no step, but a grid needs one');
  expect(() => new GridSearch(new Space([between('x', 1, 1e4, 1), between('y', 1, 1e4, 1)]))).toThrow('the grid has 1.0e+8 cells');
});

test.each([
  { method: 'tpe', trials: 200, seeds: 7 },
  { method: 'genetic', trials: 400, seeds: 15 },
  { method: 'cma-es', trials: 200, seeds: 15 },
] as const)('[BT-08] $method beats random search of the same budget on Branin and on Rosenbrock', ({ method, trials, seeds }) => {
  const median = (dimensions: readonly Dimension[], toy: Toy, of: SearchMethod) => {
    const scores = Array.from({ length: seeds }, (_, k) => bestScore({ method: of, dimensions, toy, seed: k + 1, trials }));
    return scores.sort((a, b) => a - b)[seeds >> 1] as number;
  };
  expect(median(BRANIN, branin, method)).toBeGreaterThan(median(BRANIN, branin, 'random'));
  expect(median(BRANIN, branin, method)).toBeGreaterThan(-0.397887 - 0.03);
  expect(median(ROSENBROCK, rosenbrock, method)).toBeGreaterThan(median(ROSENBROCK, rosenbrock, 'random'));
});

test('[BT-08] CMA-ES follows the bent valley of Rosenbrock to its end', () => {
  expect(bestScore({ method: 'cma-es', dimensions: ROSENBROCK, toy: rosenbrock, trials: 1000 })).toBeGreaterThan(-1e-6);
});

test.each(SEARCH_METHODS)('[BT-08] %s asks for the same combinations again with the same seed', (method) => {
  const options = { method, dimensions: [between('x', 1, 12, 1), between('y', 1, 12, 1)], toy: quadratic, trials: 100 };
  const asked = (seed: number) => JSON.stringify(run({ ...options, seed }).results);
  expect(asked(7)).toBe(asked(7));
  if (method !== 'grid') expect(asked(7)).not.toBe(asked(8));
});

test.each(SEARCH_METHODS)('[BT-08] %s, stopped after any batch and restored from JSON, goes on to the byte', (method) => {
  const dimensions = method === 'grid' ? [between('x', -2, 2, 0.05), between('y', -1, 3, 0.05)] : ROSENBROCK;
  const options = { method, dimensions, toy: rosenbrock, trials: 3000 };
  const short = { ...options, trials: method === 'tpe' ? 90 : 2500 };
  const whole = run(short);
  for (const batches of [0, 1, 2, 9]) {
    const stopped = started(short);
    for (let k = 0; k < batches; k++) step(stopped, rosenbrock);
    const resumed = started(short);
    resumed.restore(JSON.parse(JSON.stringify(stopped.snapshot())));
    while (step(resumed, rosenbrock));
    expect(JSON.stringify(resumed.snapshot())).toBe(JSON.stringify(whole.snapshot()));
  }
});

test.each(SEARCH_METHODS)('[BT-08] %s asks for nothing that is forbidden and for nothing twice', (method) => {
  const allows = (params: Params) => at(params, 'x') < at(params, 'y');
  const dimensions = [between('x', 1, 20, 1), between('y', 1, 20, 1)];
  const { results } = run({ method, dimensions, toy: quadratic, trials: 150, allows });
  expect(results.length).toBeGreaterThan(method === 'genetic' || method === 'cma-es' ? 10 : 149);
  expect(results.every(({ params }) => allows(params))).toBe(true);
  expect(new Set(results.map(({ params }) => keyOf(params))).size).toBe(results.length);
});

test.each(SEARCH_METHODS)('[BT-08] %s ends when there is nothing left to try', (method) => {
  const { results } = run({ method, dimensions: [between('x', 1, 3, 1), between('y', 1, 2, 1)], toy: quadratic, trials: 1000 });
  expect(results).toHaveLength(6);
});

test.each(['random', 'lhs', 'tpe'] as const)('[BT-08] %s finds the last of 210 cells when all of them are asked for', (method) => {
  const dimensions = [between('x', 1, 15, 1), between('y', 1, 14, 1)];
  expect(run({ method, dimensions, toy: quadratic, trials: 210 }).results).toHaveLength(210);
});

test.each(SEARCH_METHODS.filter((method) => method !== 'grid'))('[BT-08] %s says so when a constraint allows nothing', (method) => {
  expect(() => run({ method, dimensions: QUADRATIC, toy: quadratic, trials: 20, allows: () => false })).toThrow(
    'none of 10000 combinations drawn is allowed',
  );
});

test('[BT-08] results without a score are worse than any', () => {
  const toy: Toy = (params) => (at(params, 'x') < 0 ? Number.NaN : quadratic(params));
  for (const method of SEARCH_METHODS) {
    const optimisation = started({ method, dimensions: [between('x', -5, 5, 1), between('y', -5, 5, 1)], toy, trials: 121 });
    for (let asked = optimisation.next(); asked.length > 0; asked = optimisation.next()) {
      optimisation.tell(asked.map((params) => ({ params, score: Number.isNaN(toy(params)) ? null : toy(params) })));
    }
    expect(at(optimisation.best?.params ?? {}, 'x')).toBeGreaterThanOrEqual(0);
  }
});

test('[BT-08] a Latin hypercube puts one combination into each part of every range', () => {
  const { results } = run({ method: 'lhs', dimensions: [between('x', 0, 1), between('y', 10, 20)], toy: () => 0, trials: 25 });
  const parts = (name: string, from: number, width: number) =>
    results.map(({ params }) => Math.floor((25 * (at(params, name) - from)) / width)).sort((a, b) => a - b);
  const each = Array.from({ length: 25 }, (_, i) => i);
  expect([parts('x', 0, 1), parts('y', 10, 10)]).toEqual([each, each]);
});
