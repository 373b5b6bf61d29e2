import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from '../../api/http.ts';
import { quoteStudy, startStudy } from '../../api/studies.ts';
import type { Quote, StudyKind } from '../../api/types.ts';
import type { Faults } from '../../logic/form.ts';
import {
  EMPTY_STUDY,
  finishedRequestOf,
  type StudyDraft,
  searchedOf,
  studyFaultsOf,
  studyFieldFor,
  studyRequestOf,
} from '../../logic/study.ts';
import { go, hrefOf } from '../../state/route.ts';
import { mergeStudy } from '../../state/studies.ts';
import { namedIn, useDraft } from '../use-draft.ts';

/** A quote and the request that it is for: a change of the form makes it old. */
interface Quoted {
  readonly quote: Quote;
  readonly request: string;
}
interface Refused {
  readonly fields: Faults;
  readonly general: string | null;
}
const NOTHING: Refused = { fields: {}, general: null };

/** What the form of a study holds, what is wrong with it, its quote, and its start. A simulation may draw from a backtest that is done. */
export function useStudyDraft(kind: StudyKind, backtest: string | undefined) {
  const run = useDraft();
  const study = useSignal<StudyDraft>(EMPTY_STUDY);
  const refused = useSignal(NOTHING);
  const quoted = useSignal<Quoted | null>(null);
  const busy = useSignal(false);
  const tried = useSignal(false);
  const { draft, strategy } = run;
  const declared = strategy && `${strategy.id}:${strategy.params.map(({ name }) => name).join()}`;
  useEffect(() => {
    if (strategy) study.value = { ...study.value, searched: searchedOf(strategy) };
  }, [declared]);

  const faults = studyFaultsOf(kind, backtest === undefined ? run.own : {}, study.value, strategy);
  const sound = Object.keys(faults).length === 0;
  const whole = () =>
    backtest === undefined ? studyRequestOf(kind, draft, study.value, strategy) : finishedRequestOf(backtest, study.value);
  const request = sound ? whole() : null;
  const text = JSON.stringify(request);
  const quote = quoted.value?.request === text ? quoted.value.quote : null;

  const refuse = (error: unknown) => {
    const fields = namedIn(error).flatMap(({ field, message }) => {
      const own = studyFieldFor(field, message, strategy);
      return own ? [[own, message] as const] : [];
    });
    refused.value = { fields: Object.fromEntries(fields), general: fields.length > 0 ? null : reasonOf(error) };
  };
  const attempt = async (work: () => Promise<void>) => {
    tried.value = true;
    if (!sound || busy.value) return;
    busy.value = true;
    refused.value = NOTHING;
    try {
      await work();
    } catch (error) {
      refuse(error);
    } finally {
      busy.value = false;
    }
  };
  return {
    run,
    study: study.value,
    quote,
    busy: busy.value,
    incomplete: tried.value && !sound,
    /** Before the first try, what was left empty is no fault yet; a wrong figure is one as it is typed. */
    faults: { ...(tried.value ? faults : withoutEmpty(faults)), ...refused.value.fields },
    general: refused.value.general,
    setRun: (part: Parameters<typeof run.set>[0]) => {
      refused.value = NOTHING;
      run.set(part);
    },
    setStudy: (part: Partial<StudyDraft>) => {
      refused.value = NOTHING;
      study.value = { ...study.value, ...part };
    },
    ask: () =>
      attempt(async () => {
        quoted.value = { quote: await quoteStudy(kind, request), request: text };
      }),
    start: () =>
      attempt(async () => {
        const started = await startStudy(kind, request, crypto.randomUUID());
        mergeStudy(started);
        go(hrefOf.study(kind, started.id));
      }),
  };
}

const EMPTY_AT_FIRST = ['datasets', 'train', 'test'];
const withoutEmpty = (faults: Faults): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([field]) => !EMPTY_AT_FIRST.includes(field)));
