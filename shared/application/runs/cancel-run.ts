import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunStore } from '../../ports/run-store.ts';
import type { Workflow } from '../../ports/workflow.ts';
import { runPrefix } from './keys.ts';
import { findRun } from './read-runs.ts';

interface World {
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly workflow: Workflow;
  readonly clock: Clock;
}

/** Stops a run that is under way, which stays in the list as CANCELLED; removes one that has ended, with everything it left. */
export function cancelRun({ runs, objects, workflow, clock }: World) {
  return async (tenant: string, id: string): Promise<void> => {
    await findRun(runs, tenant, id);
    if (await runs.advance(tenant, id, ACTIVE, { status: 'CANCELLED', finishedUs: clock.nowUs() })) {
      await workflow.stop(id);
      return;
    }
    const keys: string[] = [];
    for await (const key of objects.list(runPrefix(tenant, id))) keys.push(key);
    await objects.delete(keys);
    await runs.delete(tenant, id);
  };
}
