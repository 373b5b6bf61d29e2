import { useSignal } from '@preact/signals';
import type { Draft, Faults } from '../logic/form.ts';
import { REALISM, type RealismField } from '../logic/realism.ts';
import { Field, TextField } from './field.tsx';

interface RealismProps {
  readonly draft: Draft;
  readonly faults: Faults;
  readonly onDraft: (part: Partial<Draft>) => void;
}

/** How hard the simulated market is; folded until somebody asks for it, or something in it is wrong. */
export function RealismFields({ draft, faults, onDraft }: RealismProps) {
  const open = useSignal(false);
  const set = (name: string, text: string) => onDraft({ realism: { ...draft.realism, [name]: text } });
  const used = REALISM.filter(({ name }) => (draft.realism[name] ?? '') !== '').length;
  const faulty = Object.keys(faults).some((field) => field.startsWith('execution.'));
  const carried = Object.keys({ ...draft.carried, ...draft.carriedExecution });
  return (
    <details class="realism" open={open.value || faulty} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        Realism <span class="unit">{used === 0 ? 'fees, latency, margin, funding, short selling' : `${used} set`}</span>
      </summary>
      {carried.length > 0 && <p class="hint">Also taken over: {carried.join(', ')}.</p>}
      <div class="fields">
        {REALISM.map((field) => (
          <One
            key={field.name}
            field={field}
            value={draft.realism[field.name] ?? ''}
            fault={faults[`execution.${field.name}`]}
            onText={(text) => set(field.name, text)}
          />
        ))}
      </div>
    </details>
  );
}

interface OneProps {
  readonly field: RealismField;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
}

function One({ field: { name, label, unit, hint, kind, choices = [] }, value, fault, onText }: OneProps) {
  const id = `execution.${name}`;
  if (kind === 'flag')
    return (
      <label class="check">
        <input id={id} type="checkbox" checked={value === 'yes'} onChange={() => onText(value === 'yes' ? '' : 'yes')} />
        {label}
      </label>
    );
  if (kind === 'choice')
    return (
      <Field id={id} label={label} hint={hint} fault={fault}>
        <select id={id} value={value} aria-describedby={`${id}-note`} onChange={(event) => onText(event.currentTarget.value)}>
          <option value="">as at any time</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      </Field>
    );
  return (
    <TextField
      id={id}
      label={label}
      {...(unit ? { unit } : {})}
      numeric={kind !== 'text'}
      value={value}
      hint={hint}
      fault={fault}
      onText={onText}
    />
  );
}
