import type { ComponentChildren } from 'preact';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly unit?: string;
  readonly children: ComponentChildren;
}

/** A label, its control, and under it what is wrong or else a hint. The control takes `aria-describedby={id + '-note'}`. */
export function Field({ id, label, hint, fault, unit, children }: FieldProps) {
  return (
    <div class={fault ? 'field faulty' : 'field'}>
      <label for={id}>
        {label}
        {unit && <span class="unit"> {unit}</span>}
      </label>
      {children}
      <p class="note" id={`${id}-note`} role={fault ? 'alert' : undefined}>
        {fault ?? hint ?? ''}
      </p>
    </div>
  );
}

interface TextProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly unit?: string;
  readonly type?: 'text' | 'date';
  readonly numeric?: boolean;
}

export function TextField({ id, value, onText, type = 'text', numeric = false, ...about }: TextProps) {
  const shared = {
    id,
    name: id,
    value,
    'aria-invalid': about.fault !== undefined,
    'aria-describedby': `${id}-note`,
    onInput: (event: { currentTarget: HTMLInputElement }) => onText(event.currentTarget.value),
  };
  return (
    <Field id={id} {...about}>
      {type === 'date' ? (
        <input type="date" {...shared} />
      ) : (
        <input
          type="text"
          class={numeric ? 'number' : ''}
          inputMode={numeric ? 'decimal' : 'text'}
          autocomplete="off"
          spellcheck={false}
          {...shared}
        />
      )}
    </Field>
  );
}
