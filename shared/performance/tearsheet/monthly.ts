import type { EquityCurve } from '../../domain/run.ts';
import { percent } from '../format.ts';
import { monthlyReturns } from '../months.ts';
import { monthName } from '../../drawing/axis.ts';
import { html, type Markup } from './markup.ts';

/** A return of this size has the full colour. */
const FULL_HEAT = 0.2;

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
