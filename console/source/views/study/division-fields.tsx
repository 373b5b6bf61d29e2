import type { Faults } from '../../logic/form.ts';
import type { StudyDraft } from '../../logic/study.ts';
import { Field, TextField } from '../field.tsx';

interface DivisionProps {
  readonly study: StudyDraft;
  readonly faults: Faults;
  readonly onStudy: (part: Partial<StudyDraft>) => void;
}

/** How the history is divided into folds. */
export function DivisionFields({ study, faults, onStudy }: DivisionProps) {
  const text = (id: 'folds' | 'train' | 'test' | 'purge' | 'embargo' | 'groups' | 'testGroups', label: string, hint: string) => (
    <TextField
      id={id}
      label={label}
      numeric={id !== 'train' && id !== 'test'}
      value={study[id]}
      hint={hint}
      fault={faults[id]}
      onText={(value) => onStudy({ [id]: value })}
    />
  );
  return (
    <fieldset>
      <legend>Folds</legend>
      <div class="fields">
        <Field id="division" label="Divide by">
          <select
            id="division"
            value={study.division}
            aria-describedby="division-note"
            onChange={(event) => onStudy({ division: event.currentTarget.value as StudyDraft['division'] })}
          >
            <option value="folds">how many folds</option>
            <option value="spans">how long each part is</option>
          </select>
        </Field>
        {study.division === 'folds' ? text('folds', 'Folds', '70 % of each to learn on') : text('train', 'Learn on', 'like 365d')}
        {study.division === 'spans' && text('test', 'Test on', 'what follows, like 90d')}
        {text('purge', 'Purge', 'bars left out between the two: the longest holding time')}
        {text('embargo', 'Embargo', 'more bars left out')}
        {text('groups', 'Cross-validation', 'into so many groups, combinatorially purged; empty is none')}
        {text('testGroups', 'Tested groups', 'of them at a time, like 2 of 6')}
      </div>
      <label class="check">
        <input type="checkbox" checked={study.anchored} onChange={() => onStudy({ anchored: !study.anchored })} />
        Anchored: learn on all from the first bar on
      </label>
      <label class="check">
        <input type="checkbox" id="spa" checked={study.spa} onChange={() => onStudy({ spa: !study.spa })} />
        Hansen's test: does any combination beat cash, or holding?
      </label>
    </fieldset>
  );
}
