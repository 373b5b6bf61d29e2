import { expect, test } from 'vitest';
import { combinatorialPlan, pathReturns, pathSharpes } from '../../../../shared/research/validation/combinatorial.ts';
import { sharpe } from '../../../../shared/performance/returns.ts';
import { noise } from '../world.ts';

test('[DX-04] 6 groups, 2 of them tested: 15 splits and 5 paths (Lopez de Prado 2018, figures 12.1 and 12.2)', () => {
  const { splits, paths, groups } = combinatorialPlan({ rows: 600, groups: 6, testGroups: 2 });
  expect(splits).toHaveLength(15);
  expect(paths).toHaveLength(5);
  expect(groups[2]).toEqual({ from: 200, to: 300 });
  // His figure 12.2 with splits S1 to S15: path 1 is tested by S1 S1 S2 S3 S4 S5, path 5 by S5 S9 S12 S14 S15 S15.
  expect(paths[0]).toEqual([0, 0, 1, 2, 3, 4]);
  expect(paths[4]).toEqual([4, 8, 11, 13, 14, 14]);
  // Each split tests each of its groups in one path alone.
  const used = paths.flatMap((path) => path.map((split, group) => `${split}:${group}`));
  expect(new Set(used).size).toBe(30);
  for (const path of paths) path.forEach((split, group) => expect(splits[split]?.testGroups).toContain(group));
});

test('[DX-04] what is learnt on keeps away from every tested group by purge and embargo', () => {
  const { splits } = combinatorialPlan({ rows: 100, groups: 5, testGroups: 2, gaps: { purge: 3, embargo: 2 } });
  // Groups 1 and 3 of 20 rows each.
  const split = splits.find(({ testGroups }) => testGroups.join() === '1,3');
  expect(split?.test).toEqual([
    { from: 20, to: 40 },
    { from: 60, to: 80 },
  ]);
  expect(split?.train).toEqual([
    { from: 0, to: 17 },
    { from: 45, to: 57 },
    { from: 85, to: 100 },
  ]);
});

test('[DX-04] paths are put together from the splits that test their groups, and their Sharpe ratios are those of the whole', () => {
  const plan = combinatorialPlan({ rows: 101, groups: 4, testGroups: 2 });
  const bySplit = plan.splits.map((_, split) => noise(101, split + 1).map((value) => 0.001 + 0.01 * value));
  const paths = pathReturns(plan, bySplit);
  expect(paths).toHaveLength(3);
  paths.forEach((path, p) =>
    plan.groups.forEach(({ from, to }, group) => {
      const split = plan.paths[p]?.[group] as number;
      expect(path.subarray(from, to)).toEqual(bySplit[split]?.subarray(from, to));
    }),
  );
  const { sharpes, mean, min, max, lossShare } = pathSharpes(paths, 252);
  expect(sharpes).toEqual(paths.map((path) => sharpe(path, 252)));
  const known = sharpes as number[];
  expect(mean).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / 3, 14);
  expect([min, max]).toEqual([Math.min(...known), Math.max(...known)]);
  expect(lossShare).toBe(known.filter((value) => value <= 0).length / 3);
  expect(pathSharpes([new Float64Array(5)], 252)).toEqual({ sharpes: [null], mean: null, min: null, max: null, lossShare: 1 });
});

test('[DX-04] plans that cannot be made are refused by name', () => {
  const plan = (options: object) => () => combinatorialPlan({ rows: 100, groups: 6, testGroups: 2, ...options });
  expect(plan({ testGroups: 6 })).toThrow('testGroups is 6, but must be below the 6 groups');
  expect(plan({ rows: 5 })).toThrow('5 rows are too few for 6 groups');
  expect(plan({ groups: 40, testGroups: 20 })).toThrow('20 of 40 groups make 137846528820 splits; 20000 at most');
  expect(plan({ gaps: { purge: 40, embargo: 0 } })).toThrow('nothing is left to learn on when the groups');
  expect(() => pathReturns(combinatorialPlan({ rows: 10, groups: 3, testGroups: 1 }), [new Float64Array(9)])).toThrow(
    'split 0 has 9 returns, but must have one for each of 10 rows',
  );
});
