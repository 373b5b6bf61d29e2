import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError, reasonOf } from '../api/http.ts';
import { startBacktest } from '../api/platform.ts';
import type { Dataset, StrategyInfo } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import { type Draft, defaultsOf, EMPTY_DRAFT, type Faults, faultsOf, fieldFor, requestOf } from '../logic/form.ts';
import { mergeBacktest } from '../state/backtests.ts';
import { catalogueFault, datasets, loadCatalogue, strategies } from '../state/catalogue.ts';
import { go, hrefOf } from '../state/route.ts';
import { takeFiles } from '../state/upload.ts';
import { DatasetPicker } from './dataset-picker.tsx';
import { DropZone, FileButton } from './drop-zone.tsx';
import { MoneyFields, StrategyFields } from './form-fields.tsx';
import { UploadList } from './upload-list.tsx';

export function BacktestForm() {
  const draft = useSignal<Draft>(EMPTY_DRAFT);
  const refused = useSignal<Faults>({});
  const general = useSignal<string | null>(null);
  const tried = useSignal(false);
  const sending = useSignal(false);
  useEffect(() => void loadCatalogue(), []);

  const known = strategies.value;
  const strategy = known?.find((s) => s.id === draft.value.strategy);
  useEffect(() => {
    const first = known?.find((s) => s.id === 'sma-cross') ?? known?.[0];
    if (first && draft.value.strategy === '') choose(first);
  }, [known]);

  const set = (part: Partial<Draft>) => {
    draft.value = { ...draft.value, ...part };
    refused.value = {};
    general.value = null;
  };
  const choose = (next: StrategyInfo) => set({ strategy: next.id, params: defaultsOf(next) });
  const onFiles = (files: readonly File[]) => void takeFiles(files, onReady);
  const onReady = (dataset: Dataset) => set({ datasets: [...new Set([...draft.value.datasets, dataset.id])] });

  const own = faultsOf(draft.value, strategy);
  const shown: Faults = { ...(tried.value ? own : pickTyped(own)), ...refused.value };

  const submit = async (event: Event) => {
    event.preventDefault();
    tried.value = true;
    if (Object.keys(own).length > 0 || sending.value) return;
    sending.value = true;
    try {
      const run = await startBacktest(requestOf(draft.value), crypto.randomUUID());
      mergeBacktest(run);
      go(hrefOf.run(run.id));
    } catch (error) {
      refused.value = refusalsOf(error, strategy);
      general.value = Object.keys(refused.value).length > 0 ? null : reasonOf(error);
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
              chosen={draft.value.datasets}
              onChoose={(ids) => set({ datasets: ids })}
              fault={shown.datasets}
            />
            <FileButton onFiles={onFiles} disabled={!mayResearch.value} />
            <UploadList onReady={onReady} />
          </section>
          <section>
            <StrategyFields
              strategies={known ?? []}
              strategy={strategy}
              draft={draft.value}
              faults={shown}
              onStrategy={choose}
              onDraft={set}
            />
            <MoneyFields draft={draft.value} faults={shown} onDraft={set} />
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

function refusalsOf(error: unknown, strategy: StrategyInfo | undefined): Faults {
  if (!(error instanceof ApiError)) return {};
  const { field, detail, errors = [] } = error.problem;
  const named = errors.length > 0 ? errors : field === undefined ? [] : [{ field, message: detail }];
  return Object.fromEntries(named.flatMap((e) => (fieldFor(e.field, strategy) ? [[fieldFor(e.field, strategy), e.message]] : [])));
}
