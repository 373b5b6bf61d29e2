import { type CorrelationTable, dailyCorrelation, type NamedCurve } from '../daily-correlation.ts';
import { fixed } from '../format.ts';
import { html, type Markup, NOTHING } from './markup.ts';

/** Cells of a map that can still be read on a page. */
export const SYMBOLS_MAX = 30;
const CELL = 46;
/** Width of a letter of a label, and the most letters that are drawn. */
const LETTER = 7;
const LETTERS_MAX = 14;

/** What a heat map shows: numbers from -1 to 1, a row and a column for each label. */
export type HeatMap = Pick<CorrelationTable, 'labels' | 'values'>;

/** A matrix of numbers from -1 to 1 as SVG to stand inside a page: green above 0, red below, the stronger the deeper. Labels are escaped. */
export function renderHeatMap(map: HeatMap): string {
  return heatMap(map).text;
}

/** Heat map of the daily returns of holding each instrument; nothing when there is one, or too few days that all of them traded. */
export function correlationSection(holdings: readonly NamedCurve[]): Markup {
  const shown = holdings.slice(0, SYMBOLS_MAX);
  const table = dailyCorrelation(shown);
  if (table === undefined) return NOTHING;
  const left = holdings.length - shown.length;
  const more = left > 0 ? ` ${left} more instruments are not drawn.` : '';
  return html`<section><h2>Correlation</h2><div class="scroll">${heatMap(table)}</div>
<p class="note">Pearson, of ${fixed(table.days, 0)} daily returns of holding each, over the days that all of them have.${more}</p></section>`;
}

function heatMap({ labels, values }: HeatMap): Markup {
  const names = labels.map((label) => (label.length > LETTERS_MAX ? `${label.slice(0, LETTERS_MAX - 1)}…` : label));
  const margin = LETTER * Math.max(...names.map((name) => name.length)) + 12;
  const size = margin + CELL * labels.length;
  const middle = (i: number) => margin + CELL * (i + 0.5);
  const rows = names.map((name, i) => html`<text x="${margin - 8}" y="${middle(i) + 4}" text-anchor="end">${name}</text>`);
  // Column labels climb from their column, so that long ones do not run into each other.
  const columns = names.map((name, j) => html`<text transform="translate(${middle(j) + 4} ${margin - 8}) rotate(-90)">${name}</text>`);
  const cells = values.flatMap((row, i) =>
    row.map((value, j) => cell({ value, x: margin + CELL * j, y: margin + CELL * i, of: `${labels[i]} and ${labels[j]}` })),
  );
  return html`<svg class="correlation" role="img" aria-label="Correlation of ${labels.join(', ')}" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}" style="display:block;margin:0 auto;font-size:12px;fill:currentColor">${rows}${columns}${cells}</svg>`;
}

function cell({ value, x, y, of }: { value: number; x: number; y: number; of: string }): Markup {
  const text = Number.isNaN(value) ? 'n/a' : fixed(value);
  const colour = value >= 0 ? 'var(--win,#12855a)' : 'var(--loss,#c43a34)';
  const depth = Number.isNaN(value) ? 0 : Math.round(Math.min(1, Math.abs(value)) * 70) / 100;
  return html`<g><title>${of}: ${text}</title><rect x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="5" style="fill:${colour};fill-opacity:${depth}"/><text x="${x + CELL / 2}" y="${y + CELL / 2 + 4}" text-anchor="middle">${text}</text></g>`;
}
