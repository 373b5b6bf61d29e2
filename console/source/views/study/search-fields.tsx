import type { StrategyInfo } from '../../api/types.ts';
import { count } from '../../logic/format.ts';
import type { Draft, Faults } from '../../logic/form.ts';
import { cellsOf, EMPTY_STUDY, METHODS, type Searched, type StudyDraft } from '../../logic/study.ts';
import { Field, TextField } from '../field.tsx';

interface Shared {
  readonly study: StudyDraft;
  readonly faults: Faults;
  readonly onStudy: (part: Partial<StudyDraft>) => void;
}
interface ParametersProps extends Shared {
  readonly strategy: StrategyInfo | undefined;
  readonly draft: Draft;
  readonly onDraft: (part: Partial<Draft>) => void;
}

/** Each parameter searched over a range, or kept at a value. */
export function SearchedParameters({ strategy, draft, study, faults, onDraft, onStudy }: ParametersProps) {
  const toggle = ({ name, min, max, step }: StrategyInfo['params'][number]) => {
    const { [name]: known, ...others } = study.searched;
    onStudy({ searched: known ? others : { ...others, [name]: { from: `${min}`, to: `${max}`, step: `${step}` } } });
  };
  if (strategy?.params.length === 0) return <p class="notice">There is nothing to search: no parameters.</p>;
  return (
    <div class="searched" role="group" aria-label="Parameters">
      {strategy?.params.map((parameter) => {
        const { name, about } = parameter;
        const range = study.searched[name];
        return (
          <div key={`${strategy.id}.${name}`} class="searched-row">
            <label class="check">
              <input type="checkbox" checked={range !== undefined} onChange={() => toggle(parameter)} />
              search
            </label>
            {range ? (
              <RangeField
                name={name}
                hint={about}
                range={range}
                bounds={`${parameter.min} \u2013 ${parameter.max}`}
                fault={faults[`ranges.${name}`]}
                onRange={(next) => onStudy({ searched: { ...study.searched, [name]: next } })}
              />
            ) : (
              <TextField
                id={`params.${name}`}
                label={name}
                unit={`${parameter.min} \u2013 ${parameter.max}, stays`}
                numeric
                value={draft.params[name] ?? ''}
                hint={about}
                fault={faults[`params.${name}`]}
                onText={(text) => onDraft({ params: { ...draft.params, [name]: text } })}
              />
            )}
          </div>
        );
      })}
      {faults.search && (
        <p class="note bad" role="alert" id="search-note">
          {faults.search}
        </p>
      )}
    </div>
  );
}

interface RangeProps {
  readonly name: string;
  readonly hint: string;
  readonly bounds: string;
  readonly range: Searched;
  readonly fault: string | undefined;
  readonly onRange: (range: Searched) => void;
}

function RangeField({ name, hint, bounds, range, fault, onRange }: RangeProps) {
  const id = `ranges.${name}`;
  const part = (key: keyof Searched, label: string) => (
    <input
      id={key === 'from' ? id : `${id}.${key}`}
      class="number"
      inputMode="decimal"
      autocomplete="off"
      aria-label={`${name}, ${label}`}
      aria-invalid={fault !== undefined}
      aria-describedby={`${id}-note`}
      placeholder={label}
      value={range[key]}
      onInput={(event) => onRange({ ...range, [key]: event.currentTarget.value })}
    />
  );
  return (
    <Field id={id} label={name} unit={`${bounds}: from, to, step`} hint={hint} fault={fault}>
      <div class="joined">
        {part('from', 'from')}
        {part('to', 'to')}
        {part('step', 'step')}
      </div>
    </Field>
  );
}

const METHOD_NAMES: Readonly<Record<StudyDraft['method'], string>> = {
  grid: 'grid: every cell',
  random: 'random',
  lhs: 'Latin hypercube',
  tpe: 'TPE: learns where it is good',
  genetic: 'genetic',
  'cma-es': 'CMA-ES',
};

/** How combinations are looked for, and what makes one the best. */
export function SearchFields({ study, faults, onStudy }: Shared) {
  const cells = cellsOf(study.searched);
  // A grid runs all of its cells unless told otherwise; the others need a number.
  const pick = (method: StudyDraft['method']) => onStudy({ method, trials: method === 'grid' ? '' : study.trials || EMPTY_STUDY.trials });
  const text = (id: 'trials' | 'objective' | 'seed', label: string, hint: string) => (
    <TextField
      id={id}
      label={label}
      value={study[id]}
      numeric={id !== 'objective'}
      hint={hint}
      fault={faults[id]}
      onText={(value) => onStudy({ [id]: value })}
    />
  );
  return (
    <fieldset>
      <legend>Search</legend>
      <div class="fields">
        <Field
          id="method"
          label="Method"
          fault={faults.method}
          hint={cells === null ? 'a range without a step is no grid' : `these ranges are a grid of ${count(cells)} cells`}
        >
          <select
            id="method"
            value={study.method}
            aria-describedby="method-note"
            onChange={(event) => pick(event.currentTarget.value as StudyDraft['method'])}
          >
            {METHODS.map((method) => (
              <option key={method} value={method}>
                {METHOD_NAMES[method]}
              </option>
            ))}
          </select>
        </Field>
        {text('trials', 'Combinations', study.method === 'grid' ? 'empty runs the whole grid' : 'how many to run')}
        {text('objective', 'Objective', 'a measure like sharpe, or a formula: sharpe - 2*maxDrawdown')}
        <Field id="goal" label="Better is" fault={faults.goal} hint="by the measure unless you say">
          <select
            id="goal"
            value={study.goal}
            aria-describedby="goal-note"
            onChange={(event) => onStudy({ goal: event.currentTarget.value as StudyDraft['goal'] })}
          >
            <option value="">as the measure says</option>
            <option value="max">more</option>
            <option value="min">less</option>
          </select>
        </Field>
        <Conditions
          id="constraints"
          label="Run only"
          hint="one condition a line, like 2*fast < slow"
          study={study}
          faults={faults}
          onStudy={onStudy}
        />
        <Conditions
          id="requirements"
          label="Rank only"
          hint="one condition a line, like tradeCount >= 30"
          study={study}
          faults={faults}
          onStudy={onStudy}
        />
        {text('seed', 'Seed', 'the same seed gives the same answer')}
      </div>
    </fieldset>
  );
}

interface ConditionsProps extends Shared {
  readonly id: 'constraints' | 'requirements';
  readonly label: string;
  readonly hint: string;
}

function Conditions({ id, label, hint, study, faults, onStudy }: ConditionsProps) {
  return (
    <Field id={id} label={label} hint={hint} fault={faults[id]}>
      <textarea
        id={id}
        rows={2}
        spellcheck={false}
        value={study[id]}
        aria-invalid={faults[id] !== undefined}
        aria-describedby={`${id}-note`}
        onInput={(event) => onStudy({ [id]: event.currentTarget.value })}
      />
    </Field>
  );
}
