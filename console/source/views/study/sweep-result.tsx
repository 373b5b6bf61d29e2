import { useSignal } from '@preact/signals';
import { histogramOf } from '../../../../shared/drawing/histogram.ts';
import type { Sweep, SweepRow } from '../../api/types.ts';
import { count } from '../../logic/format.ts';
import { goalOf, MAPPED, measureName, measureText } from '../../logic/measures.ts';
import { objectiveSamples, samplesOf } from '../../logic/objective.ts';
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
  const top = rows ?? result.rows;
  const byObjective = objectiveSamples(top, study.request);
  const mapped = MAPPED.includes(objective) || byObjective === undefined ? MAPPED : [objective, ...MAPPED];
  const measure = chosen.value ?? (mapped.includes(objective) ? objective : 'sharpe');
  const samples = measure === objective && byObjective ? byObjective : samplesOf(top, measure);
  const pick = (params: Params) => {
    prefill.value = draftOf(study, params);
    go(hrefOf.new);
  };
  const names = Object.keys(best?.params ?? rows?.[0]?.params ?? {});
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value]));
  const bestValue = best === null ? null : samples[0]?.value;
  const columns = RANKED.includes(objective) || byObjective === undefined ? RANKED : [objective, ...RANKED];
  const cell = (key: string, row: SweepRow, i: number) => textOf(key, key === objective ? byObjective?.[i]?.value : row.summary[key]);
  return (
    <>
      <VerdictFigures overfitting={overfitting} best={best} objective={objective} value={byObjective?.[0]?.value ?? null} />
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
        {byObjective === undefined && <p class="hint">The objective {objective} cannot be read here; the tearsheet shows it.</p>}
        {rows === null ? (
          <p class="hint loading">Loading the combinations</p>
        ) : (
          <SweepMap samples={samples} measure={measure} goal={measure === objective ? goal : goalOf(measure)} onPick={pick} />
        )}
        {rows !== null && rows.length >= ROWS_MAX && rows.length < study.runs.done && (
          <p class="hint">
            The best {count(rows.length)} of {count(study.runs.done)} combinations.
          </p>
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
          rows={top.slice(0, shown.value).map((row, i) => [
            `${i + 1}`,
            ...names.map((name) => `${row.params[name] ?? ''}`),
            ...columns.map((key) => cell(key, row, i)),
            <button
              key="run"
              type="button"
              class="quiet"
              aria-label={`Backtest of ${paramsText(row.params)}`}
              onClick={() => pick(row.params)}
            >
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

const textOf = (key: string, value: number | null | undefined): string => (typeof value === 'number' ? measureText(key, value) : 'n/a');
