import { feesText, marketLines, slippageText } from '../costs-text.ts';
import { clock, fixed, percent, significant } from '../format.ts';
import { paramTexts } from '../params-text.ts';
import { type BacktestReport, type PositionLine, returnOf, type SleeveLine, type TradeLine, type UnfilledLine } from '../report.ts';
import type { WalletLine } from '../../domain/wallet.ts';
import { html, type Markup, NOTHING } from './markup.ts';

const TRADES_MAX = 300;
const UNFILLED_MAX = 100;

/** Columns of words; all others hold numbers, which stand right. */
const TEXT_COLUMNS = new Set([
  'Instrument',
  'Currency',
  'Side',
  'Entry',
  'Exit',
  'Class',
  'From',
  'To',
  'Origin',
  'SHA-256',
  'Submitted',
  'Lowest',
  'Regained',
  'Type',
  'What',
  'Reason',
  'Data set',
  'Test from',
  'Test to',
  'Chosen',
]);

type Row = readonly [label: string, value: string];

/** What every instrument contributed; nothing when there is only one. */
export function positionTable(positions: readonly PositionLine[]): Markup {
  if (positions.length < 2) return NOTHING;
  const rows = positions.map(
    (p) =>
      html`<tr><th scope="row">${p.symbol}</th>${signed(returnOf(p))}${money(p.pnl)}<td>${fixed(p.tradeCount, 0)}</td><td>${percent(p.exposure)}</td><td>${fixed(p.commission)}</td><td>${significant(p.quantity)}</td>${money(p.unrealisedPnl)}</tr>`,
  );
  return table('By instrument', ['Instrument', 'Return', 'Pnl', 'Trades', 'Exposure', 'Commission', 'Held at the end', 'Unrealised'], rows);
}

/** What each of several strategies made of its part of the account; nothing when there is only one. */
export function sleeveTable(sleeves: readonly SleeveLine[]): Markup {
  if (sleeves.length < 2) return NOTHING;
  const rows = sleeves.map(
    (s) =>
      html`<tr><th scope="row">${s.name}</th><td>${fixed(s.startEquity)}</td><td>${fixed(s.endEquity)}</td>${signed(s.totalReturn)}<td>${percent(s.maxDrawdown)}</td><td>${fixed(s.sharpe)}</td><td>${fixed(s.tradeCount, 0)}</td><td>${percent(s.exposure)}</td><td>${fixed(s.commission)}</td></tr>`,
  );
  const header = ['Strategy', 'Start equity', 'End equity', 'Return', 'Max drawdown', 'Sharpe', 'Trades', 'Exposure', 'Commission'];
  return table('By strategy', header, rows);
}

/** What became of the cash of each currency; nothing when the account held one. */
export function walletTable(wallets: readonly WalletLine[]): Markup {
  if (wallets.length === 0) return NOTHING;
  const rows = wallets.map(
    (w) =>
      html`<tr><th scope="row">${w.currency}</th><td>${fixed(w.start)}</td><td>${fixed(w.end)}</td><td>${rate(w.startRate)}</td><td>${rate(w.endRate)}</td><td>${fixed(w.bought)}</td><td>${fixed(w.sold)}</td>${money(w.currencyGain)}<td>${fixed(w.conversionCost)}</td></tr>`,
  );
  const header = ['Currency', 'Start', 'End', 'Rate at the start', 'Rate at the end', 'Bought', 'Sold', 'Currency gain', 'Conversion cost'];
  return table('Cash by currency', header, rows);
}

function rate(value: number | null): string {
  return value === null ? '' : significant(value);
}

/** An instrument, and which of several strategies it was with. */
function of({ symbol, strategy }: Pick<TradeLine, 'symbol' | 'strategy'>): string {
  return strategy === undefined ? symbol : `${symbol} (${strategy})`;
}

/** The first trades, with a note when there are more. */
export function tradeTable(trades: readonly TradeLine[]): Markup {
  const rows = trades
    .slice(0, TRADES_MAX)
    .map(
      (t, i) =>
        html`<tr><td>${i + 1}</td><th scope="row">${of(t)}</th><td class="${t.side}">${t.side}</td><td class="text">${clock(t.entryTime)}</td><td>${significant(t.entryPrice)}</td><td class="text">${t.exitTime === null ? 'open' : clock(t.exitTime)}</td><td>${significant(t.exitPrice ?? t.markPrice)}</td><td>${significant(t.quantity)}</td>${money(t.pnl)}${signed(t.returnRatio)}<td>${percent(t.mfe)}</td><td>${percent(t.mae)}</td><td>${fixed(t.commission)}</td><td>${fixed(t.bars, 0)}</td></tr>`,
    );
  const note =
    trades.length > TRADES_MAX ? `The first ${TRADES_MAX} of ${fixed(trades.length, 0)}; all of them are in the report as JSON.` : '';
  return table(
    'Trades',
    ['#', 'Instrument', 'Side', 'Entry', 'Price', 'Exit', 'Price', 'Quantity', 'Pnl', 'Return', 'MFE', 'MAE', 'Commission', 'Bars'],
    rows,
    note,
  );
}

export function unfilledTable(unfilled: readonly UnfilledLine[]): Markup {
  if (unfilled.length === 0) return NOTHING;
  const rows = unfilled.slice(0, UNFILLED_MAX).map((u) => {
    const what = u.target === null ? `${u.side} ${significant(u.quantity)}` : `target ${significant(u.target)}`;
    return html`<tr><th scope="row">${of(u)}</th><td class="text">${clock(u.time)}</td><td class="text">${u.type}</td><td class="text">${what}</td><td>${priceOrBlank(u.limitPrice)}</td><td>${priceOrBlank(u.stopPrice)}</td><td class="text">${u.reason.toLowerCase().replaceAll('_', ' ')}</td></tr>`;
  });
  const note = unfilled.length > UNFILLED_MAX ? `The first ${UNFILLED_MAX} of ${fixed(unfilled.length, 0)}.` : '';
  return table('Orders that never filled', ['Instrument', 'Submitted', 'Type', 'What', 'Limit', 'Stop', 'Reason'], rows, note);
}

export function manifestTable({ manifest: m, positions }: BacktestReport): Markup {
  const data = m.data.map(
    (d) =>
      html`<tr><th scope="row">${d.symbol}</th><td class="text">${d.assetClass}</td><td>${d.timeframe}</td><td>${fixed(d.bars, 0)}</td><td class="text">${clock(d.from)}</td><td class="text">${clock(d.to)}</td><td class="text">${originText(d)}</td><td class="text hash">${d.sha256}</td></tr>`,
  );
  const parameters = paramTexts(m).join(' ');
  const settings = list('', [
    ['Strategy', m.strategy],
    ['Parameters', parameters || 'none'],
    ['Cash', `${fixed(m.engine.cash)} ${m.account?.currency ?? m.data[0]?.currency ?? ''}${partsText(m, positions.length)}`],
    ['Sizing', m.engine.sizing],
    ['Commission', feesText(m.engine)],
    ['Slippage', slippageText(m.engine)],
    ...marketLines(m.engine),
    ['From', m.engine.from === null ? 'the first bar' : clock(m.engine.from)],
    ['To', m.engine.to === null ? 'the last bar' : clock(m.engine.to)],
    ['Code version', m.codeVersion],
    ['Seed', m.seed === null ? 'none: nothing is random' : String(m.seed)],
  ]);
  const header = ['Data set', 'Class', 'Bars of', 'Bars', 'From', 'To', 'Origin', 'SHA-256'];
  return html`<section><h2>Manifest</h2><div class="manifest">${settings}</div></section>${table('Data', header, data)}`;
}

/** Where a data set comes from, and what says what happened inside its bars. */
function originText({ synthetic, detail }: BacktestReport['manifest']['data'][number]): string {
  const finer = detail === undefined ? '' : `, ${detail.timeframe ?? 'trades'} inside ${fixed(detail.covered ?? 0, 0)} bars`;
  return `${synthetic ? 'synthetic' : 'as given'}${finer}`;
}

function partsText({ account }: BacktestReport['manifest'], instruments: number): string {
  if (account !== undefined) return ', one account';
  return instruments > 1 ? `, ${instruments} equal parts` : '';
}

/** Labels and values under a title. */
export function list(title: string, rows: readonly Row[]): Markup {
  const items = rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`);
  return html`<div class="list">${title === '' ? NOTHING : html`<h3>${title}</h3>`}<dl>${items}</dl></div>`;
}

/** A section of rows under a header. */
export function table(title: string, header: readonly string[], rows: readonly Markup[], note = ''): Markup {
  const cells = header.map((label) => html`<th scope="col" class="${TEXT_COLUMNS.has(label) ? 'text' : ''}">${label}</th>`);
  const body =
    rows.length === 0
      ? html`<p class="note">None.</p>`
      : html`<div class="scroll"><table><thead><tr>${cells}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section><h2>${title}</h2>${body}${note === '' ? NOTHING : html`<p class="note">${note}</p>`}</section>`;
}

function money(value: number): Markup {
  return html`<td class="${signOf(value)}">${fixed(value)}</td>`;
}

function signed(ratio: number | null): Markup {
  return html`<td class="${ratio === null ? '' : signOf(ratio)}">${percent(ratio)}</td>`;
}

export function signOf(value: number): string {
  return value > 0 ? 'win' : value < 0 ? 'loss' : '';
}

function priceOrBlank(value: number | null): string {
  return value === null ? '' : significant(value);
}
