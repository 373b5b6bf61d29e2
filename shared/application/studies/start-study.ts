import type { QuoteRequest } from '../../contracts/studies.ts';
import type { Ids } from '../../ports/ids.ts';
import type { RunRecord } from '../../ports/run-store.ts';
import { putJson } from '../json-objects.ts';
import { COST_RUNS } from '../quote/quote.ts';
import { Refusal } from '../refusal.ts';
import { executionOf, rowsOf, studyKey } from './keys.ts';
import { planStudy } from './plan.ts';
import { type QuotingWorld, quotePlanned } from './quote-study.ts';
import { runsInAll, type StoredStudy } from './stored.ts';
import { type AnyStudy, studyOnWire } from './wire.ts';
import type { WorkflowOf } from './workflow-of.ts';

interface World extends QuotingWorld {
  readonly workflows: WorkflowOf;
  readonly ids: Ids;
}

/**
 * Checks a request to the last parameter, quotes it when it has a cap, records the study as QUEUED and starts its execution, named by the study's id.
 * Throws a refusal that names the field at fault, or the quote and the cap; nothing is written then.
 */
export function startStudy(world: World) {
  return async (tenant: string, asked: QuoteRequest): Promise<AnyStudy> => {
    const { kind, request } = asked;
    const stored = await planStudy(world, tenant, asked);
    if (request.maxDollars !== undefined || request.maxLambdaSeconds !== undefined) await checkCaps(world, tenant, stored);
    const run: RunRecord = {
      id: world.ids.next(),
      status: 'QUEUED',
      request: { ...stored.request },
      symbols: stored.sources.map(({ symbol }) => symbol),
      shards: { total: 0, done: 0, failed: 0 },
      work: { total: runsInAll(stored.plan, COST_RUNS), done: 0, failed: 0 },
      attempt: 1,
      createdUs: world.clock.nowUs(),
      finishedUs: null,
      error: null,
      summary: null,
    };
    const step = { tenant, kind, studyId: run.id, attempt: 1 };
    await putJson(world.objects, studyKey(step), stored);
    await world.runs.create(rowsOf(tenant, kind), run);
    await world.workflows(kind).start(executionOf(run.id, 1), { ...step, batch: 0 });
    return studyOnWire(kind, run);
  };
}

async function checkCaps(world: QuotingWorld, tenant: string, stored: StoredStudy): Promise<void> {
  const { maxDollars, maxLambdaSeconds } = stored.request;
  const { aws } = await quotePlanned(world, tenant, stored);
  const quote = `the quote is $${aws.usd.toFixed(4)} and ${aws.lambdaSeconds.toFixed(1)} Lambda-seconds`;
  if (maxDollars !== undefined && aws.usd > maxDollars)
    throw new Refusal('unprocessable', `${quote}, which is above the cap of $${maxDollars}`, { field: 'maxDollars' });
  if (maxLambdaSeconds !== undefined && aws.lambdaSeconds > maxLambdaSeconds)
    throw new Refusal('unprocessable', `${quote}, which is above the cap of ${maxLambdaSeconds} Lambda-seconds`, {
      field: 'maxLambdaSeconds',
    });
}
