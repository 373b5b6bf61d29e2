import { histogramOf } from '../../drawing/histogram.ts';
import { type MapSample, parameterMap, variedParameters } from '../../drawing/parameter-map.ts';
import { fixed, percent } from '../format.ts';
import { measureName, measureText } from '../measure-text.ts';
import type { VerdictFacts } from '../verdict-facts.ts';
import { binsChart } from './bins.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { cardsOf, folded, page, type PageFrame } from './page.ts';
import { parameterMapTable } from './parameter-map.ts';
import { list, table } from './tables.ts';
import { verdictSection } from './verdict.ts';

type Params = Readonly<Record<string, number>>;

/** What the page shows of a sweep. */
export interface SweepPage extends Omit<PageFrame, 'done' | 'curves'> {
  readonly objective: string;
  readonly goal: 'max' | 'min';
  /** The best first. `value` is the objective's; null where it is undefined or a requirement not met. */
  readonly rows: readonly (MapSample & { readonly summary: Readonly<Record<string, number | null>> })[];
  /** Combinations that were run: more than rows where only the best are given. */
  readonly total: number;
  /** Cells of the grid that were not allowed; null for other methods. */
  readonly leftOut: number | null;
  readonly verdict: VerdictFacts | null;
  /** Null when too few have a value. */
  readonly plateau: PlateauFacts | null;
}

/** How much of the best one's edge over the median is left around it, and where the broadest good region has its middle. Values are the objective's. */
export interface PlateauFacts {
  readonly stability: number;
  readonly worstStability: number;
  readonly neighbours: 'grid' | 'nearest';
  readonly neighbourMean: number | null;
  readonly centre: { readonly params: Params; readonly value: number | null; readonly mean: number | null };
}

const ROWS_MAX = 100;
const MAPS_MAX = 10;
const SHOWN = ['totalReturn', 'sharpe', 'maxDrawdown', 'tradeCount', 'winRate', 'profitFactor'] as const;

/** A sweep as one HTML page that needs nothing but itself. */
export function renderSweep(sweep: SweepPage): string {
  const body = [cards(sweep), verdictSection(sweep.verdict), maps(sweep), distribution(sweep), plateauSection(sweep), ranked(sweep)];
  return page({ ...sweep, done: 'swept' }, body);
}

function cards({ objective, rows, total, leftOut, verdict, plateau }: SweepPage): Markup {
  const best = rows[0];
  const share = (value: number | null | undefined) => percent(value ?? null, { decimals: 1 });
  return cardsOf([
    [`Best ${measureName(objective)}`, measureText(objective, best?.value ?? null), best === undefined ? '' : paramsText(best.params)],
    ['Combinations', fixed(total, 0), leftOut === null || leftOut === 0 ? 'run' : `run; ${fixed(leftOut, 0)} are not allowed`],
    ['Deflated Sharpe', share(verdict?.deflatedSharpe), 'probability of more than luck; skill needs 95 %'],
    ['The same over holding', share(verdict?.deflatedExcessSharpe), 'in excess of holding as much all along'],
    ['Overfitting', share(verdict?.pbo), 'how often the best falls below the median'],
    ['Plateau', share(plateau?.stability), 'of its edge its neighbours keep'],
  ]);
}

function maps({ rows, objective, goal }: SweepPage): Markup {
  const names = variedParameters(rows);
  const pairs = names.flatMap((x, i) => names.slice(i + 1).map((y) => ({ x, y })));
  const drawn = (names.length === 1 ? [{ x: names[0] as string, y: null }] : pairs.slice(0, MAPS_MAX)).flatMap(({ x, y }) => {
    const map = parameterMap(rows, { x, y, goal });
    const look = { name: measureName(objective), text: (value: number) => measureText(objective, value) };
    return map === undefined ? [] : [{ x, y, markup: parameterMapTable(map, look) }];
  });
  const [first, ...others] = drawn;
  if (first === undefined) return NOTHING;
  const left = pairs.length - MAPS_MAX;
  const note = left > 0 ? html`<p class="note">${left} more pairs of parameters are not drawn.</p>` : NOTHING;
  return html`<section><h2>${measureName(objective)} by parameters</h2>${first.markup}${others.map(({ x, y, markup }) => folded(`${x} and ${y}`, markup))}${note}</section>`;
}

function distribution({ rows, total, objective }: SweepPage): Markup {
  const values = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  const none = rows.length - values.length;
  const without = none > 0 ? `${fixed(none, 0)} combinations have no value.` : '';
  const beyond =
    total > rows.length ? `Drawings and tables hold the best ${fixed(rows.length, 0)} of ${fixed(total, 0)} combinations.` : '';
  const note = html`<p class="note">${[without, beyond].join(' ')}</p>`;
  const options = {
    title: `${measureName(objective)} of ${total > rows.length ? 'the best' : 'all'} combinations`,
    counted: 'combinations',
    unit: measureName(objective),
    text: (value: number) => measureText(objective, value),
    mark: values[0] === undefined ? undefined : { value: values[0], name: 'the best' },
  };
  return html`<section><h2>Distribution</h2>${binsChart(histogramOf(values), options)}${note}</section>`;
}

function plateauSection({ plateau, rows, objective }: SweepPage): Markup {
  if (plateau === null) return NOTHING;
  const { stability, worstStability, neighbours, neighbourMean, centre } = plateau;
  const text = (value: number | null) => measureText(objective, value);
  const rule = neighbours === 'grid' ? 'one step away in any parameters' : 'the nearest, each range scaled to one';
  const said =
    stability >= 0.5
      ? 'The best combination stands on a plateau: a little off it is still good.'
      : 'The best combination is a peak: a little off it is much worse, which is more likely luck.';
  return html`<section><h2>Plateau or peak</h2><p>${said}</p><div class="metrics">
${list('The best and its neighbours', [
  ['Best', text(rows[0]?.value ?? null)],
  ['Mean of its neighbours', text(neighbourMean)],
  ['Edge over the median that they keep', percent(stability, { decimals: 1 })],
  ['The worst of them keeps', percent(worstStability, { decimals: 1 })],
  ['Neighbours', rule],
])}
${list('Middle of the broadest good region', [
  ['Parameters', paramsText(centre.params)],
  ['Its own value', text(centre.value)],
  ['Mean with its neighbours', text(centre.mean)],
])}
</div></section>`;
}

function ranked({ rows, total, objective }: SweepPage): Markup {
  const names = Object.keys(rows[0]?.params ?? {});
  const shown = SHOWN.filter((measure) => measure !== objective.trim());
  const lines = rows.slice(0, ROWS_MAX).map(({ params, value, summary }, i) => {
    const own = names.map((name) => html`<td>${params[name] ?? ''}</td>`);
    const measures = shown.map((measure) => html`<td>${measureText(measure, summary[measure] ?? null)}</td>`);
    return html`<tr><td>${i + 1}</td>${own}<td>${measureText(objective, value)}</td>${measures}</tr>`;
  });
  const note = rows.length > ROWS_MAX ? `The best ${ROWS_MAX} of ${fixed(total, 0)}.` : '';
  return table('Ranked', ['#', ...names, measureName(objective), ...shown.map(measureName)], lines, note);
}

function paramsText(params: Params): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
