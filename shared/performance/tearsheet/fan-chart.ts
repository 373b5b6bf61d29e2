import { type FanColumns, fanExtent, fanShapes, pointIn } from '../../drawing/fan.ts';
import { fixed } from '../format.ts';
import { BOX, chart } from './chart.ts';
import { html, type Markup } from './markup.ts';
import { folded } from './page.ts';

const STRIPS = 40;
const ROWS = 11;

/** Where the middle of all paths lies, step by step, as bands around the median; the start is a line. */
export function fanChart(fan: FanColumns, { start, steps }: { start: number; steps: string }): Markup {
  const extent = fanExtent(fan, [start]);
  const shapes = fanShapes(fan, extent, BOX);
  const text = (i: number) =>
    `after ${fixed(fan.step[i] as number, 0)} ${steps}: 5 % ${money(fan.p5[i])}, 25 % ${money(fan.p25[i])}, half ${money(fan.p50[i])}, 75 % ${money(fan.p75[i])}, 95 % ${money(fan.p95[i])}`;
  const [left, right] = [pointIn({ extent, box: BOX }, extent.x0, start), pointIn({ extent, box: BOX }, extent.x1, start)];
  const marks = [
    html`<polygon class="fan-outer" points="${shapes.outer}"/><polygon class="fan-inner" points="${shapes.inner}"/>`,
    html`<polyline class="benchmark" points="${left} ${right}"/><polyline class="equity" points="${shapes.median}"/>`,
    html`${strips(fan, text)}`,
  ];
  const last = fan.step.length - 1;
  const caption = html`<h3>Equity</h3><ul class="legend"><li class="equity">median</li><li class="band inner">25 to 75 %</li><li class="band outer">5 to 95 %</li><li class="benchmark">start</li></ul>`;
  const frame = {
    extent,
    about: `Percentiles of equity: ${text(last)}`,
    unit: `${steps}, one after the other`,
    xText: (value: number) => fixed(value, 0),
    yText: (value: number, step: number) => fixed(value, step >= 1 ? 0 : 2),
  };
  return html`<div>${chart(frame, caption, marks)}${folded('The same as a table', fanTable(fan, steps))}</div>`;
}

/** Invisible columns that say their numbers to who points at them. */
function strips({ step }: FanColumns, text: (i: number) => string): Markup[] {
  const count = Math.min(STRIPS, step.length);
  return Array.from({ length: count }, (_, strip) => {
    const at = Math.round((strip * (step.length - 1)) / Math.max(1, count - 1));
    return html`<rect class="strip" x="${(strip * BOX.width) / count}" y="0" width="${BOX.width / count}" height="${BOX.height}"><title>${text(at)}</title></rect>`;
  });
}

function fanTable(fan: FanColumns, steps: string): Markup {
  const count = Math.min(ROWS, fan.step.length);
  const rows = Array.from({ length: count }, (_, row) => {
    const i = Math.round((row * (fan.step.length - 1)) / Math.max(1, count - 1));
    const cells = [fan.p5, fan.p25, fan.p50, fan.p75, fan.p95].map((column) => html`<td>${money(column[i])}</td>`);
    return html`<tr><th scope="row">${fixed(fan.step[i] as number, 0)}</th>${cells}</tr>`;
  });
  const header = [steps, '5 %', '25 %', 'Median', '75 %', '95 %'].map((label) => html`<th scope="col">${label}</th>`);
  return html`<div class="scroll"><table><thead><tr>${header}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function money(value: number | undefined): string {
  return fixed(value ?? null);
}
