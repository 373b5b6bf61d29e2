import type { EquityCurve } from '../../domain/run.ts';
import { civilFromDays, DAY_US } from '../../domain/time.ts';
import { percent } from '../format.ts';
import { monthName } from './axis.ts';
import { html, type Markup } from './markup.ts';

export interface YearOfReturns {
  readonly year: number;
  /** By month, January first; undefined for a month without a close, null when equity before it was not positive. */
  readonly months: readonly (number | null | undefined)[];
  readonly total: number | null;
}

/** A return of this size has the full colour. */
const FULL_HEAT = 0.2;

/** Returns of calendar months in UTC, the first and the last of them as long as they are. A close at midnight ends the month before. */
export function monthlyReturns({ time, value }: EquityCurve): YearOfReturns[] {
  const years: { year: number; months: (number | null | undefined)[]; total: number | null }[] = [];
  let monthBase = value[0] as number;
  let yearBase = monthBase;
  for (let i = 1; i < time.length; i++) {
    const { year, month } = monthOf(time[i] as number);
    const next = i + 1 < time.length ? monthOf(time[i + 1] as number) : undefined;
    if (next?.year === year && next.month === month) continue;
    const close = value[i] as number;
    let row = years.at(-1);
    if (row?.year !== year) {
      yearBase = monthBase;
      row = { year, months: Array.from({ length: 12 }, () => undefined), total: null };
      years.push(row);
    }
    row.months[month - 1] = monthBase > 0 ? close / monthBase - 1 : null;
    row.total = yearBase > 0 ? close / yearBase - 1 : null;
    monthBase = close;
  }
  return years;
}

export function monthlyTable(curve: EquityCurve): Markup {
  const months = Array.from({ length: 12 }, (_, i) => html`<th scope="col">${monthName(i + 1)}</th>`);
  const rows = monthlyReturns(curve).map(
    ({ year, months: returns, total }) => html`<tr><th scope="row">${year}</th>${returns.map((r) => cell(r))}${cell(total, 'total')}</tr>`,
  );
  return html`<section><h2>Monthly returns</h2><div class="scroll"><table class="heat"><thead><tr><th></th>${months}<th scope="col">Year</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function cell(ratio: number | null | undefined, className = ''): Markup {
  if (ratio === undefined) return html`<td></td>`;
  if (ratio === null) return html`<td>n/a</td>`;
  const heat = Math.round(Math.min(1, Math.abs(ratio) / FULL_HEAT) * 60);
  const sign = ratio > 0 ? 'win' : 'loss';
  return html`<td class="${sign} ${className}" style="--heat:${heat}%">${percent(ratio, { decimals: Math.abs(ratio) >= 1 ? 0 : 1 }).replace(' %', '')}</td>`;
}

function monthOf(closeUs: number): { year: number; month: number } {
  return civilFromDays(Math.floor((closeUs - 1) / DAY_US));
}
