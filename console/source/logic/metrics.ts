import { count, duration, money, percent, quantity } from './format.ts';

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
  { key: 'tradeCount', label: 'Trades', format: count, about: 'Closed round trips' },
  { key: 'winRate', label: 'Win rate', format: plain, about: 'Share of closed trades that ended above zero, after commission' },
];

/** The rest, by what it is about. */
export const GROUPS: readonly { readonly title: string; readonly metrics: readonly Metric[] }[] = [
  {
    title: 'Return',
    metrics: [
      { key: 'startEquity', label: 'Start equity', format: (v) => money(v), about: 'Cash at the first open' },
      { key: 'endEquity', label: 'End equity', format: (v) => money(v), about: 'Cash and open positions at the last close' },
      {
        key: 'buyAndHold.totalReturn',
        label: 'Buy and hold',
        format: change,
        about: 'Return of buying at the first open and waiting, same costs',
        signed: true,
      },
      { key: 'bestDay', label: 'Best day', format: change, about: 'Best return of a day', signed: true },
      { key: 'worstDay', label: 'Worst day', format: change, about: 'Worst return of a day', signed: true },
      { key: 'bestMonth', label: 'Best month', format: change, about: 'Best return of a calendar month', signed: true },
      { key: 'worstMonth', label: 'Worst month', format: change, about: 'Worst return of a calendar month', signed: true },
      { key: 'winMonths', label: 'Months won', format: plain, about: 'Share of months above zero' },
      { key: 'exposure', label: 'Exposure', format: plain, about: 'Share of bars with a position' },
      { key: 'exposureAdjustedReturn', label: 'CAGR by exposure', format: change, about: 'CAGR over exposure', signed: true },
      { key: 'days', label: 'Returns', format: count, about: 'How many daily returns the ratios are made of' },
    ],
  },
  {
    title: 'Risk',
    metrics: [
      { key: 'volatility', label: 'Volatility', format: plain, about: 'Deviation of daily returns, a year' },
      { key: 'sortino', label: 'Sortino', format: ratio, about: 'Mean return over downside deviation, a year' },
      { key: 'calmar', label: 'Calmar', format: ratio, about: 'CAGR over maximum drawdown' },
      { key: 'omega', label: 'Omega', format: ratio, about: 'Sum of daily gains over sum of daily losses' },
      { key: 'gainToPain', label: 'Gain to pain', format: ratio, about: 'Sum of months over sum of losing months' },
      { key: 'kRatio', label: 'K-ratio', format: ratio, about: 'How evenly equity rose' },
      { key: 'tailRatio', label: 'Tail ratio', format: ratio, about: '95 % quantile over the loss at the 5 % quantile' },
      { key: 'commonSenseRatio', label: 'Common sense ratio', format: ratio, about: 'Tail ratio times Omega' },
      { key: 'skew', label: 'Skew', format: ratio, about: 'Below 0 when large losses outweigh large gains' },
      { key: 'kurtosis', label: 'Kurtosis', format: ratio, about: '3 for normal returns, more with fat tails' },
      { key: 'var95', label: 'Value at risk, 95 %', format: plain, about: 'Loss of a day that one in twenty exceeds' },
      { key: 'var99', label: 'Value at risk, 99 %', format: plain, about: 'Loss of a day that one in a hundred exceeds' },
      { key: 'cvar95', label: 'Expected shortfall, 95 %', format: plain, about: 'Mean loss of the worst twentieth of days' },
      { key: 'cvar99', label: 'Expected shortfall, 99 %', format: plain, about: 'Mean loss of the worst hundredth of days' },
      {
        key: 'cornishFisherVar95',
        label: 'Cornish-Fisher risk, 95 %',
        format: plain,
        about: 'Value at risk of a normal bent by skew and kurtosis',
      },
      {
        key: 'cornishFisherVar99',
        label: 'Cornish-Fisher risk, 99 %',
        format: plain,
        about: 'Value at risk of a normal bent by skew and kurtosis',
      },
    ],
  },
  {
    title: 'Under water',
    metrics: [
      { key: 'maxDrawdownSeconds', label: 'Longest under water', format: duration, about: 'Longest time below an earlier peak of equity' },
      { key: 'buyAndHold.maxDrawdown', label: 'Max drawdown of holding', format: plain, about: 'Deepest fall of buying and holding' },
      { key: 'drawdownCount', label: 'Drawdowns', format: count, about: 'How often equity fell below a peak' },
      { key: 'averageDrawdown', label: 'Average drawdown', format: plain, about: 'Mean depth of all drawdowns' },
      { key: 'averageDrawdownSeconds', label: 'Average time under water', format: duration, about: 'Mean time of all drawdowns' },
      { key: 'underWaterShare', label: 'Under water', format: plain, about: 'Share of the time below an earlier peak' },
      { key: 'ulcerIndex', label: 'Ulcer index', format: plain, about: 'Root mean square of the distance below the peak' },
      { key: 'ulcerPerformance', label: 'Martin ratio', format: ratio, about: 'CAGR over ulcer index' },
      { key: 'painIndex', label: 'Pain index', format: plain, about: 'Mean distance below the peak' },
      { key: 'painRatio', label: 'Pain ratio', format: ratio, about: 'CAGR over pain index' },
      { key: 'sterling', label: 'Sterling', format: ratio, about: 'CAGR over the mean of the five deepest drawdowns' },
      { key: 'burke', label: 'Burke', format: ratio, about: 'CAGR over the root of their squares' },
      { key: 'recoveryFactor', label: 'Recovery factor', format: ratio, about: 'Money gained over the most lost in one drawdown' },
    ],
  },
  {
    title: 'Trades',
    metrics: [
      { key: 'profitFactor', label: 'Profit factor', format: ratio, about: 'Money won over money lost' },
      { key: 'expectancy', label: 'Expectancy', format: (v) => money(v), about: 'Mean profit of a trade', signed: true },
      { key: 'averageWin', label: 'Average win', format: (v) => money(v), about: 'Mean profit of winning trades' },
      { key: 'averageLoss', label: 'Average loss', format: (v) => money(v), about: 'Mean loss of losing trades' },
      { key: 'largestWin', label: 'Largest win', format: (v) => money(v), about: 'Best trade' },
      { key: 'largestLoss', label: 'Largest loss', format: (v) => money(v), about: 'Worst trade' },
      { key: 'maxConsecutiveWins', label: 'Wins in a row', format: count, about: 'Longest row of winning trades' },
      { key: 'maxConsecutiveLosses', label: 'Losses in a row', format: count, about: 'Longest row of losing trades' },
      { key: 'payoffRatio', label: 'Payoff ratio', format: ratio, about: 'Average win over average loss' },
      { key: 'averageHoldSeconds', label: 'Average hold', format: duration, about: 'Mean time from entry to exit' },
      { key: 'openTrades', label: 'Open trades', format: count, about: 'Still held at the end, marked at the last close' },
      { key: 'averageMfe', label: 'Average MFE', format: change, about: 'How far price went for a trade, on average' },
      { key: 'averageMae', label: 'Average MAE', format: change, about: 'How far price went against a trade, on average' },
      { key: 'edgeRatio', label: 'Edge ratio', format: ratio, about: 'Average MFE over average MAE' },
      {
        key: 'sqn',
        label: 'SQN',
        format: ratio,
        about: 'System quality number: mean over deviation of trade profits, times the root of their number',
      },
      { key: 'kelly', label: 'Kelly', format: change, about: 'Fraction of the money that grows fastest, by win rate and payoff' },
    ],
  },
  {
    title: 'Costs and orders',
    metrics: [
      { key: 'commission', label: 'Commission', format: (v) => money(v), about: 'Paid in all' },
      { key: 'slippage', label: 'Slippage', format: (v) => money(v), about: 'Lost to slippage in all' },
      { key: 'turnover', label: 'Turnover', format: ratio, about: 'Money traded over mean equity' },
      { key: 'unfilledOrders', label: 'Orders unfilled', format: count, about: 'Orders that never filled, for whatever reason' },
      { key: 'refusedOrders', label: 'Orders refused', format: count, about: 'Those of them for want of funds or for their size' },
      { key: 'capacity', label: 'Capacity', format: (v) => money(v), about: 'Money with which impact would eat half of the profit' },
    ],
  },
  {
    title: 'Against holding',
    metrics: [
      { key: 'alpha', label: 'Alpha, a year', format: change, about: 'Return beyond what beta explains', signed: true },
      { key: 'beta', label: 'Beta', format: ratio, about: 'Moves with holding by this factor' },
      { key: 'correlation', label: 'Correlation', format: ratio, about: 'With the returns of holding' },
      { key: 'trackingError', label: 'Tracking error', format: plain, about: 'Deviation of the difference to holding, a year' },
      {
        key: 'informationRatio',
        label: 'Information ratio',
        format: ratio,
        about: 'Mean over deviation of the difference to holding, a year',
      },
      { key: 'treynor', label: 'Treynor', format: ratio, about: 'Return a year over beta' },
      { key: 'upCapture', label: 'Upside capture', format: plain, about: 'Share of the rise of holding on its good days' },
      { key: 'downCapture', label: 'Downside capture', format: plain, about: 'Share of the fall of holding on its bad days' },
    ],
  },
];

export const DETAILS: readonly Metric[] = GROUPS.flatMap(({ metrics }) => metrics);

const KNOWN = new Set([...HEADLINES, ...DETAILS].map((metric) => metric.key));

/** The value of a metric, whose key may name a part of a part. */
export function valueOf(summary: Readonly<Record<string, unknown>>, key: string): unknown {
  let value: unknown = summary;
  for (const part of key.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  return value;
}

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
