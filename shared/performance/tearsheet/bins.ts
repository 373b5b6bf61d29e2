import type { Histogram } from '../../drawing/histogram.ts';
import { fixed } from '../format.ts';
import { BOX, chart } from './chart.ts';
import { html, type Markup } from './markup.ts';
import { folded } from './page.ts';

export interface BinsOptions {
  readonly title: string;
  /** What is counted, like `paths`. */
  readonly counted: string;
  /** What the values are, with their unit. */
  readonly unit: string;
  readonly text: (value: number) => string;
  /** A value that is marked, and what it is. */
  readonly mark?: { readonly value: number; readonly name: string } | undefined;
}

/** How often which value is, as bars, with the same as a table under it. */
export function binsChart({ from, width, counts }: Histogram, { title, counted, unit, text, mark }: BinsOptions): Markup {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (width === 0) {
    const said = total === 0 ? 'There is no value.' : `All ${fixed(total, 0)} ${counted}: ${text(from)}.`;
    return html`<figure class="chart"><figcaption><h3>${title}</h3></figcaption><p class="note">${said}</p></figure>`;
  }
  const to = from + width * counts.length;
  const [x0, x1] = [Math.min(from, mark?.value ?? from), Math.max(to, mark?.value ?? to)];
  const most = Math.max(...counts);
  const xOf = (value: number) => Math.round(((value - x0) / (x1 - x0)) * BOX.width * 100) / 100;
  const range = (i: number) => `${text(from + i * width)} to ${text(from + (i + 1) * width)}`;
  const bars = counts.map((count, i) => {
    const height = Math.round((count / most) * BOX.height * 0.95 * 100) / 100;
    const left = xOf(from + i * width);
    return html`<rect class="bin" x="${left}" y="${Math.round((BOX.height - height) * 100) / 100}" width="${Math.round((xOf(from + (i + 1) * width) - left) * 96) / 100}" height="${height}"><title>${range(i)}: ${fixed(count, 0)} of ${fixed(total, 0)} ${counted}</title></rect>`;
  });
  const line =
    mark === undefined
      ? []
      : [html`<path class="mark" d="M${xOf(mark.value)} 0V${BOX.height}"><title>${mark.name}: ${text(mark.value)}</title></path>`];
  const legend = mark === undefined ? '' : html`<ul class="legend"><li class="short">${mark.name}: ${text(mark.value)}</li></ul>`;
  const about = `${title}: ${fixed(total, 0)} ${counted} from ${text(from)} to ${text(to)}, most often ${range(counts.indexOf(most))}`;
  const extent = { x0, x1, y0: 0, y1: most / 0.95 };
  const frame = { extent, about, unit, xText: text, yText: (value: number) => fixed(value, 0) };
  const rows = counts.map((count, i) => html`<tr><th scope="row">${range(i)}</th><td>${fixed(count, 0)}</td></tr>`);
  const table = html`<div class="scroll"><table><thead><tr><th scope="col">${unit}</th><th scope="col">${counted}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<div>${chart(frame, html`<h3>${title}</h3>${legend}`, [...bars, ...line])}${folded('The same as a table', table)}</div>`;
}
