import { count, money, percent, quantity } from './format.ts';

type Format = (value: number) => string;
export interface Metric {
  readonly key: string;
  readonly label: string;
  readonly format: Format;
  /** Said on hover and to screen readers. */
  readonly about: string;
  /** Coloured by its sign. */
  readonly signed?: boolean;
}

const ratio: Format = (value) =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace('-', '\u2212');
const plain: Format = (value) => percent(value);
const change: Format = (value) => percent(value, { signed: true });

/** The numbers at the head of a run. */
export const HEADLINES: readonly Metric[] = [
  { key: 'totalReturn', label: 'Total return', format: change, about: 'End equity over start equity, less one', signed: true },
  { key: 'cagr', label: 'CAGR', format: change, about: 'Compound growth a year', signed: true },
  { key: 'sharpe', label: 'Sharpe', format: ratio, about: 'Mean over deviation of daily returns, a year; risk-free rate 0' },
  { key: 'maxDrawdown', label: 'Max drawdown', format: plain, about: 'Deepest fall from a peak of equity' },
  { key: 'tradeCount', label: 'Trades', format: count, about: 'Round trips, open ones included' },
  { key: 'winRate', label: 'Win rate', format: plain, about: 'Share of trades that ended above zero, after commission' },
];

/** The rest, in reading order. */
export const DETAILS: readonly Metric[] = [
  { key: 'startEquity', label: 'Start equity', format: (v) => money(v), about: 'Cash at the first open' },
  { key: 'endEquity', label: 'End equity', format: (v) => money(v), about: 'Cash and open positions at the last close' },
  { key: 'buyAndHoldReturn', label: 'Buy and hold', format: change, about: 'Return of buying at the first open and waiting', signed: true },
  { key: 'volatility', label: 'Volatility', format: plain, about: 'Deviation of daily returns, a year' },
  { key: 'sortino', label: 'Sortino', format: ratio, about: 'Mean return over downside deviation, a year' },
  { key: 'calmar', label: 'Calmar', format: ratio, about: 'CAGR over maximum drawdown' },
  { key: 'profitFactor', label: 'Profit factor', format: ratio, about: 'Money won over money lost' },
  { key: 'expectancy', label: 'Expectancy', format: (v) => money(v), about: 'Mean profit of a trade', signed: true },
  { key: 'averageWin', label: 'Average win', format: (v) => money(v), about: 'Mean profit of winning trades' },
  { key: 'averageLoss', label: 'Average loss', format: (v) => money(v), about: 'Mean loss of losing trades' },
  { key: 'exposure', label: 'Exposure', format: plain, about: 'Share of bars with a position' },
  { key: 'turnover', label: 'Turnover', format: ratio, about: 'Money traded over mean equity' },
  { key: 'commission', label: 'Commission', format: (v) => money(v), about: 'Paid in all' },
  { key: 'slippage', label: 'Slippage', format: (v) => money(v), about: 'Lost to slippage in all' },
];

const KNOWN = new Set([...HEADLINES, ...DETAILS].map((metric) => metric.key));

/** Numbers of a summary that have no row above, named by their key: "maxDrawdownBars" -> "Max drawdown bars". */
export function otherMetrics(summary: Readonly<Record<string, unknown>>): Metric[] {
  return Object.entries(summary)
    .filter(([key, value]) => !KNOWN.has(key) && typeof value === 'number')
    .map(([key]) => ({ key, label: wordsOf(key), format: quantity, about: key }));
}

function wordsOf(key: string): string {
  const words = key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
