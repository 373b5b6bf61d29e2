import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError, reasonOf } from '../api/http.ts';
import { startBacktest } from '../api/platform.ts';
import type { Dataset, RulesExplained, StrategyInfo } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import {
  type Draft,
  defaultsOf,
  EMPTY_DRAFT,
  type Faults,
  faultsOf,
  fieldFor,
  paramsOfRules,
  requestOf,
  ruleFaultsOf,
} from '../logic/form.ts';
import type { RuleFault } from '../logic/rules.ts';
import { mergeBacktest } from '../state/backtests.ts';
import { catalogueFault, datasets, loadCatalogue, strategies } from '../state/catalogue.ts';
import { go, hrefOf } from '../state/route.ts';
import { takeFiles } from '../state/upload.ts';
import { DatasetPicker } from './dataset-picker.tsx';
import { DropZone, FileButton } from './drop-zone.tsx';
import { MoneyFields } from './form-fields.tsx';
import { StrategyChoice } from './strategy-choice.tsx';
import { UploadList } from './upload-list.tsx';
import { useExplained } from './use-explained.ts';

export function BacktestForm() {
  const typed = useSignal<Draft>(EMPTY_DRAFT);
  const refused = useSignal<Faults>({});
  const refusedRules = useSignal<readonly RuleFault[]>([]);
  const general = useSignal<string | null>(null);
  const tried = useSignal(false);
  const sending = useSignal(false);
  useEffect(() => void loadCatalogue(), []);

  const known = strategies.value;
  const named = known?.find((s) => s.id === typed.value.strategy);
  useEffect(() => {
    const first = known?.find((s) => s.id === 'sma-cross') ?? known?.[0];
    if (first && typed.value.strategy === '') choose(first);
  }, [known]);
  const byRules = typed.value.kind === 'rules';
  const explained = useExplained(typed.value.rules, byRules && mayResearch.value).value;
  const strategy = byRules ? strategyOfRules(explained.known) : named;
  const draft = byRules ? { ...typed.value, params: paramsOfRules(strategy, typed.value.params) } : typed.value;

  const set = (part: Partial<Draft>) => {
    typed.value = { ...typed.value, ...part };
    refused.value = {};
    refusedRules.value = [];
    general.value = null;
  };
  const choose = (next: StrategyInfo) => set({ strategy: next.id, params: defaultsOf(next) });
  const onKind = (kind: Draft['kind']) => set({ kind, params: kind === 'strategy' && named ? defaultsOf(named) : {} });
  const onFiles = (files: readonly File[]) => {
    const rules = files.find(isRules);
    if (rules) void takeRules(rules);
    void takeFiles(
      files.filter((file) => !isRules(file)),
      onReady,
    );
  };
  const takeRules = async (file: File) => {
    if (file.size > RULES_BYTES_MAX) general.value = `"${file.name}" is larger than 64 KiB: these are no rules.`;
    else set({ kind: 'rules', params: {}, rules: await file.text() });
  };
  const onReady = (dataset: Dataset) => set({ datasets: [...new Set([...typed.value.datasets, dataset.id])] });

  const ruleFaults = byRules ? [...explained.faults, ...refusedRules.value] : [];
  const own = faultsOf(draft, strategy, explained.faults.length);
  const shown: Faults = { ...(tried.value ? own : pickTyped(own)), ...refused.value };

  const submit = async (event: Event) => {
    event.preventDefault();
    tried.value = true;
    if (Object.keys(own).length > 0 || sending.value) return;
    sending.value = true;
    try {
      const run = await startBacktest(requestOf(draft), crypto.randomUUID());
      mergeBacktest(run);
      go(hrefOf.run(run.id));
    } catch (error) {
      refused.value = refusalsOf(error, strategy);
      refusedRules.value = ruleFaultsOf(namedIn(error));
      general.value = Object.keys(refused.value).length + refusedRules.value.length > 0 ? null : reasonOf(error);
    } finally {
      sending.value = false;
    }
  };

  return (
    <DropZone onFiles={onFiles} disabled={!mayResearch.value}>
      <form class="pane form" onSubmit={(event) => void submit(event)} noValidate aria-label="New backtest">
        <div class="pane-head">
          <h1>New backtest</h1>
        </div>
        {!mayResearch.value && <p class="notice">Your role may look but not start backtests: that takes the role trader or admin.</p>}
        {catalogueFault.value && <p class="notice bad">{catalogueFault.value}</p>}
        <div class="form-columns">
          <section>
            <DatasetPicker
              datasets={datasets.value ?? []}
              chosen={draft.datasets}
              onChoose={(ids) => set({ datasets: ids })}
              fault={shown.datasets}
            />
            <FileButton onFiles={onFiles} disabled={!mayResearch.value} />
            <UploadList onReady={onReady} />
          </section>
          <section>
            <StrategyChoice
              strategies={known ?? []}
              strategy={strategy}
              draft={draft}
              faults={shown}
              ruleFaults={ruleFaults}
              explained={explained}
              onStrategy={choose}
              onKind={onKind}
              onDraft={set}
            />
            <MoneyFields draft={draft} faults={shown} onDraft={set} />
          </section>
        </div>
        {general.value && (
          <p class="notice bad" role="alert">
            {general.value}
          </p>
        )}
        <div class="form-end">
          <p class="hint">
            {tried.value && Object.keys(own).length > 0
              ? 'Some fields need attention.'
              : 'Orders of a close fill at the next open. Commission and slippage are in basis points: 10 is 0.10 %.'}
          </p>
          <button type="submit" class="button primary" disabled={sending.value || !mayResearch.value}>
            {sending.value ? 'Starting' : 'Start backtest'}
          </button>
        </div>
      </form>
    </DropZone>
  );
}

/** Before the first try, an empty choice is no fault yet; a wrong figure is one as it is typed. */
const pickTyped = (faults: Faults): Faults => Object.fromEntries(Object.entries(faults).filter(([field]) => field !== 'datasets'));

/** Rules of this size are a large strategy; the API takes no more. */
const RULES_BYTES_MAX = 65_536;
const isRules = (file: File): boolean => file.name.toLowerCase().endsWith('.json');

/** Rules that can run, as the form shows any strategy. */
const strategyOfRules = (known: RulesExplained | null): StrategyInfo | undefined =>
  known === null ? undefined : { id: known.name, about: '', params: known.params };

/** The fields that a refusal names. */
function namedIn(error: unknown): readonly { readonly field: string; readonly message: string }[] {
  if (!(error instanceof ApiError)) return [];
  const { field, detail, errors = [] } = error.problem;
  return errors.length > 0 || field === undefined ? errors : [{ field, message: detail }];
}

function refusalsOf(error: unknown, strategy: StrategyInfo | undefined): Faults {
  return Object.fromEntries(
    namedIn(error).flatMap(({ field, message }) => {
      const own = fieldFor(field, strategy);
      return own ? [[own, message]] : [];
    }),
  );
}
