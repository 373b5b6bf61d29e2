import { useEffect } from 'preact/hooks';
import type { StudyKind } from '../../api/types.ts';
import { mayResearch } from '../../auth/session.ts';
import { catalogueFault, datasets, loadCatalogue, strategies } from '../../state/catalogue.ts';
import { DatasetPicker } from '../dataset-picker.tsx';
import { TextField } from '../field.tsx';
import { MoneyFields } from '../form-fields.tsx';
import { RealismFields } from '../realism-fields.tsx';
import { StrategyChoice } from '../strategy-choice.tsx';
import { ChanceFields } from './chance-fields.tsx';
import { DivisionFields } from './division-fields.tsx';
import { KIND_NAMES } from './kinds.ts';
import { QuotePanel } from './quote-panel.tsx';
import { SearchedParameters, SearchFields } from './search-fields.tsx';
import { useStudyDraft } from './use-study-draft.ts';

/** The start of a sweep, a walk-forward or a simulation: what it would take is shown before it can be started. */
export function StudyForm({ kind }: { kind: StudyKind }) {
  const { run, study, quote, busy, faults, general, incomplete, setRun, setStudy, ask, start } = useStudyDraft(kind);
  const { draft, strategy, explained, ruleFaults } = run;
  const { one, about } = KIND_NAMES[kind];
  const searches = kind !== 'monte-carlo';
  useEffect(() => void loadCatalogue(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    void (quote ? start() : ask());
  };
  const searched = (
    <SearchedParameters strategy={strategy} draft={draft} study={study} faults={faults} onDraft={setRun} onStudy={setStudy} />
  );
  return (
    <form class="pane form" onSubmit={submit} noValidate aria-label={`New ${one}`}>
      <div class="pane-head">
        <h1>New {one}</h1>
      </div>
      <p class="hint">{about}</p>
      {!mayResearch.value && <p class="notice">Your role may look but not start studies: that takes the role trader or admin.</p>}
      {catalogueFault.value && <p class="notice bad">{catalogueFault.value}</p>}
      <div class="form-columns">
        <section>
          <DatasetPicker
            datasets={datasets.value ?? []}
            chosen={draft.datasets}
            onChoose={(ids) => setRun({ datasets: ids })}
            fault={faults.datasets}
          />
          {searches ? (
            <SearchFields study={study} faults={faults} onStudy={setStudy} />
          ) : (
            <ChanceFields study={study} faults={faults} onStudy={setStudy} />
          )}
          {kind === 'walk-forward' && <DivisionFields study={study} faults={faults} onStudy={setStudy} />}
        </section>
        <section>
          <StrategyChoice
            strategies={(strategies.value ?? []).filter((each) => each.kind !== 'portfolio')}
            strategy={strategy}
            draft={draft}
            faults={faults}
            ruleFaults={ruleFaults}
            explained={explained}
            onStrategy={run.choose}
            onKind={run.chooseKind}
            onDraft={setRun}
            parameters={searches ? searched : undefined}
          />
          <MoneyFields draft={draft} faults={faults} onDraft={setRun} />
          <RealismFields draft={draft} faults={faults} onDraft={setRun} />
          <fieldset>
            <legend>Cap</legend>
            <TextField
              id="maxDollars"
              label="At most"
              unit="US dollars in AWS"
              numeric
              value={study.maxDollars}
              hint="above it the start is refused; empty is no cap"
              fault={faults.maxDollars}
              onText={(maxDollars) => setStudy({ maxDollars })}
            />
          </fieldset>
        </section>
      </div>
      {general && (
        <p class="notice bad" role="alert">
          {general}
        </p>
      )}
      {quote && <QuotePanel quote={quote} />}
      <div class="form-end">
        <p class="hint">
          {incomplete
            ? 'Some fields need attention.'
            : quote
              ? 'Nothing has been started yet.'
              : 'First a short measurement says what it would take.'}
        </p>
        <button type="submit" class="button primary" disabled={busy || !mayResearch.value || quote?.withinCap === false}>
          {busy ? 'One moment' : quote ? `Start ${one}` : 'Show the quote'}
        </button>
      </div>
    </form>
  );
}
