import type { StudyKind } from '../../contracts/studies.ts';

interface Named {
  readonly tenant: string;
  readonly studyId: string;
}

/** Studies of a kind are rows of their own in the table of runs: no tenant has a slash in its name. */
export const rowsOf = (tenant: string, kind: StudyKind): string => `${tenant}/${kind}`;
/** Name of an execution; that of a retry has the number of its attempt. */
export const executionOf = (studyId: string, attempt: number): string => (attempt === 1 ? studyId : `${studyId}-${attempt}`);

/** Where the objects of a study lie. */
export const studyPrefix = ({ tenant, studyId }: Named): string => `studies/${tenant}/${studyId}/`;
/** The request as it was made, and what it was planned to be. */
export const studyKey = (study: Named): string => `${studyPrefix(study)}study.json`;
export const batchesPrefix = (study: Named): string => `${studyPrefix(study)}batches/`;
export const batchKey = (study: Named, batch: number): string => `${batchesPrefix(study)}${String(batch).padStart(6, '0')}.json`;
/** What a shard has to do. */
export const taskKey = (study: Named, shard: number): string => `${studyPrefix(study)}tasks/${shard}.json`;
export const shardsPrefix = (study: Named): string => `${studyPrefix(study)}shards/`;
/** Begins the key of whatever a shard left in an attempt. */
export const attemptPrefix = (study: Named, shard: number, attempt: number): string => `${shardsPrefix(study)}${shard}.${attempt}.`;
/** Says by its name how many runs succeeded and failed, so that a listing is the progress. */
export const shardKey = (study: Named, about: ShardOutcome): string =>
  `${attemptPrefix(study, about.shard, about.attempt)}${about.done}-${about.failed}`;
export const resultKey = (study: Named): string => `${studyPrefix(study)}result.json`;
export const reportKey = (study: Named): string => `${studyPrefix(study)}report.html`;
export const rowsKey = (study: Named, order: RowOrder, page: number): string => `${studyPrefix(study)}rows/${order}/${page}.json`;

export type RowOrder = 'objective' | 'tried';

/** What the key of a shard's result says. */
export interface ShardOutcome {
  readonly shard: number;
  readonly attempt: number;
  /** Runs. */
  readonly done: number;
  readonly failed: number;
}

/** What a key says of the shard; undefined for no key of a shard. */
export function outcomeOf(key: string): ShardOutcome | undefined {
  const match = /\/shards\/(\d+)\.(\d+)\.(\d+)-(\d+)$/.exec(key);
  if (match === null) return undefined;
  const [shard, attempt, done, failed] = match.slice(1).map(Number) as [number, number, number, number];
  return { shard, attempt, done, failed };
}
