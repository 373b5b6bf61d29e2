import type { TimeUs } from '../../domain/time.ts';
import { fixed, percent, significant } from '../format.ts';
import { type Tick, timeTicks, valueTicks } from '../../drawing/axis.ts';
import { html, type Markup } from './markup.ts';

/** Height of a plot's own coordinates; a pixel is far larger, so whole numbers lose nothing. */
export const HEIGHT = 1_000_000;
const PADDING = 0.05;

export type ValueFormat = 'money' | 'percent' | 'price';

/** What part of the world a plot shows. Its x coordinate counts bars from `t0`, its y coordinate runs from `v1` down to `v0`. */
export interface Frame {
  readonly t0: TimeUs;
  readonly t1: TimeUs;
  readonly unitUs: number;
  readonly v0: number;
  readonly v1: number;
  readonly format: ValueFormat;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Lowest and highest of several columns, a little air around them. */
export function paddedRange(columns: readonly ArrayLike<number>[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      low = Math.min(low, column[i] as number);
      high = Math.max(high, column[i] as number);
    }
  }
  const air = high > low ? (high - low) * PADDING : Math.abs(high) * PADDING || 1;
  return { low: low - air, high: high + air };
}

export function xOf({ t0, unitUs }: Frame, timeUs: TimeUs): number {
  return Math.round(((timeUs - t0) / unitUs) * 1000) / 1000;
}

export function yOf({ v0, v1 }: Frame, value: number): number {
  return Math.round(((v1 - value) / (v1 - v0)) * HEIGHT);
}

/** A line through (time, value), named so that the script can read its values back. */
export function line(
  frame: Frame,
  { name, className, points }: { name: string; className: string; points: Iterable<readonly [TimeUs, number]> },
): Markup {
  return html`<polyline data-series="${name}" class="${className}" points="${coordinates(frame, points)}"/>`;
}

export function area(frame: Frame, className: string, points: Iterable<readonly [TimeUs, number]>): Markup {
  return html`<polygon class="${className}" points="${coordinates(frame, points)}"/>`;
}

function coordinates(frame: Frame, points: Iterable<readonly [TimeUs, number]>): string {
  const texts: string[] = [];
  for (const [time, value] of points) texts.push(`${xOf(frame, time)},${yOf(frame, value)}`);
  return texts.join(' ');
}

/** A figure with axes around `marks`. The drawing stretches to its place while lines and dots keep their width, and labels are plain text beside it. */
export function plot(
  frame: Frame,
  { caption, className, marks }: { caption: Markup; className: string; marks: readonly Markup[] },
): Markup {
  const { t0, t1, unitUs, v0, v1, format } = frame;
  const width = xOf(frame, t1);
  const rows = valueTicks(v0, v1, { count: className.includes('small') ? 4 : 5, label: (value, step) => labelOf(value, step, format) });
  const share = (tick: Tick, from: number, to: number) => `${Math.round(((tick.at - from) / (to - from)) * 100_000) / 1000}%`;
  return html`<figure class="plot ${className}" data-t0="${t0}" data-unit="${unitUs}" data-width="${width}" data-v0="${v0}" data-v1="${v1}" data-format="${format}">
<figcaption>${caption}<output></output></figcaption>
<div class="area">
<div class="rows">${rows.map((tick) => html`<i style="bottom:${share(tick, v0, v1)}"><b>${tick.label}</b></i>`)}</div>
<div class="columns">${timeTicks(t0, t1).map((tick) => html`<i style="left:${share(tick, t0, t1)}"><b>${tick.label}</b></i>`)}</div>
<svg viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${marks}</svg>
<div class="cross" hidden></div><div class="brush" hidden></div>
</div>
</figure>
`;
}

function labelOf(value: number, step: number, format: ValueFormat): string {
  if (format === 'percent') return percent(value, { decimals: step < 0.01 ? 1 : 0 });
  if (format === 'price' && Math.abs(step) < 0.01) return significant(value, 4);
  return fixed(value, step >= 1 ? 0 : 2);
}
