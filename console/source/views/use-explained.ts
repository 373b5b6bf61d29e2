import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError, reasonOf } from '../api/http.ts';
import { explainRules } from '../api/platform.ts';
import type { RulesExplained } from '../api/types.ts';
import { type RuleFault, readRules } from '../logic/rules.ts';

export interface Explained {
  /** Null while the rules have faults or have not been asked about. */
  readonly known: RulesExplained | null;
  readonly faults: readonly RuleFault[];
  /** Why the platform could not be asked. */
  readonly reason: string | null;
}

const NOTHING: Explained = { known: null, faults: [], reason: null };
/** How long a pause in typing is. */
const PAUSE_MS = 350;

/** What the platform says of rules, asked at every pause in typing while `wanted`. */
export function useExplained(text: string, wanted: boolean): ReadonlySignal<Explained> {
  const answer = useSignal(NOTHING);
  useEffect(() => {
    const read = readRules(text);
    if (!wanted || 'fault' in read) {
      answer.value = NOTHING;
      return;
    }
    const asking = new AbortController();
    const ask = async () => {
      try {
        answer.value = { ...NOTHING, known: await explainRules(read.rules, asking.signal) };
      } catch (error) {
        if (!asking.signal.aborted) answer.value = refusalOf(error);
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text, wanted]);
  return answer;
}

function refusalOf(error: unknown): Explained {
  if (!(error instanceof ApiError) || error.status !== 400) return { ...NOTHING, reason: reasonOf(error) };
  const { field = '', detail, errors = [{ field, message: detail }] } = error.problem;
  return { ...NOTHING, faults: errors.map((fault) => ({ place: fault.field, message: fault.message })) };
}
