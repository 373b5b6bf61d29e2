import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { startBacktest } from '../api/platform.ts';
import type { Dataset } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import { type Faults, requestOf } from '../logic/form.ts';
import { isShared } from '../logic/funds.ts';
import { mergeBacktest } from '../state/backtests.ts';
import { datasets, watchCatalogue } from '../state/catalogue.ts';
import { go, hrefOf } from '../state/route.ts';
import { takeFiles } from '../state/upload.ts';
import { DatasetPicker } from './dataset-picker.tsx';
import { DropZone, FileButton } from './drop-zone.tsx';
import { FormFrame } from './form-frame.tsx';
import { RunFields } from './run-fields.tsx';
import { UploadList } from './upload-list.tsx';
import { useDraft } from './use-draft.ts';

export function BacktestForm() {
  const run = useDraft();
  const { typed, draft, strategy, own, refused, set } = run;
  const tried = useSignal(false);
  const sending = useSignal(false);
  useEffect(watchCatalogue, []);

  const onFiles = (files: readonly File[]) => {
    const rules = files.find(isRules);
    if (rules) void takeRules(rules);
    const data = files.filter((file) => !isRules(file));
    void takeFiles(data, onReady);
  };
  const takeRules = async (file: File) => {
    if (file.size > RULES_BYTES_MAX) run.complain(`"${file.name}" is larger than 64 KiB: these are no rules.`);
    else set({ kind: 'rules', params: {}, rules: await file.text() });
  };
  const onReady = (dataset: Dataset) => set({ datasets: [...new Set([...typed.value.datasets, dataset.id])] });
  const shown: Faults = { ...(tried.value ? own : pickTyped(own)), ...refused.fields };

  const submit = async () => {
    tried.value = true;
    if (Object.keys(own).length > 0 || sending.value) return;
    sending.value = true;
    try {
      const started = await startBacktest(requestOf(draft, strategy), crypto.randomUUID());
      mergeBacktest(started);
      go(hrefOf.run(started.id));
    } catch (error) {
      run.refuse(error);
    } finally {
      sending.value = false;
    }
  };

  return (
    <DropZone onFiles={onFiles} disabled={!mayResearch.value}>
      <FormFrame
        one="backtest"
        left={
          <>
            <DatasetPicker
              datasets={datasets.value}
              chosen={draft.datasets}
              shared={isShared(draft, strategy)}
              onChoose={(ids) => set({ datasets: ids })}
              fault={shown.datasets}
            />
            <FileButton onFiles={onFiles} disabled={!mayResearch.value} />
            <UploadList onReady={onReady} />
          </>
        }
        right={<RunFields run={run} faults={shown} onDraft={set} />}
        general={refused.general}
        hint={
          tried.value && Object.keys(own).length > 0
            ? 'Some fields need attention.'
            : 'Orders of a close fill at the next open. Commission and slippage are in basis points: 10 is 0.10 %.'
        }
        button={sending.value ? 'Starting' : 'Start backtest'}
        disabled={sending.value}
        onSubmit={() => void submit()}
      />
    </DropZone>
  );
}

/** Before the first try, an empty choice is no fault yet; a wrong figure is one as it is typed. */
const pickTyped = (faults: Faults): Faults => Object.fromEntries(Object.entries(faults).filter(([field]) => field !== 'datasets'));

/** Rules of this size are a large strategy; the API takes no more. */
const RULES_BYTES_MAX = 65_536;
const isRules = (file: File): boolean => file.name.toLowerCase().endsWith('.json');
