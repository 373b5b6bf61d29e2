import type { StrategyInfo } from '../api/types.ts';
import type { Draft, Faults } from '../logic/form.ts';
import { Field, TextField } from './field.tsx';

interface Shared {
  readonly draft: Draft;
  readonly faults: Faults;
  readonly onDraft: (part: Partial<Draft>) => void;
}
interface ParameterProps extends Shared {
  readonly strategy: StrategyInfo | undefined;
}
interface StrategyProps extends Omit<ParameterProps, 'onDraft'> {
  readonly strategies: readonly StrategyInfo[];
  readonly onStrategy: (strategy: StrategyInfo) => void;
}

/** The strategy by its name, and what it does. */
export function StrategyFields({ strategies, strategy, draft, faults, onStrategy }: StrategyProps) {
  const pick = (id: string) => {
    const next = strategies.find((s) => s.id === id);
    if (next) onStrategy(next);
  };
  return (
    <Field id="strategy" label="Name" fault={faults.strategy} hint={strategy?.about}>
      <select id="strategy" value={draft.strategy} aria-describedby="strategy-note" onChange={(event) => pick(event.currentTarget.value)}>
        {strategies.map((s) => (
          <option key={s.id} value={s.id}>
            {s.id}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Parameters within the bounds the API tells. */
export function ParameterFields({ strategy, draft, faults, onDraft }: ParameterProps) {
  if (strategy?.params.length === 0)
    return (
      <p class="hint">
        {draft.kind === 'rules' ? 'These rules have' : draft.kind === 'several' ? 'These strategies have' : 'This strategy has'} no
        parameters.
      </p>
    );
  return (
    <div class="fields">
      {strategy?.params.map((parameter) => (
        <TextField
          key={`${strategy.id}.${parameter.name}`}
          id={`params.${parameter.name}`}
          label={parameter.name}
          unit={`${parameter.min} \u2013 ${parameter.max}`}
          numeric
          value={draft.params[parameter.name] ?? ''}
          hint={parameter.about}
          fault={faults[`params.${parameter.name}`]}
          onText={(text) => onDraft({ params: { ...draft.params, [parameter.name]: text } })}
        />
      ))}
    </div>
  );
}

const SIZINGS: readonly (readonly [Draft['sizing'], string])[] = [
  ['all', 'All equity'],
  ['fraction', 'Fraction of equity'],
  ['fixed', 'Fixed quantity'],
];

/** Sizing, costs and dates. */
export function MoneyFields({ draft, faults, onDraft }: Shared) {
  return (
    <fieldset>
      <legend>Size, costs and dates</legend>
      <div class="fields">
        <Field id="sizing" label="Position size" fault={faults.sizing} hint="what a full target means">
          <div class="joined">
            <select
              id="sizing"
              value={draft.sizing}
              aria-describedby="sizing-note"
              onChange={(event) => onDraft({ sizing: event.currentTarget.value as Draft['sizing'] })}
            >
              {SIZINGS.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            {draft.sizing !== 'all' && (
              <input
                class="number"
                aria-label="Size"
                inputMode="decimal"
                placeholder={draft.sizing === 'fraction' ? '0.5' : '1'}
                value={draft.sizingValue}
                onInput={(event) => onDraft({ sizingValue: event.currentTarget.value })}
              />
            )}
          </div>
        </Field>
        <TextField
          id="commissionBps"
          label="Commission"
          unit="bps"
          numeric
          value={draft.commissionBps}
          hint="of each fill"
          fault={faults.commissionBps}
          onText={(commissionBps) => onDraft({ commissionBps })}
        />
        <TextField
          id="slippageBps"
          label="Slippage"
          unit="bps"
          numeric
          value={draft.slippageBps}
          hint="worse than the price, each fill"
          fault={faults.slippageBps}
          onText={(slippageBps) => onDraft({ slippageBps })}
        />
        <TextField
          id="from"
          label="From"
          unit="UTC, included"
          type="date"
          value={draft.from}
          hint="earlier bars warm up"
          fault={faults.from}
          onText={(from) => onDraft({ from })}
        />
        <TextField
          id="to"
          label="To"
          unit="UTC, excluded"
          type="date"
          value={draft.to}
          hint="empty is to the end"
          fault={faults.to}
          onText={(to) => onDraft({ to })}
        />
      </div>
    </fieldset>
  );
}
