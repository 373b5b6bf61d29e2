import { colourOf, inkOn } from '../../drawing/colour.ts';
import type { MapCell, ParameterMap } from '../../drawing/parameter-map.ts';
import { fixed } from '../format.ts';
import { html, type Markup, NOTHING } from './markup.ts';

/** Columns up to which a cell has room for its number. */
const NUMBERED_MAX = 14;

/** What combinations came to by two parameters: a table whose cells are coloured from the worst to the best. `text` writes a value. */
export function parameterMapTable(map: ParameterMap, { name, text }: { name: string; text: (value: number) => string }): Markup {
  const { x, y, columns, rows, cells } = map;
  const numbered = columns.length <= NUMBERED_MAX;
  const head = columns.map(({ label }) => html`<th scope="col">${label}</th>`);
  const body = rows.map((band, row) => {
    const own = (cells[row] ?? []).map((cell) => cellOf(cell, { numbered, text }));
    return html`<tr>${y === null ? NOTHING : html`<th scope="row">${band.label}</th>`}${own}</tr>`;
  });
  const corner = y === null ? NOTHING : html`<th scope="col">${y} \\ ${x}</th>`;
  const title = y === null ? `${name} by ${x}` : `${name} by ${x} (across) and ${y} (up)`;
  return html`<div class="scroll"><table class="map${numbered ? '' : ' dense'}"><caption>${title}</caption><thead><tr>${corner}${head}</tr></thead><tbody>${body.reverse()}</tbody></table></div>
${legend(map, text)}<p class="note">${othersText(map)}</p>`;
}

function cellOf(cell: MapCell | null, { numbered, text }: { numbered: boolean; text: (value: number) => string }): Markup {
  if (cell === null) return html`<td class="none"></td>`;
  const { value, share, combinations, params } = cell;
  const where = Object.entries(params)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
  const said = value === null ? 'no value' : text(value);
  const whole = combinations === 1 ? `${said}: ${where}` : `median ${said} of ${fixed(combinations, 0)} combinations, the best ${where}`;
  if (share === null) return html`<td class="none" title="${whole}">${numbered ? 'n/a' : ''}</td>`;
  const colours = `background:${colourOf(share)};color:${inkOn(share)}`;
  return html`<td style="${colours}" title="${whole}">${numbered ? said : html`<span class="hidden">${said}</span>`}</td>`;
}

function legend({ worst, best }: ParameterMap, text: (value: number) => string): Markup {
  const stops = Array.from({ length: 11 }, (_, i) => html`<i style="background:${colourOf(i / 10)}"></i>`);
  return html`<div class="scale"><span>worst ${text(worst)}</span><span class="stops" aria-hidden="true">${stops}</span><span>best ${text(best)}</span></div>`;
}

function othersText({ others, cells }: ParameterMap): string {
  if (others === 'best') return 'The other parameters stand at the values of the best combination.';
  if (others === 'median') return 'Each cell is the median over whatever values the other parameters have in it.';
  const shared = cells.some((row) => row.some((cell) => cell !== null && cell.combinations > 1));
  return shared ? 'Where several combinations share a cell it shows their median.' : 'Each cell is one combination.';
}
