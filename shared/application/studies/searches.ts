import { Optimisation } from '../../research/optimise/optimisation.ts';
import { startSearch } from '../../research/optimise/search.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { Subject } from '../../strategies/group.ts';
import { spaceOf, type SweepPlan } from '../sweep/plan.ts';
import { sweepOfFold } from '../walk-forward/plan.ts';
import type { SearchStudy } from './stored.ts';

/** Whether what is run next depends on what was run. */
export function learns({ method }: Pick<SweepPlan, 'method'>): boolean {
  return method === 'tpe' || method === 'genetic' || method === 'cma-es';
}

/** The plan of each search of a study, in their order: the one of a sweep, or one in each fold. */
export function searchesOf(study: SearchStudy): SweepPlan[] {
  return study.kind === 'sweep' ? [study.sweep] : study.folds.map((fold) => sweepOfFold(study, fold));
}

/** A search that has asked for nothing yet, as `runSweep` makes it. */
export function optimisationOf(plan: SweepPlan, strategy: Subject): Optimisation {
  const search = startSearch(plan.method, { space: spaceOf(plan, strategy), seed: plan.seed, trials: plan.trials ?? 1 });
  return new Optimisation(search, plan.trials ?? Infinity);
}

/** The combinations of a search that learns nothing, in the order in which `runSweep` tries them and in parts of `size`, never all at once. */
export function* combinationsOf(plan: SweepPlan, strategy: Subject, size: number): Generator<Params[]> {
  const search = startSearch(plan.method, { space: spaceOf(plan, strategy), seed: plan.seed, trials: plan.trials ?? 1 });
  let left = plan.trials ?? Infinity;
  while (left > 0) {
    const asked = search.ask(Math.min(size, left));
    if (asked.length === 0) return;
    left -= asked.length;
    yield asked;
  }
}
