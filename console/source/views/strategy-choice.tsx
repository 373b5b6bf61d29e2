import type { ComponentChildren } from 'preact';
import type { StrategyInfo } from '../api/types.ts';
import type { Draft, Faults } from '../logic/form.ts';
import type { RuleFault } from '../logic/rules.ts';
import { ParameterFields, StrategyFields } from './form-fields.tsx';
import { MemberFields } from './member-fields.tsx';
import { RulesFields } from './rules-fields.tsx';
import type { Explained } from './use-explained.ts';

interface ChoiceProps {
  readonly strategies: readonly StrategyInfo[];
  /** The one chosen, or what the rules are as one. */
  readonly strategy: StrategyInfo | undefined;
  readonly draft: Draft;
  readonly faults: Faults;
  readonly ruleFaults: readonly RuleFault[];
  readonly explained: Explained;
  readonly onStrategy: (strategy: StrategyInfo) => void;
  readonly onKind: (kind: Draft['kind']) => void;
  readonly onDraft: (part: Partial<Draft>) => void;
  /** In place of one field for each parameter. */
  readonly parameters?: ComponentChildren;
}

const KINDS: readonly (readonly [Draft['kind'], string])[] = [
  ['strategy', 'Strategy'],
  ['rules', 'Rules'],
  ['several', 'Several'],
];

/** A strategy in code by its name, rules as JSON, or several strategies with their shares; under each the parameters. */
export function StrategyChoice({ strategies, ruleFaults, explained, onStrategy, onKind, parameters, ...shared }: ChoiceProps) {
  const { strategy, draft, faults, onDraft } = shared;
  return (
    <fieldset>
      <legend class="visually-hidden">Strategy</legend>
      <div class="switch" role="radiogroup" aria-label="What runs">
        {KINDS.map(([kind, label]) => (
          <label key={kind}>
            <input type="radio" name="kind" value={kind} checked={draft.kind === kind} onChange={() => onKind(kind)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {draft.kind === 'strategy' && (
        <StrategyFields strategies={strategies} strategy={strategy} draft={draft} faults={faults} onStrategy={onStrategy} />
      )}
      {draft.kind === 'several' && (
        <MemberFields
          strategies={strategies}
          members={draft.members}
          fault={faults.strategies ?? faults.strategy}
          onMembers={(members) => onDraft({ members })}
        />
      )}
      {draft.kind === 'rules' && (
        <RulesFields
          text={draft.rules}
          onText={(rules) => onDraft({ rules })}
          explained={explained}
          fault={faults.rules}
          faults={ruleFaults}
        />
      )}
      {parameters ?? <ParameterFields strategy={strategy} draft={draft} faults={faults} onDraft={onDraft} />}
    </fieldset>
  );
}
