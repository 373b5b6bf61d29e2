import type { StudyKind } from '../../contracts/studies.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunRecord, type RunStatus, type RunStore } from '../../ports/run-store.ts';
import { Refusal } from '../refusal.ts';
import { executionOf, rowsOf, studyPrefix } from './keys.ts';
import { findStudy } from './read-studies.ts';
import { type AnyStudy, studyOnWire } from './wire.ts';
import type { WorkflowOf } from './workflow-of.ts';

interface World {
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly workflows: WorkflowOf;
  readonly clock: Clock;
}

const ENDED: readonly RunStatus[] = ['DONE', 'FAILED', 'CANCELLED', 'INTERRUPTED'];

/** Stops a study that is under way, which stays in the list as CANCELLED; removes one that has ended, with everything it left. */
export function cancelStudy({ runs, objects, workflows, clock }: World) {
  return async (tenant: string, kind: StudyKind, id: string): Promise<void> => {
    const { attempt = 1 } = await findStudy(runs, tenant, kind, id);
    const rows = rowsOf(tenant, kind);
    if (await runs.advance(rows, id, ACTIVE, { status: 'CANCELLED', finishedUs: clock.nowUs() })) {
      await workflows(kind).stop(executionOf(id, attempt));
      return;
    }
    const keys: string[] = [];
    for await (const key of objects.list(studyPrefix({ tenant, studyId: id }))) keys.push(key);
    await objects.delete(keys);
    await runs.delete(rows, id);
  };
}

/** Runs again what failed or never ran, and only that, and puts the result together anew. Throws a refusal (conflict) when nothing failed or it is under way. */
export function retryStudy({ runs, workflows }: World) {
  return async (tenant: string, kind: StudyKind, id: string): Promise<AnyStudy> => {
    const run = await findStudy(runs, tenant, kind, id);
    if (run.status === 'DONE' && run.shards.failed === 0)
      throw new Refusal('conflict', `nothing of ${kind} "${id}" failed: there is nothing to run again`);
    const attempt = (run.attempt ?? 1) + 1;
    const change = { status: 'QUEUED', attempt, finishedUs: null, error: null } as const;
    if (!(await runs.advance(rowsOf(tenant, kind), id, ENDED, change)))
      throw new Refusal('conflict', `${kind} "${id}" is ${run.status}; it can be run again once it has ended`);
    await workflows(kind).start(executionOf(id, attempt), { tenant, kind, studyId: id, attempt, batch: 0 });
    return studyOnWire(kind, { ...run, ...change } satisfies RunRecord);
  };
}
