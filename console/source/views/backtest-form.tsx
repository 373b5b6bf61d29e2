import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { startBacktest } from '../api/platform.ts';
import type { Dataset } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import { type Faults, requestOf } from '../logic/form.ts';
import { mergeBacktest } from '../state/backtests.ts';
import { catalogueFault, datasets, loadCatalogue, strategies } from '../state/catalogue.ts';
import { go, hrefOf } from '../state/route.ts';
import { takeFiles } from '../state/upload.ts';
import { DatasetPicker } from './dataset-picker.tsx';
import { DropZone, FileButton } from './drop-zone.tsx';
import { MoneyFields } from './form-fields.tsx';
import { RealismFields } from './realism-fields.tsx';
import { StrategyChoice } from './strategy-choice.tsx';
import { UploadList } from './upload-list.tsx';
import { useDraft } from './use-draft.ts';

export function BacktestForm() {
  const { typed, draft, strategy, explained, own, refused, ruleFaults, set, ...on } = useDraft();
  const tried = useSignal(false);
  const sending = useSignal(false);
  useEffect(() => void loadCatalogue(), []);

  const onFiles = (files: readonly File[]) => {
    const rules = files.find(isRules);
    if (rules) void takeRules(rules);
    const data = files.filter((file) => !isRules(file));
    void takeFiles(data, onReady);
  };
  const takeRules = async (file: File) => {
    if (file.size > RULES_BYTES_MAX) on.complain(`"${file.name}" is larger than 64 KiB: these are no rules.`);
    else set({ kind: 'rules', params: {}, rules: await file.text() });
  };
  const onReady = (dataset: Dataset) => set({ datasets: [...new Set([...typed.value.datasets, dataset.id])] });
  const shown: Faults = { ...(tried.value ? own : pickTyped(own)), ...refused.fields };

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
      on.refuse(error);
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
              strategies={strategies.value ?? []}
              strategy={strategy}
              draft={draft}
              faults={shown}
              ruleFaults={ruleFaults}
              explained={explained}
              onStrategy={on.choose}
              onKind={on.chooseKind}
              onDraft={set}
            />
            <MoneyFields draft={draft} faults={shown} onDraft={set} />
            <RealismFields draft={draft} faults={shown} onDraft={set} />
          </section>
        </div>
        {refused.general && (
          <p class="notice bad" role="alert">
            {refused.general}
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
