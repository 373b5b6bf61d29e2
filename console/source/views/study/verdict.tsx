import { VERDICTS } from '../../../../shared/drawing/verdict.ts';
import type { Sweep, SweepRow } from '../../api/types.ts';
import { count, money, percent } from '../../logic/format.ts';
import { measureName, measureText } from '../../logic/measures.ts';
import { paramsText } from '../drawings/heat-map.tsx';
import { Figures } from './figures.tsx';

type Result = NonNullable<Sweep['result']>;
interface VerdictProps {
  readonly overfitting: Result['overfitting'];
  readonly best: SweepRow | null;
  readonly objective: string;
  /** Its value where the objective is a formula. */
  readonly value: number | null;
}

const share = (value: number | null | undefined): string => (typeof value === 'number' ? percent(value, { digits: 1 }) : 'n/a');

/** How likely the best is luck: a sentence, the numbers, and why. */
export function VerdictFigures({ overfitting, best, objective, value }: VerdictProps) {
  const own = best?.summary[objective] ?? value;
  const first =
    typeof own === 'number'
      ? [[isFormula(objective) ? 'Best by the formula' : `Best ${measureName(objective)}`, measureText(objective, own)] as const]
      : [];
  if (overfitting === null)
    return <p class="notice">There is nothing to judge: no combination has a value, or the best one lost all its money.</p>;
  const { trials, deflatedSharpe, deflatedExcessSharpe, pbo, verdict, reasons } = overfitting;
  return (
    <section aria-label="Is it luck?">
      <p class={`verdict verdict-${verdict.replace(' ', '-')}`} data-verdict={verdict}>
        {VERDICTS[verdict]}
      </p>
      <Figures
        label="Verdict"
        items={[
          ...first,
          ['Parameters', best ? paramsText(best.params) : 'none'],
          ['Trials', count(trials)],
          ['Deflated Sharpe', share(deflatedSharpe)],
          ['The same over holding', share(deflatedExcessSharpe)],
          ['Overfitting', share(pbo)],
        ]}
      />
      <details class="provenance">
        <summary>Why</summary>
        <ul class="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

const isFormula = (objective: string): boolean => measureName(objective) === objective;

interface PlateauProps {
  readonly plateau: NonNullable<Sweep['plateau']>;
  readonly goal: 'max' | 'min';
  readonly objective: string;
}

/** Whether the best stands on a plateau, and where the middle of the broadest good region is. */
export function PlateauFigures({ plateau: { stability, worstStability, best, centre }, goal, objective }: PlateauProps) {
  // The larger the better is how a plateau is measured: of what is to be small the sign is turned.
  const text = (value: number | null): string => {
    const own = value === null ? null : goal === 'min' ? -value : value;
    return own === null ? 'n/a' : isFormula(objective) ? money(own) : measureText(objective, own);
  };
  return (
    <section aria-label="Plateau or peak">
      <div class="section-head">
        <h2>{stability >= 0.5 ? 'A plateau' : 'A peak'}</h2>
        <span class="hint">
          {stability >= 0.5
            ? 'A little off the best combination it is still good.'
            : 'A little off the best combination it is much worse, which is more likely luck.'}
        </span>
      </div>
      <Figures
        label="Plateau"
        items={[
          ['Its neighbours keep', share(stability)],
          ['The worst keeps', share(worstStability)],
          ['Best', text(best.metric)],
          ['Mean of its neighbours', text(best.neighbourMean)],
          ['Middle of the broadest', paramsText(centre.params)],
          ['Mean around it', text(centre.plateau)],
        ]}
      />
    </section>
  );
}
