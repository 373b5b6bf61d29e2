import type { StrategyInfo } from '../api/types.ts';
import { type Draft, type Faults, SIZES, type Size } from '../logic/form.ts';
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

const SIZINGS = Object.keys(SIZES) as Size[];

/** Sizing, costs and dates. */
export function MoneyFields({ draft, faults, onDraft }: Shared) {
  return (
    <fieldset>
      <legend>Size, costs and dates</legend>
      <div class="fields">
        <Field id="sizing" label="Position size" fault={faults.sizing} hint={SIZES[draft.sizing].hint}>
          <div class={draft.sizing === 'all' ? 'joined' : 'joined sized'}>
            <select
              id="sizing"
              value={draft.sizing}
              aria-describedby="sizing-note"
              onChange={(event) => onDraft({ sizing: event.currentTarget.value as Size })}
            >
              {SIZINGS.map((size) => (
                <option key={size} value={size}>
                  {SIZES[size].label}
                </option>
              ))}
            </select>
            {draft.sizing !== 'all' && (
              <input
                class="number"
                aria-label="Size"
                aria-invalid={faults.sizing !== undefined}
                aria-describedby="sizing-note"
                inputMode="decimal"
                placeholder={SIZES[draft.sizing].example}
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
