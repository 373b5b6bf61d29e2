import type { Faults } from '../../logic/form.ts';
import { CHANCES, type StudyDraft } from '../../logic/study.ts';
import { TextField } from '../field.tsx';

interface ChanceProps {
  readonly study: StudyDraft;
  readonly faults: Faults;
  readonly onStudy: (part: Partial<StudyDraft>) => void;
  /** Whether it draws from a backtest that is done: nothing runs again then. */
  readonly finished: boolean;
}

const ABOUT: Readonly<Record<(typeof CHANCES)[number], string>> = {
  shuffle: 'the same trades in another order',
  bootstrap: 'trades drawn anew',
  blocks: 'stretches of days drawn anew',
  missed: 'some trades never happened',
  costs: 'costs up to five times as high',
  noise: 'slightly other prices, run again',
};

/** What chance does to the run, and how often. */
export function ChanceFields({ study, faults, onStudy, finished }: ChanceProps) {
  const offered = finished ? CHANCES.filter((kind) => kind !== 'noise') : CHANCES;
  const toggle = (kind: (typeof CHANCES)[number]) =>
    onStudy({ kinds: CHANCES.filter((each) => (each === kind ? !study.kinds.includes(each) : study.kinds.includes(each))) });
  const text = (id: 'paths' | 'ruinRatio' | 'missRatio' | 'noise' | 'reruns' | 'seed', label: string, hint: string) => (
    <TextField
      id={id}
      label={label}
      numeric
      value={study[id]}
      hint={hint}
      fault={faults[id]}
      onText={(value) => onStudy({ [id]: value })}
    />
  );
  return (
    <fieldset class={faults.kinds ? 'faulty' : ''}>
      <legend>Chance</legend>
      <div class="kinds" role="group" aria-label="What chance does" aria-describedby="kinds-note">
        {offered.map((kind) => (
          <label key={kind} class="check">
            <input type="checkbox" checked={study.kinds.includes(kind)} onChange={() => toggle(kind)} />
            <span>
              {kind} <span class="unit">{ABOUT[kind]}</span>
            </span>
          </label>
        ))}
        {!finished && (
          <label class="check">
            <input type="checkbox" checked={study.entries} onChange={() => onStudy({ entries: !study.entries })} />
            <span>
              entries <span class="unit">against as many at random</span>
            </span>
          </label>
        )}
      </div>
      <p class="note" id="kinds-note" role={faults.kinds ? 'alert' : undefined}>
        {faults.kinds ?? ''}
      </p>
      <div class="fields">
        {text('paths', 'Paths', 'of each kind')}
        {text('ruinRatio', 'Ruin', 'at or below this share of the start')}
        {study.kinds.includes('missed') && text('missRatio', 'Missed', 'share of the trades left out')}
        {study.kinds.includes('noise') && text('noise', 'Noise', "deviations of a bar's return")}
        {study.kinds.includes('noise') && text('reruns', 'Runs with noise', 'on other prices')}
        {text('seed', 'Seed', 'the same seed gives the same answer')}
      </div>
    </fieldset>
  );
}
