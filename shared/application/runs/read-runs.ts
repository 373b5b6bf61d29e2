import type { Backtest, TradeRow } from '../../contracts/schemas.ts';
import { SECOND_US, toIso } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import type { RunRecord, RunStore } from '../../ports/run-store.ts';
import { badCursor, idCursor, type PageQuery, positionCursor } from '../cursor.ts';
import { getJson } from '../json-objects.ts';
import { Refusal } from '../refusal.ts';
import type { SleeveLine } from '../../performance/report.ts';
import { reportKey, requestKey, summaryKey } from './keys.ts';
import { type List, readPages } from './pages.ts';
import type { StoredRequest, StoredSummary } from './stored.ts';
import { LISTED_DATASETS } from './start-backtest.ts';
import { backtestOnWire } from './wire.ts';

interface World {
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly clock: Clock;
}

/** How long the address of a report stays good. */
const REPORT_SECONDS = 900;

/** What is read of runs. All of it throws a refusal (not-found) for a run that the tenant does not have. */
export function readRuns(world: World) {
  const { runs, objects, clock } = world;
  return {
    list: async (tenant: string, query: PageQuery): Promise<{ backtests: Backtest[]; next: string | null }> => {
      const { items, next } = await runs.list(tenant, idCursor(query));
      return { backtests: items.map(backtestOnWire), next };
    },

    /** With the whole request and, once DONE, the manifest, positions, unfilled orders and analysis. */
    get: async (tenant: string, id: string): Promise<Backtest> => {
      const run = await findRun(runs, tenant, id);
      const shown = backtestOnWire(run);
      const whole =
        shown.request.datasets.length === LISTED_DATASETS ? await getJson<StoredRequest>(objects, requestKey(tenant, id)) : undefined;
      const result = run.status === 'DONE' ? await getJson<StoredSummary>(objects, summaryKey(tenant, id)) : undefined;
      return {
        ...shown,
        ...(whole === undefined ? {} : { request: whole.request, symbols: [...whole.symbols] }),
        ...(result === undefined
          ? {}
          : {
              manifest: { ...result.manifest },
              ...(result.sleeves === undefined ? {} : { sleeves: result.sleeves.map(sleeveRow) }),
              ...(result.wallets === undefined ? {} : { wallets: [...result.wallets] }),
              positions: result.positions === undefined ? null : [...result.positions],
              unfilled: result.unfilled === undefined ? null : [...result.unfilled],
              analysis: (result.analysis ?? null) as Backtest['analysis'],
              analysers: result.analysers === undefined ? null : { ...result.analysers },
            }),
      };
    },

    trades: async (tenant: string, id: string, query: PageQuery): Promise<{ trades: TradeRow[]; next: string | null }> => {
      const { rows, next } = await page<TradeRow>(world, tenant, id, { list: 'trades', ...query });
      return { trades: rows, next };
    },

    equity: async (tenant: string, id: string, query: PageQuery): Promise<{ equity: [string, number][]; next: string | null }> => {
      const { rows, next } = await page<[string, number]>(world, tenant, id, { list: 'equity', ...query });
      return { equity: rows, next };
    },

    report: async (tenant: string, id: string): Promise<{ url: string; expiresAt: string }> => {
      await findDone(runs, tenant, id);
      const expiresUs = clock.nowUs() + REPORT_SECONDS * SECOND_US;
      const url = await objects.presignGet(reportKey(tenant, id), { expiresUs, contentType: 'text/html; charset=utf-8' });
      return { url, expiresAt: toIso(expiresUs) };
    },
  };
}

function sleeveRow({ params, positions, ...sleeve }: SleeveLine): NonNullable<Backtest['sleeves']>[number] {
  return { ...sleeve, params: { ...params }, positions: [...positions] };
}

export async function findRun(runs: RunStore, tenant: string, id: string): Promise<RunRecord> {
  const run = await runs.get(tenant, id);
  if (run === undefined) throw new Refusal('not-found', `there is no backtest "${id}"`, { field: 'id' });
  return run;
}

/** Throws a refusal (conflict) for a run that has no result. */
async function findDone(runs: RunStore, tenant: string, id: string): Promise<void> {
  const { status } = await findRun(runs, tenant, id);
  if (status !== 'DONE') throw new Refusal('conflict', `backtest "${id}" is ${status}; it has a result once it is DONE`);
}

async function page<T>(
  { runs, objects }: World,
  tenant: string,
  runId: string,
  { list, limit, cursor }: PageQuery & { readonly list: List },
): Promise<{ rows: T[]; next: string | null }> {
  await findDone(runs, tenant, runId);
  const stored = await getJson<StoredSummary>(objects, summaryKey(tenant, runId));
  if (stored === undefined) throw new Error(`run ${runId} is DONE but has lost its summary`);
  const from = positionCursor(cursor);
  const total = stored.counts[list];
  if (from > total) throw badCursor(String(cursor));
  const to = Math.min(total, from + limit);
  const rows = await readPages<T>(objects, { tenant, runId, list }, from, to);
  return { rows, next: to < total ? String(to) : null };
}
