import type { StudyKind, SweepRow } from '../../contracts/studies.ts';
import { SECOND_US, toIso } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects } from '../../ports/objects.ts';
import { ACTIVE, type RunRecord, type RunStore } from '../../ports/run-store.ts';
import { badCursor, idCursor, type PageQuery, positionCursor } from '../cursor.ts';
import { getJson } from '../json-objects.ts';
import { Refusal } from '../refusal.ts';
import { reportKey, resultKey, type RowOrder, rowsOf } from './keys.ts';
import { readRows } from './row-pages.ts';
import { outcomes } from './shards.ts';
import type { StoredResult } from './stored.ts';
import { type AnyStudy, studyOnWire } from './wire.ts';

interface World {
  readonly runs: RunStore;
  readonly objects: Objects;
  readonly clock: Clock;
}

/** How long the address of a report stays good. */
const REPORT_SECONDS = 900;
/** Rows of an answer: a Lambda's holds 6 MB, and a row is some 900 bytes. */
const ROWS_MAX = 4000;

/** What is read of studies. All of it throws a refusal (not-found) for a study that the tenant does not have. */
export function readStudies({ runs, objects, clock }: World) {
  const shown = async (tenant: string, kind: StudyKind, run: RunRecord): Promise<AnyStudy> => {
    const left = ACTIVE.includes(run.status) ? await outcomes(objects, { tenant, studyId: run.id }) : undefined;
    return studyOnWire(kind, run, { left });
  };
  return {
    list: async (tenant: string, kind: StudyKind, query: PageQuery): Promise<{ studies: AnyStudy[]; next: string | null }> => {
      const { items, next } = await runs.list(rowsOf(tenant, kind), idCursor(query));
      return { studies: await Promise.all(items.map((run) => shown(tenant, kind, run))), next };
    },

    /** With its failures and, once DONE, its result. */
    get: async (tenant: string, kind: StudyKind, id: string): Promise<AnyStudy> => {
      const run = await findStudy(runs, tenant, kind, id);
      if (ACTIVE.includes(run.status)) return shown(tenant, kind, run);
      return studyOnWire(kind, run, { ended: await getJson<StoredResult>(objects, resultKey({ tenant, studyId: id })) });
    },

    /** At most 4,000 at a time, however many are asked for. */
    rows: async (
      tenant: string,
      id: string,
      { limit, cursor, order }: PageQuery & { readonly order: RowOrder },
    ): Promise<{ rows: SweepRow[]; next: string | null }> => {
      const study = { tenant, studyId: id };
      await findDone(runs, tenant, 'sweep', id);
      const stored = await getJson<StoredResult>(objects, resultKey(study));
      if (stored === undefined) throw new Error(`sweep ${id} is DONE but has lost its result`);
      const from = positionCursor(cursor);
      if (from > stored.rows) throw badCursor(String(cursor));
      const to = Math.min(stored.rows, from + Math.min(limit, ROWS_MAX));
      const rows = await readRows(objects, study, order, { from, to });
      return {
        rows: rows.map(({ params, summary }) => ({ params: { ...params }, summary: { ...summary } })),
        next: to < stored.rows ? String(to) : null,
      };
    },

    report: async (tenant: string, kind: StudyKind, id: string): Promise<{ url: string; expiresAt: string }> => {
      await findDone(runs, tenant, kind, id);
      const expiresUs = clock.nowUs() + REPORT_SECONDS * SECOND_US;
      const url = await objects.presignGet(reportKey({ tenant, studyId: id }), { expiresUs, contentType: 'text/html; charset=utf-8' });
      return { url, expiresAt: toIso(expiresUs) };
    },
  };
}

/** Throws a refusal (not-found) for a study that the tenant does not have. */
export async function findStudy(runs: RunStore, tenant: string, kind: StudyKind, id: string): Promise<RunRecord> {
  const run = await runs.get(rowsOf(tenant, kind), id);
  if (run === undefined) throw new Refusal('not-found', `there is no ${kind} "${id}"`, { field: 'id' });
  return run;
}

/** Throws a refusal (conflict) for a study that has no result. */
async function findDone(runs: RunStore, tenant: string, kind: StudyKind, id: string): Promise<void> {
  const { status } = await findStudy(runs, tenant, kind, id);
  if (status !== 'DONE') throw new Refusal('conflict', `${kind} "${id}" is ${status}; it has a result once it is DONE`);
}
