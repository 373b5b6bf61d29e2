import { clock, fixed } from '../format.ts';
import type { BacktestManifest } from '../report.ts';
import { html, type Markup, NOTHING, trusted } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** Nothing may be fetched by the page, whatever ends up in it. */
export const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface PageFrame {
  /** What is looked at, like `sma-cross on BTC/USDT`. */
  readonly title: string;
  /** What was done with it, like `walked forward`. */
  readonly done: string;
  /** What else there is to know, one after the other under the title. */
  readonly facts?: readonly string[];
  readonly synthetic: boolean;
  readonly codeVersion: string;
  /** Whether there are curves to point at and zoom. */
  readonly curves?: boolean;
}

/** A whole HTML page that needs nothing but itself. */
export function page({ title, done, facts = [], synthetic, codeVersion, curves = false }: PageFrame, body: readonly Markup[]): string {
  const warning = html`<p class="warning" role="note">Synthetic data: a generator made these prices, no market did.</p>`;
  const line = facts.length === 0 ? NOTHING : html`<p>${facts.join(' · ')}</p>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}, ${done}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
<header class="title"><h1>${title} <span class="muted">${done}</span></h1>${line}</header>${synthetic ? warning : NOTHING}
${body}
<footer>Skytape ${codeVersion}. Past results say nothing certain about future ones.</footer>
</main>
${curves ? html`<script>${trusted(SCRIPT)}</script>` : NOTHING}
</body>
</html>
`.text;
}

/** The numbers that are read first: label, value, what it refers to. */
export function cardsOf(cards: readonly (readonly [label: string, value: string, note: string])[]): Markup {
  return html`<dl class="cards">${cards.map(([label, value, note]) => html`<div><dt>${label}</dt><dd>${value}</dd><small>${note}</small></div>`)}</dl>`;
}

/** What stands under a summary line until it is opened. */
export function folded(summary: string, body: Markup): Markup {
  return html`<details><summary>${summary}</summary>${body}</details>`;
}

/** Title, warning and first facts of a page, as the manifest of its run tells them. */
export function frameOf(
  manifest: BacktestManifest,
  more: readonly string[],
): Pick<PageFrame, 'title' | 'facts' | 'synthetic' | 'codeVersion'> {
  const { strategy, symbols, timeframe, bars, from, to, params, synthetic, codeVersion } = manifest;
  const on = symbols.length > 4 ? `${symbols.length} instruments` : symbols.join(', ');
  const settings = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  const facts = [`${timeframe ?? 'mixed'} bars`, `${clock(from)} to ${clock(to)} UTC`, `${fixed(bars, 0)} bars`, ...settings, ...more];
  return { title: `${strategy} on ${on}`, facts, synthetic, codeVersion };
}
