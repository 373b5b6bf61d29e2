import type { Objects } from '../../ports/objects.ts';
import type { StudyStep } from '../../contracts/study-steps.ts';
import type { SweepRow } from '../sweep/result.ts';
import { getJson, putJson } from '../json-objects.ts';
import { type RowOrder, rowsKey } from './keys.ts';

/** Rows an object. */
export const ROWS_PER_PAGE = 1000;
type Study = Pick<StudyStep, 'tenant' | 'studyId'>;

/** Takes rows one after the other and writes a page whenever it is full. */
export class RowPages {
  readonly #objects: Objects;
  readonly #study: Study;
  readonly #order: RowOrder;
  #page: number;
  #rows: SweepRow[] = [];

  /** `from` is the first row's place, the first of a page. */
  constructor(objects: Objects, study: Study, order: RowOrder, from = 0) {
    this.#objects = objects;
    this.#study = study;
    this.#order = order;
    this.#page = from / ROWS_PER_PAGE;
  }

  async add(row: SweepRow): Promise<void> {
    this.#rows.push(row);
    if (this.#rows.length === ROWS_PER_PAGE) await this.end();
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    if (this.#rows.length === 0) return;
    await putJson(this.#objects, rowsKey(this.#study, this.#order, this.#page++), this.#rows);
    this.#rows = [];
  }
}

/** Rows `from` (inclusive) to `to` (exclusive) of what was written. */
export async function readRows(objects: Objects, study: Study, order: RowOrder, range: { from: number; to: number }): Promise<SweepRow[]> {
  const { from, to } = range;
  if (to <= from) return [];
  const first = Math.floor(from / ROWS_PER_PAGE);
  const pages = Array.from({ length: Math.ceil(to / ROWS_PER_PAGE) - first }, (_, i) => first + i);
  const parts = await Promise.all(pages.map((page) => getJson<SweepRow[]>(objects, rowsKey(study, order, page))));
  const missing = parts.indexOf(undefined);
  if (missing !== -1) throw new Error(`study ${study.studyId} has lost page ${first + missing} of its rows`);
  return parts.flatMap((part) => part ?? []).slice(from - first * ROWS_PER_PAGE, to - first * ROWS_PER_PAGE);
}
