import type { Backfill, BackfillRequest } from '../../contracts/backfills.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Workflow } from '../../ports/workflow.ts';
import { putJson } from '../json-objects.ts';
import { rangeOfQuery } from '../query-range.ts';
import { Refusal } from '../refusal.ts';
import { requestKey, type StoredBackfill } from './stored.ts';

interface World {
  readonly objects: Objects;
  readonly workflow: Workflow;
  readonly ids: Ids;
}

/** Twenty years of minutes. */
const MAX_BARS = 20 * 366 * 24 * 60;

/** Records a backfill and starts its execution, named by its id. Throws a refusal that names the field at fault; nothing is written then. */
export function startBackfill(world: World) {
  return async (tenant: string, request: BackfillRequest): Promise<Backfill> => {
    const { fromUs, toUs } = rangeOfBody(request);
    const bars = (toUs - fromUs) / parseTimeframe(request.timeframe);
    if (bars > MAX_BARS)
      throw new Refusal(
        'invalid',
        `from: the range holds ${Math.ceil(bars)} bars of ${request.timeframe}; at most ${MAX_BARS} are asked for at once`,
        {
          field: 'from',
        },
      );
    const id = world.ids.next();
    const stored: StoredBackfill = { request };
    await putJson(world.objects, requestKey(tenant, id), stored);
    await world.workflow.start(id, { tenant, runId: id });
    return { id, status: 'QUEUED', request, chunks: { total: 0, done: 0, failed: 0 }, written: 0, missing: 0, error: null };
  };
}

/** The range of a query, whose fields stand in a body here. */
function rangeOfBody(request: BackfillRequest): ReturnType<typeof rangeOfQuery> {
  try {
    return rangeOfQuery(request);
  } catch (error) {
    if (!(error instanceof Refusal) || error.field === undefined) throw error;
    throw new Refusal(error.kind, error.message.replace(/^query\./, ''), { field: error.field.replace(/^query\./, '') });
  }
}
