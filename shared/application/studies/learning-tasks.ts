import type { StudyStep } from '../../contracts/study-steps.ts';
import type { Objects } from '../../ports/objects.ts';
import type { SearchState, Told } from '../../research/optimise/contract.ts';
import { keyOf } from '../../research/optimise/space.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { subjectOf } from '../backtest/subject.ts';
import { objectiveOf, type SweepPlan } from '../sweep/plan.ts';
import { rowOf, summaryOf } from '../sweep/row.ts';
import { parts } from './chunks.ts';
import { optimisationOf, searchesOf } from './searches.ts';
import { outcomes, readShards, succeeded } from './shards.ts';
import type { PlannedSearches, SearchStudy, ShardTask, StoredBatch } from './stored.ts';

interface World {
  readonly objects: Objects;
  readonly strategies: readonly AnyStrategy[];
  readonly ruleCatalogue: RuleCatalogue;
}

/**
 * The next batch of searches that learn: each is put back to where it stood, told what became of its combinations and asked for more. What failed has no score.
 */
export async function learningTasks(
  { objects, strategies, ruleCatalogue }: World,
  step: StudyStep,
  study: SearchStudy,
  before: StoredBatch | undefined,
): Promise<{ searches: PlannedSearches; tasks: ShardTask[] }> {
  const strategy = subjectOf(strategies, study.sweep.backtest, ruleCatalogue);
  const plans = searchesOf(study);
  const told = before === undefined ? [] : await scores(objects, step, plans, before);
  const tasks: ShardTask[] = [];
  const searches = plans.map((plan, search) => {
    const optimisation = optimisationOf(plan, strategy);
    const known = before?.searches[search];
    if (known !== undefined) optimisation.restore(known.state as SearchState);
    if (known !== undefined && known.shards > 0) {
      const score = told[search] as Map<string, number | null>;
      optimisation.tell(optimisation.next().map((params): Told => ({ params, score: score.get(keyOf(params)) ?? null })));
    }
    const state = optimisation.snapshot();
    const asked = optimisation.next();
    const cut = parts(asked.length, study.runsPerShard);
    for (const { from, count } of cut) tasks.push({ task: 'rows', search, combinations: asked.slice(from, from + count) });
    return { shards: cut.length, state };
  });
  return { searches, tasks };
}

/** Scores of the combinations of a batch, by search. */
async function scores(
  objects: Objects,
  step: StudyStep,
  plans: readonly SweepPlan[],
  { first, shards }: StoredBatch,
): Promise<Map<string, number | null>[]> {
  const objectives = plans.map(objectiveOf);
  const found = plans.map(() => new Map<string, number | null>());
  const numbers = Array.from({ length: shards }, (_, i) => first + i);
  for await (const result of readShards(objects, step, await outcomes(objects, step), numbers)) {
    if (result.task.task !== 'rows') continue;
    const { search, combinations } = result.task;
    for (const index of succeeded(result, combinations.length)) {
      const plan = plans[search] as SweepPlan;
      const summary = summaryOf(rowOf(result.numbers, index, plan), plan);
      found[search]?.set(keyOf(combinations[index] as (typeof combinations)[number]), objectives[search]?.(summary) ?? null);
    }
  }
  return found;
}
