import type { Dataset, StrategyInfo } from '../api/types.ts';
import type { Draft, Faults } from '../logic/form.ts';
import { finerOf, isShared } from '../logic/funds.ts';
import { Field, TextField } from './field.tsx';

interface AccountProps {
  readonly datasets: readonly Dataset[];
  readonly strategy: StrategyInfo | undefined;
  readonly draft: Draft;
  readonly faults: Faults;
  readonly onDraft: (part: Partial<Draft>) => void;
}

/** Whether the datasets share an account, what is in it, and what currencies it changes. */
export function AccountFields({ datasets, strategy, draft, faults, onDraft }: AccountProps) {
  const shared = isShared(draft, strategy);
  const text = (id: 'cash' | 'currency' | 'conversionBps', label: string, hint: string) => (
    <TextField
      id={id}
      label={label}
      numeric={id !== 'currency'}
      {...(id === 'conversionBps' ? { unit: 'bps' } : {})}
      value={draft[id]}
      hint={hint}
      fault={faults[id]}
      onText={(value) => onDraft({ [id]: value })}
    />
  );
  return (
    <fieldset>
      <legend>Account</legend>
      <div class="fields">
        <Field
          id="account"
          label="Datasets trade on"
          fault={faults.account}
          hint={
            strategy?.kind === 'portfolio'
              ? 'what runs sees all of them at once'
              : shared
                ? 'cash for all of them'
                : 'an equal part of the cash each'
          }
        >
          <select
            id="account"
            value={shared ? 'shared' : 'split'}
            disabled={strategy?.kind === 'portfolio'}
            aria-describedby="account-note"
            onChange={(event) => onDraft({ account: event.currentTarget.value as Draft['account'] })}
          >
            <option value="split">split cash</option>
            <option value="shared">one account</option>
          </select>
        </Field>
        {text('cash', 'Cash', shared ? 'or by currency: 8000:USDT, 2000:EUR' : 'in the quote currency')}
        {shared && text('currency', 'Counted in', 'empty is the currency that the data has in common')}
        {shared && text('conversionBps', 'Changing currencies', 'with cash by currency')}
      </div>
      {shared && <RateFields datasets={datasets} chosen={draft.rates} fault={faults.rates} onRates={(rates) => onDraft({ rates })} />}
    </fieldset>
  );
}

interface RatesProps {
  readonly datasets: readonly Dataset[];
  readonly chosen: readonly string[];
  readonly fault: string | undefined;
  readonly onRates: (rates: readonly string[]) => void;
}

const named = ({ symbol, timeframe, name }: Dataset): string => `${symbol} ${timeframe ?? ''} ${name}`;

/** Datasets of currency pairs: those that are chosen, and one more at a time. */
function RateFields({ datasets, chosen, fault, onRates }: RatesProps) {
  const pairs = datasets.filter(({ status, symbol }) => status === 'READY' && symbol.includes('/'));
  const left = pairs.filter(({ id }) => !chosen.includes(id));
  return (
    <Field id="rates" label="Rates" unit="currency pairs, not traded" fault={fault} hint="what converts into the account's currency">
      {pairs
        .filter(({ id }) => chosen.includes(id))
        .map((pair) => (
          <label key={pair.id} class="check">
            <input type="checkbox" checked onChange={() => onRates(chosen.filter((id) => id !== pair.id))} />
            {named(pair)}
          </label>
        ))}
      <select
        id="rates"
        value=""
        aria-describedby="rates-note"
        onChange={(event) => {
          if (event.currentTarget.value !== '') onRates([...chosen, event.currentTarget.value]);
          event.currentTarget.value = '';
        }}
      >
        <option value="">add one</option>
        {left.map((pair) => (
          <option key={pair.id} value={pair.id}>
            {named(pair)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** What happened inside the bars: a finer dataset for each that there is one of. */
export function DetailFields({ datasets, strategy, draft, faults, onDraft }: AccountProps) {
  const rows = finerOf(datasets, draft.datasets, isShared(draft, strategy));
  if (rows.length === 0 && faults.detail === undefined) return null;
  const choose = (id: string, finer: string) => {
    const { [id]: _, ...others } = draft.detail;
    onDraft({ detail: finer === '' ? others : { ...others, [id]: finer } });
  };
  return (
    <fieldset class={faults.detail ? 'faulty' : ''}>
      <legend>Inside the bars</legend>
      <div class="fields">
        {rows.map(({ dataset, finer }) => (
          <Field key={dataset.id} id={`detail.${dataset.id}`} label={dataset.symbol} unit={dataset.timeframe ?? ''}>
            <select
              id={`detail.${dataset.id}`}
              value={draft.detail[dataset.id] ?? ''}
              onChange={(event) => choose(dataset.id, event.currentTarget.value)}
            >
              <option value="">by the rules of bars</option>
              {finer.map((one) => (
                <option key={one.id} value={one.id}>
                  {named(one)}
                </option>
              ))}
            </select>
          </Field>
        ))}
      </div>
      <p class="note" role={faults.detail ? 'alert' : undefined}>
        {faults.detail ?? 'finer data says which of two orders came first; for each dataset, or for none'}
      </p>
    </fieldset>
  );
}
