import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { mayResearch } from '../auth/session.ts';
import { catalogueFault } from '../state/catalogue.ts';

interface FrameProps {
  /** What is made: backtest, sweep. */
  readonly one: string;
  readonly about?: string;
  readonly left: ComponentChildren;
  readonly right: ComponentChildren;
  /** What was refused and belongs to no field. */
  readonly general: string | null;
  readonly hint: string;
  readonly button: string;
  readonly disabled: boolean;
  readonly onSubmit: () => void;
  /** Above the button. */
  readonly children?: ComponentChildren;
}

/** The form that starts something: its head, two columns of fields, what was refused, and its button. */
export function FormFrame({ one, about, left, right, general, hint, button, disabled, onSubmit, children }: FrameProps) {
  const form = useRef<HTMLFormElement>(null);
  const submitted = useRef(false);
  const submit = (event: Event) => {
    event.preventDefault();
    submitted.current = true;
    onSubmit();
  };
  // What is refused may be far from the button, and the answer of the platform takes a while.
  useEffect(() => {
    if (submitted.current && form.current && showFault(form.current)) submitted.current = false;
  });
  return (
    <form
      class="pane form"
      ref={form}
      onSubmit={submit}
      onInput={() => {
        submitted.current = false;
      }}
      noValidate
      aria-label={`New ${one}`}
    >
      <div class="pane-head">
        <h1>New {one}</h1>
      </div>
      {about && <p class="hint">{about}</p>}
      {!mayResearch.value && <p class="notice">Your role may look but not start anything: that takes the role trader or admin.</p>}
      {catalogueFault.value && <p class="notice bad">{catalogueFault.value}</p>}
      <div class="form-columns">
        <section>{left}</section>
        <section>{right}</section>
      </div>
      {general && (
        <p class="notice bad" role="alert">
          {general}
        </p>
      )}
      {children}
      <div class="form-end">
        <p class="hint">{hint}</p>
        <button type="submit" class="button primary" disabled={disabled || !mayResearch.value}>
          {button}
        </button>
      </div>
    </form>
  );
}

/** Brings the first field at fault into view. Returns whether there is one. */
function showFault(form: HTMLElement): boolean {
  const fault = form.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
  fault?.scrollIntoView({ block: 'center' });
  fault?.focus({ preventScroll: true });
  return fault !== null;
}
