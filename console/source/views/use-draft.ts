import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError, reasonOf } from '../api/http.ts';
import type { RulesExplained, StrategyInfo } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import { type Draft, defaultsOf, EMPTY_DRAFT, type Faults, faultsOf, fieldFor, paramsTyped, ruleFaultsOf } from '../logic/form.ts';
import type { RuleFault } from '../logic/rules.ts';
import { type Subject, subjectOf } from '../logic/several.ts';
import { strategies } from '../state/catalogue.ts';
import { prefill } from '../state/prefill.ts';
import { useExplained } from './use-explained.ts';

interface Refused {
  readonly fields: Faults;
  readonly rules: readonly RuleFault[];
  /** What belongs to no field. */
  readonly general: string | null;
}
const NOTHING: Refused = { fields: {}, rules: [], general: null };

/** What the form holds, what is wrong with it here, and what the platform refused of it until the next change. */
export function useDraft() {
  const typed = useSignal<Draft>({ ...EMPTY_DRAFT, ...prefill.value });
  const refused = useSignal(NOTHING);
  const known = strategies.value;
  const named = known?.find((s) => s.id === typed.value.strategy);
  const byRules = typed.value.kind === 'rules';
  const explained = useExplained(typed.value.rules, byRules && mayResearch.value).value;
  const { kind, members, params } = typed.value;
  const strategy: Subject | undefined = byRules
    ? strategyOfRules(explained.known)
    : kind === 'several'
      ? subjectOf(members, known ?? [])
      : named;
  const draft = kind === 'strategy' ? typed.value : { ...typed.value, params: paramsTyped(strategy, params) };

  const set = (part: Partial<Draft>) => {
    typed.value = { ...typed.value, ...part };
    refused.value = NOTHING;
  };
  const choose = (next: StrategyInfo) =>
    set({ strategy: next.id, ...(typed.value.kind === 'strategy' ? { params: defaultsOf(next) } : {}) });
  const chooseKind = (next: Draft['kind']) => {
    const begun = members.length > 0 ? members : firstTwo(typed.value.strategy, known ?? []);
    set({ kind: next, members: begun, params: next === 'strategy' && named ? defaultsOf(named) : {} });
  };
  const refuse = (error: unknown) => {
    const [fields, rules] = [fieldsRefused(error, strategy), ruleFaultsOf(namedIn(error))];
    refused.value = { fields, rules, general: Object.keys(fields).length + rules.length > 0 ? null : reasonOf(error) };
  };
  const complain = (general: string) => {
    refused.value = { ...NOTHING, general };
  };
  useEffect(() => {
    prefill.value = null;
  }, []);
  useEffect(() => {
    const first = known?.find((s) => s.id === 'sma-cross') ?? known?.[0];
    if (first && typed.value.strategy === '') choose(first);
  }, [known]);

  return {
    /** The newest, also for what has waited. */
    typed,
    draft,
    strategy,
    explained,
    own: faultsOf(draft, strategy, explained.faults.length),
    refused: refused.value,
    ruleFaults: byRules ? [...explained.faults, ...refused.value.rules] : [],
    set,
    choose,
    chooseKind,
    refuse,
    complain,
  };
}

/** The strategy that is chosen and the first other one. */
function firstTwo(chosen: string, known: readonly StrategyInfo[]): Draft['members'] {
  const other = known.find(({ id }) => id !== chosen);
  return [chosen, ...(other ? [other.id] : [])].map((strategy) => ({ strategy, share: '' }));
}

/** Rules that can run, as the form shows any strategy. */
const strategyOfRules = (known: RulesExplained | null): StrategyInfo | undefined =>
  known === null ? undefined : { id: known.name, about: '', params: known.params };

/** The fields that a refusal names. */
export function namedIn(error: unknown): readonly { readonly field: string; readonly message: string }[] {
  if (!(error instanceof ApiError)) return [];
  const { field, detail, errors = [] } = error.problem;
  return errors.length > 0 || field === undefined ? errors : [{ field, message: detail }];
}

function fieldsRefused(error: unknown, strategy: Subject | undefined): Faults {
  return Object.fromEntries(
    namedIn(error).flatMap(({ field, message }) => {
      const own = fieldFor(field, strategy);
      return own ? [[own, message]] : [];
    }),
  );
}
