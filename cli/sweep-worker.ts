import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { subjectOf } from '../shared/application/backtest/subject.ts';
import { rowOf, rowWidth } from '../shared/application/sweep/row.ts';
import { SweepShard } from '../shared/application/sweep/shard.ts';
import { COSTS } from '../costs/registry.generated.ts';
import { USER_INDICATORS } from '../indicators/registry.generated.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import { ruleCatalogue } from '../shared/strategies/rules/parse.ts';
import { STRATEGIES } from '../strategies/registry.generated.ts';
import { faultOfStrategy } from './strategy-fault.ts';
import { partOf, type SweepAnswer, type SweepBatch, type SweepTask } from './sweep-pool.ts';

/** Runs before the compiler knows the code, at most so many and so long. */
const WARM_RUNS = 30;
const WARM_MS = 300;

// So much of a run may become one piece of machine code, about twice of what V8 gives by itself: 143 to 159 million bars a second in four runs of
// bench/sweep.ts, 140 to 146 without.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=2000');

/** One thread of a sweep: takes the next combinations that no other has taken, and writes their rows into memory that all share. */
const { plan, data, rates, beside, cacheBytes, worker } = workerData as SweepTask;
const post = (answer: SweepAnswer) => parentPort?.postMessage(answer);
const strategy = subjectOf(STRATEGIES, plan.backtest, ruleCatalogue(USER_INDICATORS));
const shard = new SweepShard({ plan, strategy, data, rates, beside, cacheBytes, costs: COSTS });

parentPort?.on('message', (batch: SweepBatch) => {
  try {
    if (batch.kind === 'warm') warm(batch.combinations);
    else run(batch);
    post({ kind: 'done' });
  } catch (error) {
    const { name, message, stack } = faultOfStrategy(error, strategy.id) ?? (error instanceof Error ? error : new Error(String(error)));
    post({ kind: 'failed', name, message, stack: stack ?? '' });
  }
});

/** First its own part, then what is left of the others': one at a time, so that all are done at the same time to within one combination. */
function run({ combinations, order, next, rows }: SweepBatch & { kind: 'run' }): void {
  const workers = next.length;
  for (let turn = 0; turn < workers; turn++) {
    const part = (worker + turn) % workers;
    const { end } = partOf(order.length, part, workers);
    for (let at = Atomics.add(next, part, 1); at < end; at = Atomics.add(next, part, 1)) {
      const index = order[at] as number;
      shard.run(combinations[index] as Params, rowOf(rows, index, plan));
    }
  }
}

/** The columns that this computes are forgotten, so that a sweep pays for all of its own. */
function warm(combinations: readonly Params[]): void {
  const row = new Float64Array(rowWidth(plan));
  const end = performance.now() + WARM_MS;
  for (let i = 0; i < WARM_RUNS && performance.now() < end; i++) shard.run(combinations[i % combinations.length] as Params, row);
  shard.columns.clear();
}
