import { useEffect } from 'preact/hooks';
import type { StudyKind } from '../../api/types.ts';
import type { Faults } from '../../logic/form.ts';
import { isShared } from '../../logic/funds.ts';
import type { StudyDraft } from '../../logic/study.ts';
import { datasets, watchCatalogue } from '../../state/catalogue.ts';
import { hrefOf } from '../../state/route.ts';
import { DatasetPicker } from '../dataset-picker.tsx';
import { TextField } from '../field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { RunFields } from '../run-fields.tsx';
import { ChanceFields } from './chance-fields.tsx';
import { DivisionFields } from './division-fields.tsx';
import { KIND_NAMES } from './kinds.ts';
import { QuotePanel } from './quote-panel.tsx';
import { SearchedParameters, SearchFields } from './search-fields.tsx';
import { useStudyDraft } from './use-study-draft.ts';

interface StudyFormProps {
  readonly kind: StudyKind;
  /** A backtest that is done, which a simulation draws from instead of running anything. */
  readonly backtest?: string | undefined;
}

/** The start of a sweep, a walk-forward or a simulation: what it would take is shown before it can be started. */
export function StudyForm({ kind, backtest }: StudyFormProps) {
  const { run, study, quote, busy, faults, general, incomplete, setRun, setStudy, ask, start } = useStudyDraft(kind, backtest);
  const { draft, strategy } = run;
  const { one, about } = KIND_NAMES[kind];
  const searches = kind !== 'monte-carlo';
  const fields = { study, faults, onStudy: setStudy };
  useEffect(watchCatalogue, []);
  const caps = <CapFields {...fields} />;
  const searched = <SearchedParameters {...fields} strategy={strategy} draft={draft} onDraft={setRun} />;
  return (
    <FormFrame
      one={one}
      about={about}
      left={
        <>
          {backtest === undefined && (
            <DatasetPicker
              datasets={datasets.value}
              chosen={draft.datasets}
              shared={isShared(draft, strategy)}
              onChoose={(ids) => setRun({ datasets: ids })}
              fault={faults.datasets}
            />
          )}
          {searches ? <SearchFields {...fields} /> : <ChanceFields {...fields} finished={backtest !== undefined} />}
          {kind === 'walk-forward' && <DivisionFields {...fields} />}
        </>
      }
      right={
        backtest === undefined ? (
          <>
            <RunFields run={run} faults={faults} onDraft={setRun} parameters={searches ? searched : undefined} />
            {caps}
          </>
        ) : (
          <>
            <p class="hint">
              It draws from the trades and days of <a href={hrefOf.run(backtest)}>a backtest that is done</a>, and runs nothing again.
            </p>
            {faults.backtest && (
              <p class="notice bad" role="alert">
                {faults.backtest}
              </p>
            )}
            {caps}
          </>
        )
      }
      general={general}
      hint={hintOf(incomplete, quote !== null)}
      button={busy ? 'One moment' : quote ? `Start ${one}` : 'Show the quote'}
      disabled={busy || quote?.withinCap === false}
      onSubmit={() => void (quote ? start() : ask())}
    >
      {quote && <QuotePanel quote={quote} />}
    </FormFrame>
  );
}

function hintOf(incomplete: boolean, quoted: boolean): string {
  if (incomplete) return 'Some fields need attention.';
  return quoted ? 'Nothing has been started yet.' : 'First a short measurement says what it would take.';
}

interface CapProps {
  readonly study: StudyDraft;
  readonly faults: Faults;
  readonly onStudy: (part: Partial<StudyDraft>) => void;
}

/** What it may take; above either the start is refused. */
function CapFields({ study, faults, onStudy }: CapProps) {
  const text = (id: 'maxDollars' | 'maxLambdaSeconds', unit: string, hint: string) => (
    <TextField
      id={id}
      label="At most"
      unit={unit}
      numeric
      value={study[id]}
      hint={hint}
      fault={faults[id]}
      onText={(value) => onStudy({ [id]: value })}
    />
  );
  return (
    <fieldset>
      <legend>Cap</legend>
      <div class="fields">
        {text('maxDollars', 'US dollars in AWS', 'above it the start is refused; empty is no cap')}
        {text('maxLambdaSeconds', 'Lambda-seconds', 'of all shards together; empty is no cap')}
      </div>
    </fieldset>
  );
}
