import { useSignal } from '@preact/signals';
import { histogramOf } from '../../../../shared/drawing/histogram.ts';
import type { Sweep, SweepRow } from '../../api/types.ts';
import { count } from '../../logic/format.ts';
import { MAPPED, measureName, measureText } from '../../logic/measures.ts';
import { draftOf } from '../../logic/study-draft.ts';
import { prefill } from '../../state/prefill.ts';
import { go, hrefOf } from '../../state/route.ts';
import { Bins } from '../drawings/bins.tsx';
import { paramsText } from '../drawings/heat-map.tsx';
import { Table } from '../table.tsx';
import { SweepMap } from './sweep-map.tsx';
import { ROWS_MAX } from './use-study.ts';
import { PlateauFigures, VerdictFigures } from './verdict.tsx';

type Params = Readonly<Record<string, number>>;
const RANKED = ['totalReturn', 'sharpe', 'maxDrawdown', 'tradeCount', 'winRate', 'profitFactor'];
const PAGE = 25;

/** A sweep that is done: whether it is luck, its map, how its combinations are distributed, and the best of them. */
export function SweepResult({ study, rows }: { study: Sweep; rows: readonly SweepRow[] | null }) {
  const { result, plateau } = study;
  const shown = useSignal(PAGE);
  const chosen = useSignal<string | null>(null);
  if (result === null) return null;
  const { objective, goal, overfitting, best } = result;
  const mapped = MAPPED.includes(objective) ? MAPPED : [...(isMeasure(rows, objective) ? [objective] : []), ...MAPPED];
  const measure = chosen.value ?? (mapped.includes(objective) ? objective : 'sharpe');
  const pick = (params: Params) => {
    prefill.value = draftOf(study, params);
    go(hrefOf.new);
  };
  const names = Object.keys(best?.params ?? rows?.[0]?.params ?? {});
  const top = rows ?? result.rows;
  const values = top.flatMap(({ summary }) => (typeof summary[measure] === 'number' ? [summary[measure]] : []));
  const bestValue = best?.summary[measure];
  const columns = RANKED.includes(objective) || !isMeasure(top, objective) ? RANKED : [objective, ...RANKED];
  return (
    <>
      <VerdictFigures overfitting={overfitting} best={best} objective={objective} value={scoreOf(plateau, goal)} />
      <section aria-label="Map">
        <div class="section-head">
          <h2>{measureName(measure)} by parameters</h2>
          <label class="inline">
            Colour by{' '}
            <select id="measure" value={measure} onChange={(event) => (chosen.value = event.currentTarget.value)}>
              {mapped.map((key) => (
                <option key={key} value={key}>
                  {measureName(key)}
                </option>
              ))}
            </select>
          </label>
        </div>
        {!mapped.includes(objective) && (
          <p class="hint">The objective is the formula {objective}: this map shows a measure, the tearsheet shows the formula.</p>
        )}
        {rows === null ? (
          <p class="hint loading">Loading the combinations</p>
        ) : (
          <SweepMap rows={rows} measure={measure} goal={measure === objective ? goal : undefined} onPick={pick} />
        )}
        {rows !== null && rows.length >= ROWS_MAX && rows.length < study.runs.total && (
          <p class="hint">The best {count(rows.length)} combinations; the tearsheet knows more of them.</p>
        )}
      </section>
      <Bins
        title={`${measureName(measure)} of all combinations`}
        histogram={histogramOf(values)}
        counted="combinations"
        text={(value) => measureText(measure, value)}
        mark={typeof bestValue === 'number' ? { value: bestValue, name: 'the best' } : undefined}
      />
      {plateau && <PlateauFigures plateau={plateau} goal={goal} objective={objective} />}
      <section aria-label="Best combinations">
        <Table
          title="Ranked"
          header={['#', ...names, ...columns.map(measureName), '']}
          rows={top.slice(0, shown.value).map(({ params, summary }, i) => [
            `${i + 1}`,
            ...names.map((name) => `${params[name] ?? ''}`),
            ...columns.map((key) => textOf(key, summary[key])),
            <button key="run" type="button" class="quiet" aria-label={`Backtest of ${paramsText(params)}`} onClick={() => pick(params)}>
              Backtest
            </button>,
          ])}
        />
        {top.length > shown.value && (
          <button type="button" class="quiet wide" onClick={() => (shown.value += PAGE)}>
            Show more of {count(top.length)}
          </button>
        )}
      </section>
    </>
  );
}

/** The objective's value of the best, where a formula is not among the measures: a plateau is measured by it, its sign turned where less is better. */
const scoreOf = (plateau: Sweep['plateau'], goal: 'max' | 'min'): number | null =>
  plateau === null || plateau.best.metric === null ? null : goal === 'min' ? -plateau.best.metric : plateau.best.metric;
const isMeasure = (rows: readonly SweepRow[] | null, key: string): boolean =>
  rows?.[0] !== undefined && Object.hasOwn(rows[0].summary, key);
const textOf = (key: string, value: number | null | undefined): string => (typeof value === 'number' ? measureText(key, value) : 'n/a');
