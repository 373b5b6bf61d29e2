import { call } from './http.ts';
import type { Quote, Study, StudyKind, SweepRow } from './types.ts';

/** Where studies of a kind lie, and what a list of them is called. */
const PLACES: Readonly<Record<StudyKind, readonly [path: string, list: string]>> = {
  sweep: ['/sweeps', 'sweeps'],
  'walk-forward': ['/walk-forwards', 'walkForwards'],
  'monte-carlo': ['/monte-carlos', 'monteCarlos'],
};
const at = (kind: StudyKind, id: string, part = ''): string => `${PLACES[kind][0]}/${encodeURIComponent(id)}${part}`;
const named = (kind: StudyKind, study: object): Study => ({ ...study, kind }) as Study;

/** The newest hundred of a kind. */
export async function listStudies(kind: StudyKind): Promise<Study[]> {
  const [path, list] = PLACES[kind];
  const page = await call<Record<string, object[]>>('GET', path, { query: { limit: 100 } });
  return (page[list] ?? []).map((study) => named(kind, study));
}

export const getStudy = async (kind: StudyKind, id: string, signal: AbortSignal): Promise<Study> =>
  named(kind, await call<object>('GET', at(kind, id), { signal }));
export const startStudy = async (kind: StudyKind, body: unknown, idempotencyKey: string): Promise<Study> =>
  named(kind, await call<object>('POST', PLACES[kind][0], { body, idempotencyKey }));
/** Stops one that is under way; deletes one that has ended. */
export const removeStudy = (kind: StudyKind, id: string) => call<void>('DELETE', at(kind, id));
/** Runs the failed shards again. */
export const retryStudy = async (kind: StudyKind, id: string): Promise<Study> =>
  named(kind, await call<object>('POST', at(kind, id, '/retry')));
export const studyReport = (kind: StudyKind, id: string) => call<{ url: string }>('GET', at(kind, id, '/report'));
/** What a study would take; nothing is started. */
export const quoteStudy = (kind: StudyKind, request: unknown) => call<Quote>('POST', '/quotes', { body: { kind, request } });
export const sweepRows = (id: string, cursor: string | undefined, signal: AbortSignal) =>
  call<{ rows: SweepRow[]; next: string | null }>('GET', at('sweep', id, '/rows'), { query: { limit: 5000, cursor }, signal });
