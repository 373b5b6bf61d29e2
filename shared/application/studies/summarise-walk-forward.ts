import type { Params } from '../../research/optimise/space.ts';
import { subjectOf } from '../backtest/subject.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import { rowOf, rowWidth } from '../sweep/row.ts';
import type { SweepRows } from '../sweep/result.ts';
import type { SweepShardInput } from '../sweep/shard.ts';
import { abilityOf } from '../walk-forward/ability.ts';
import type { CombinationReturns } from '../walk-forward/combination-returns.ts';
import { runCombinatorial } from '../walk-forward/combinatorial.ts';
import { walkForwardManifest } from '../walk-forward/manifest.ts';
import { marketPeriods } from '../walk-forward/market.ts';
import { concludeFold, type FoldRun, walkForwardReport } from '../walk-forward/run.ts';
import { walkForwardTearsheet } from '../walk-forward/tearsheet.ts';
import { readShards, shardsBySearch, succeeded } from './shards.ts';
import { beyondFolds, type Summarised, type WalkForwardStudy } from './stored.ts';
import type { EndedStudy, SummariseWorld } from './ended-study.ts';

/** Chooses in each fold among what its shards left and runs the choice, as `runWalkForward` does; a fold at a time is in memory. */
export async function summariseWalkForward(world: SummariseWorld, ended: EndedStudy, study: WalkForwardStudy): Promise<Summarised> {
  const { step, stored } = ended;
  const { sweep, division, folds } = study;
  const data = await world.bars(step.tenant, stored);
  const strategy = subjectOf(world.strategies, sweep.backtest, world.ruleCatalogue);
  const own = { strategy, ...data, costs: world.costs };
  const walk = { ...own, plan: { sweep, division }, ledger: world.ledgerOf(step.tenant), digest: world.digest };
  const market = marketPeriods(own.data);
  const shards = await shardsBySearch(world.objects, step);
  const done: FoldRun[] = [];
  for (const [search, fold] of folds.entries())
    done.push(await concludeFold(walk, fold, market, await rowsOf(world, ended, sweep, shards[search] ?? [])));
  const report = walkForwardReport(walk, done);
  const whole = beyondFolds(study) ? await returnsOf(world, ended, shards[folds.length] ?? []) : undefined;
  const beyond = beyondOf(study, { ...own, plan: sweep }, whole);
  const result = { manifest: walkForwardManifest({ ...own, plan: walk.plan }), ...report, ...beyond };
  return { result, plateau: null, rows: 0, report: walkForwardTearsheet(result) };
}

/** What some shards have tried, without what failed. */
async function rowsOf(
  { objects }: SummariseWorld,
  { step, left }: EndedStudy,
  plan: SweepPlan,
  shards: readonly number[],
): Promise<SweepRows> {
  const combinations: Params[] = [];
  const rows: Float64Array[] = [];
  for await (const result of readShards(objects, step, left, shards)) {
    if (result.task.task !== 'rows') continue;
    for (const index of succeeded(result, result.task.combinations.length)) {
      combinations.push(result.task.combinations[index] as Params);
      rows.push(rowOf(result.numbers, index, plan));
    }
  }
  const width = rowWidth(plan);
  const numbers = new Float64Array(rows.length * width);
  rows.forEach((row, i) => numbers.set(row, i * width));
  return { combinations, numbers };
}

/** What needs every combination over the whole history. */
function beyondOf({ cpcv, spa, division }: WalkForwardStudy, input: SweepShardInput, returns: CombinationReturns | undefined) {
  if (returns === undefined || returns.combinations.length === 0) return { cpcv: null, ability: null };
  return {
    cpcv: cpcv === null ? null : runCombinatorial(input, returns, { ...cpcv, gaps: division.gaps }),
    ability: spa ? abilityOf(input, returns) : null,
  };
}

async function returnsOf({ objects }: SummariseWorld, { step, left }: EndedStudy, shards: readonly number[]): Promise<CombinationReturns> {
  const combinations: Params[] = [];
  const columns: Float64Array[] = [];
  for await (const result of readShards(objects, step, left, shards)) {
    if (result.task.task !== 'returns') continue;
    const { periods } = result.facts as { periods: number };
    for (const [column, index] of succeeded(result, result.task.combinations.length).entries()) {
      combinations.push(result.task.combinations[index] as Params);
      columns.push(result.numbers.subarray(column * periods, (column + 1) * periods));
    }
  }
  return { combinations, columns };
}
