import type { SearchState } from '../../research/optimise/contract.ts';
import { Optimisation } from '../../research/optimise/optimisation.ts';
import { startSearch } from '../../research/optimise/search.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { Subject } from '../../strategies/group.ts';
import { objectiveOf, spaceOf, type SweepPlan } from './plan.ts';
import type { SweepRows } from './result.ts';
import { rowOf, summaryOf } from './row.ts';

/** Where a sweep stands between two batches; plain JSON but for the numbers. */
export interface SweepState {
  readonly search: SearchState;
  readonly numbers: Float64Array;
}

interface SweepRun {
  readonly plan: SweepPlan;
  readonly strategy: Subject;
  /** Runs combinations and returns their rows in the same order, or nothing when it was stopped. */
  readonly evaluate: (combinations: readonly Params[]) => Promise<Float64Array | undefined>;
  /** Where an earlier run of the same plan stood. */
  readonly from?: SweepState | undefined;
  /** Told after every batch. */
  readonly onBatch?: (state: () => SweepState) => void;
}

export interface SweepOutcome extends SweepRows {
  /** False when it was stopped; `state` then goes on. */
  readonly finished: boolean;
  readonly state: SweepState;
}

/** Asks the search, evaluates and tells it, batch by batch, until it is over or stopped. The same plan gives the same rows, in one go or in several. */
export async function runSweep({ plan, strategy, evaluate, from, onBatch }: SweepRun): Promise<SweepOutcome> {
  const search = startSearch(plan.method, { space: spaceOf(plan, strategy), seed: plan.seed, trials: plan.trials ?? 1 });
  const optimisation = new Optimisation(search, plan.trials ?? Infinity);
  const parts: Float64Array[] = [];
  if (from) {
    optimisation.restore(from.search);
    parts.push(from.numbers);
  }
  const score = objectiveOf(plan);
  // Taken before the search is asked: what is asked for and not run must be asked for again.
  let searched = optimisation.snapshot();
  let finished = true;
  for (let batch = optimisation.next(); batch.length > 0; batch = optimisation.next()) {
    const rows = await evaluate(batch);
    if (rows === undefined) {
      finished = false;
      break;
    }
    parts.push(rows);
    optimisation.tell(batch.map((params, i) => ({ params, score: score(summaryOf(rowOf(rows, i, plan), plan)) })));
    searched = optimisation.snapshot();
    const now = searched;
    onBatch?.(() => ({ search: now, numbers: joined(parts) }));
  }
  const numbers = joined(parts);
  const combinations = optimisation.results.map(({ params }) => params);
  return { combinations, numbers, finished, state: { search: searched, numbers } };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
