import { feesText, marketLines, slippageText } from './costs-text.ts';
import { SECOND_US } from '../domain/time.ts';
import { clock, fixed, percent, span, UNDEFINED_TEXT } from './format.ts';
import { paramTexts } from './params-text.ts';
import { type BacktestManifest, type BacktestReport, returnOf } from './report.ts';
import type { Summary } from './summary.ts';

const WIDTH = 80;
const COLUMN = 38;
const SYMBOLS_MAX = 20;
/** Runs below a quarter of a year get a word about their annualised numbers. */
const SHORT_SECONDS = 90 * 86_400;

type Row = readonly [label: string, value: string];

/** Summary of a run for a terminal of 80 columns, in plain text that ends with a line break. Undefined numbers read `n/a`. */
export function renderTerminal(report: BacktestReport): string {
  const { manifest, summary, positions } = report;
  const lines = [
    ...header(manifest),
    '',
    ...columns(returnRows(summary), riskRows(summary)),
    '',
    ...columns(tradeRows(summary), costRows(summary)),
    '',
    ...columns(lossRows(summary), edgeRows(summary)),
    '',
    ...comparison(summary),
    ...sleeveTable(report),
    ...walletTable(report),
    ...(positions.length > 1 ? ['', ...symbolTable(report)] : []),
    ...answers(report),
    ...notes(report),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function header(manifest: BacktestManifest): string[] {
  const { strategy, symbols, timeframe, from, to, bars, synthetic, engine } = manifest;
  const what = symbols.length > 3 ? `${symbols.length} symbols` : symbols.join(', ');
  const market = marketLines(engine).map(([name, value]) => `, ${name} ${value}`);
  const costs = `commission ${feesText(engine)}, slippage ${slippageText(engine)}, sizing ${engine.sizing}${market.join('')}`;
  return [
    ...wrap([strategy, ...paramTexts(manifest)].join(' ')),
    ...wrap(`${what}, ${timeframe ?? 'mixed'} bars, ${clock(from)} to ${clock(to)} UTC, ${fixed(bars, 0)} bars`),
    ...wrap(costs),
    ...(synthetic ? ['SYNTHETIC DATA: a generator made these prices, no market did.'] : []),
  ];
}

function returnRows(s: Summary): Row[] {
  return [
    ['Start equity', fixed(s.startEquity)],
    ['End equity', fixed(s.endEquity)],
    ['Total return', percent(s.totalReturn)],
    ['CAGR', percent(s.cagr)],
    ['Volatility, a year', percent(s.volatility)],
    ['Exposure', percent(s.exposure)],
    ['Turnover', `${fixed(s.turnover)}${s.turnover === null ? '' : ' x'}`],
  ];
}

function riskRows(s: Summary): Row[] {
  return [
    ['Sharpe', fixed(s.sharpe)],
    ['Sortino', fixed(s.sortino)],
    ['Calmar', fixed(s.calmar)],
    ['Max drawdown', percent(s.maxDrawdown)],
    ['Longest under water', span(s.maxDrawdownSeconds)],
    ['Best day', percent(s.bestDay)],
    ['Worst day', percent(s.worstDay)],
  ];
}

function tradeRows(s: Summary): Row[] {
  return [
    ['Trades closed', fixed(s.tradeCount, 0)],
    ['Trades open', fixed(s.openTrades, 0)],
    ['Win rate', percent(s.winRate)],
    ['Profit factor', fixed(s.profitFactor)],
    ['Expectancy', fixed(s.expectancy)],
    ['Average hold', span(s.averageHoldSeconds)],
  ];
}

function costRows(s: Summary): Row[] {
  return [
    ['Average win', fixed(s.averageWin)],
    ['Average loss', fixed(s.averageLoss)],
    ['Largest win', fixed(s.largestWin)],
    ['Largest loss', fixed(s.largestLoss)],
    ['Commission paid', fixed(s.commission)],
    ['Slippage paid', fixed(s.slippage)],
  ];
}

function lossRows(s: Summary): Row[] {
  return [
    ['Value at risk, 95 %', percent(s.var95)],
    ['Expected shortfall, 95 %', percent(s.cvar95)],
    ['Ulcer index', percent(s.ulcerIndex)],
    ['Under water', percent(s.underWaterShare)],
    ['Omega', fixed(s.omega)],
    ['Skew', fixed(s.skew)],
    ['Best month', percent(s.bestMonth)],
    ['Worst month', percent(s.worstMonth)],
  ];
}

function edgeRows(s: Summary): Row[] {
  return [
    ['Alpha, a year', percent(s.alpha)],
    ['Beta', fixed(s.beta)],
    ['Information ratio', fixed(s.informationRatio)],
    ['SQN', fixed(s.sqn)],
    ['Kelly', percent(s.kelly)],
    ['Average MFE', percent(s.averageMfe)],
    ['Average MAE', percent(s.averageMae)],
    ['Capacity', fixed(s.capacity, 0)],
  ];
}

function comparison(s: Summary): string[] {
  const hold = s.buyAndHold;
  const line = (cells: readonly string[]) => cells.map((cell, i) => (i === 0 ? cell.padEnd(20) : cell.padStart(15))).join('');
  return [
    line(['', 'Total return', 'CAGR', 'Max drawdown', 'Sharpe']),
    line(['Strategy', percent(s.totalReturn), percent(s.cagr), percent(s.maxDrawdown), fixed(s.sharpe)]),
    line(['Buy and hold', percent(hold.totalReturn), percent(hold.cagr), percent(hold.maxDrawdown), fixed(hold.sharpe)]),
  ];
}

/** What analysers answered, as JSON that a reader can take in. */
function answers({ analysers = {} }: BacktestReport): string[] {
  return Object.entries(analysers).flatMap(([id, answer]) => ['', id, ...JSON.stringify(answer, null, 1).split('\n')]);
}

/** What each of several strategies made of its part. */
function sleeveTable({ sleeves = [] }: BacktestReport): string[] {
  if (sleeves.length < 2) return [];
  const line = (cells: readonly string[]) => cells.map((cell, i) => (i === 0 ? cell.slice(0, 19).padEnd(20) : cell.padStart(15))).join('');
  const rows = sleeves.map((s) =>
    line([s.name, percent(s.totalReturn), fixed(s.endEquity - s.startEquity), fixed(s.tradeCount, 0), percent(s.maxDrawdown)]),
  );
  return ['', line(['By strategy', 'Return', 'Pnl', 'Trades', 'Max drawdown']), ...rows];
}

/** What became of the cash of each currency. */
function walletTable({ wallets = [] }: BacktestReport): string[] {
  if (wallets.length === 0) return [];
  const line = (cells: readonly string[]) => cells.map((cell, i) => (i === 0 ? cell.padEnd(20) : cell.padStart(15))).join('');
  const rows = wallets.map((w) => line([w.currency, fixed(w.start), fixed(w.end), fixed(w.currencyGain), fixed(w.conversionCost)]));
  return ['', line(['Cash by currency', 'Start', 'End', 'Currency gain', 'Conversion']), ...rows];
}

function symbolTable({ positions }: BacktestReport): string[] {
  const line = (cells: readonly string[]) => cells.map((cell, i) => (i === 0 ? cell.slice(0, 19).padEnd(20) : cell.padStart(15))).join('');
  const rows = positions.slice(0, SYMBOLS_MAX).map((p) => {
    const held = p.quantity === 0 ? 'flat' : p.quantity > 0 ? 'long' : 'short';
    return line([p.symbol, percent(returnOf(p)), fixed(p.pnl), fixed(p.tradeCount, 0), held]);
  });
  const more = positions.length > SYMBOLS_MAX ? [`and ${positions.length - SYMBOLS_MAX} more`] : [];
  return [line(['By symbol', 'Return', 'Pnl', 'Trades', 'At the end']), ...rows, ...more];
}

function notes({ summary, manifest, equity }: BacktestReport): string[] {
  const seconds = ((equity.time.at(-1) as number) - (equity.time[0] as number)) / SECOND_US;
  const { unfilledOrders, refusedOrders, openTrades, days } = summary;
  const undefinedRatios = summary.sharpe === null;
  const found = [
    refusedOrders > 0 ? `${plural(refusedOrders, 'order')} refused for want of funds, for their size, or beyond their stop.` : '',
    unfilledOrders > refusedOrders ? `${plural(unfilledOrders - refusedOrders, 'order')} ended unfilled or cancelled.` : '',
    openTrades > 0 ? `${plural(openTrades, 'trade')} still open at the end, marked at the last close.` : '',
    undefinedRatios ? `${UNDEFINED_TEXT}: not defined here (${plural(days, 'daily return')}; ratios need two that differ).` : '',
    seconds < SHORT_SECONDS ? `Annualised numbers are extrapolated from ${span(seconds)}.` : '',
    manifest.synthetic ? 'Results on synthetic data say nothing about a market.' : '',
  ].filter((note) => note !== '');
  return found.length === 0 ? [] : ['', ...found.flatMap(wrap)];
}

function plural(count: number, noun: string): string {
  return `${fixed(count, 0)} ${noun}${count === 1 ? '' : 's'}`;
}

function columns(left: readonly Row[], right: readonly Row[]): string[] {
  const cell = (row: Row | undefined) => (row ? row[0].padEnd(COLUMN - row[1].length) + row[1] : ' '.repeat(COLUMN));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => `${cell(left[i])}    ${cell(right[i])}`);
}

/** Breaks a text at blanks into lines of 80 columns. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
