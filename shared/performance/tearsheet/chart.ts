import { valueTicks } from '../../drawing/axis.ts';
import type { Box, Extent } from '../../drawing/fan.ts';
import { html, type Markup } from './markup.ts';

/** Coordinates inside a chart; it stretches to its place. */
export const BOX: Box = { width: 1000, height: 400 };

export interface ChartFrame {
  readonly extent: Extent;
  /** What the chart shows, for readers who do not see it. */
  readonly about: string;
  /** What the axis below counts. */
  readonly unit: string;
  readonly xText: (value: number, step: number) => string;
  readonly yText: (value: number, step: number) => string;
}

/** A figure with numbers on both axes around `marks`, which lie in `BOX`. */
export function chart({ extent, about, unit, xText, yText }: ChartFrame, caption: Markup, marks: readonly Markup[]): Markup {
  const { x0, x1, y0, y1 } = extent;
  const share = (at: number, from: number, to: number) => `${Math.round(((at - from) / (to - from)) * 100_000) / 1000}%`;
  const rows = valueTicks(y0, y1, { count: 4, label: yText }).map(
    ({ at, label }) => html`<i style="bottom:${share(at, y0, y1)}"><b>${label}</b></i>`,
  );
  const columns = valueTicks(x0, x1, { count: 6, label: xText }).map(
    ({ at, label }) => html`<i style="left:${share(at, x0, x1)}"><b>${label}</b></i>`,
  );
  return html`<figure class="chart"><figcaption>${caption}</figcaption>
<div class="area"><div class="rows">${rows}</div><div class="columns">${columns}</div>
<svg viewBox="0 0 ${BOX.width} ${BOX.height}" preserveAspectRatio="none" role="img" aria-label="${about}">${marks}</svg></div>
<p class="unit">${unit}</p></figure>`;
}
