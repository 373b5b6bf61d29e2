import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getStudy, sweepRows } from '../../api/studies.ts';
import type { Study, StudyKind, SweepRow } from '../../api/types.ts';
import { type Followed, follow } from '../../state/follow.ts';
import { isUnderWay, mergeStudy } from '../../state/studies.ts';

/** Rows that are read for a map; beyond them it shows the best of so many. */
export const ROWS_MAX = 20_000;

interface StudyState extends Followed {
  readonly study: Signal<Study | null>;
  /** Of a sweep that is done, the best first; null until all that will be read are here. */
  readonly rows: Signal<readonly SweepRow[] | null>;
  /** Reads anew, as after a retry. */
  readonly again: () => void;
}

/** Follows one study until it ends, then reads its rows. */
export function useStudy(kind: StudyKind, id: string): StudyState {
  const turn = useSignal(0);
  const state: StudyState = {
    study: useSignal(null),
    rows: useSignal(null),
    fault: useSignal(null),
    missing: useSignal(false),
    again: () => (turn.value += 1),
  };
  useEffect(
    () =>
      follow(state, async (signal) => {
        const study = await getStudy(kind, id, signal);
        state.study.value = study;
        state.fault.value = null;
        mergeStudy(study);
        if (isUnderWay(study)) return 'under way';
        if (kind === 'sweep' && study.status === 'DONE') state.rows.value = await readRows(id, signal);
        return 'ended';
      }),
    [kind, id, turn.value],
  );
  return state;
}

async function readRows(id: string, signal: AbortSignal): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (let cursor: string | undefined; rows.length < ROWS_MAX; ) {
    const page = await sweepRows(id, cursor, signal);
    rows.push(...page.rows);
    if (page.next === null) break;
    cursor = page.next;
  }
  return rows;
}
