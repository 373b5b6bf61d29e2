import { useRef } from 'preact/hooks';
import { placeIn, type RuleFault } from '../logic/rules.ts';
import { Field } from './field.tsx';
import type { Explained } from './use-explained.ts';

interface RulesProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly explained: Explained;
  /** What is wrong with the text as JSON, or how many faults the rules have. */
  readonly fault: string | undefined;
  readonly faults: readonly RuleFault[];
}

/** The text of rules, what is wrong in it and where, and else what it says in English. */
export function RulesFields({ text, onText, explained, fault, faults }: RulesProps) {
  const editor = useRef<HTMLTextAreaElement>(null);
  const show = ({ offset }: { readonly offset: number }) => {
    editor.current?.focus();
    editor.current?.setSelectionRange(offset, text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset));
  };
  const { known, reason } = explained;
  return (
    <>
      <Field
        id="rules"
        label="Rules"
        unit="JSON"
        fault={fault}
        hint="paste them, or drop a .json file; GET /schemas/rules.json describes them"
      >
        <textarea
          id="rules"
          ref={editor}
          class="code"
          rows={15}
          value={text}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={fault !== undefined}
          aria-describedby="rules-note"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </Field>
      {faults.length > 0 && (
        <ul class="rule-faults" role="alert">
          {faults.map((it) => {
            const at = placeIn(text, it.place);
            return (
              <li key={it.place + it.message}>
                {it.place !== '' && (
                  <>
                    <button type="button" class="quiet small" onClick={() => show(at)}>
                      line {at.line}
                    </button>
                    <code>{it.place}</code>{' '}
                  </>
                )}
                {it.message}
              </li>
            );
          })}
        </ul>
      )}
      {reason && <p class="hint">The rules could not be checked: {reason}</p>}
      {known && faults.length === 0 && <p class="rules-said">{known.text}</p>}
    </>
  );
}
