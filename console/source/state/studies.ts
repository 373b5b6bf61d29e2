import { signal } from '@preact/signals';
import { reasonOf } from '../api/http.ts';
import { listStudies } from '../api/studies.ts';
import type { Study } from '../api/types.ts';
import { poll } from './poll.ts';

/** Of all kinds, newest first; null until the first answer. */
export const studies = signal<readonly Study[] | null>(null);
export const studiesFault = signal<string | null>(null);

export const isUnderWay = ({ status }: Study): boolean => status === 'QUEUED' || status === 'RUNNING';

/** Keeps the list fresh: every second while something runs, every 15 s when all is quiet. */
export function watchStudies(): () => void {
  return poll(
    async () => {
      await refreshStudies();
      return studies.value?.some(isUnderWay) ? 1000 : 15_000;
    },
    (error) => {
      studiesFault.value = reasonOf(error);
    },
  );
}

export async function refreshStudies(): Promise<void> {
  const kinds = await Promise.all([listStudies('sweep'), listStudies('walk-forward'), listStudies('monte-carlo')]);
  studies.value = kinds.flat().sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  studiesFault.value = null;
}

/** Puts a study that was read or started on its own into the list. */
export function mergeStudy(study: Study): void {
  const others = (studies.value ?? []).filter(({ id }) => id !== study.id);
  studies.value = [...others, study].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

export function dropStudy(id: string): void {
  studies.value = (studies.value ?? []).filter((study) => study.id !== id);
}
