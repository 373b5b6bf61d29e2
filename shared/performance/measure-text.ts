import { fixed, percent, span } from './format.ts';

type Unit = 'share' | 'money' | 'count' | 'seconds' | 'number';

const NAMES: Readonly<Record<string, readonly [name: string, unit: Unit]>> = {
  startEquity: ['Start equity', 'money'],
  endEquity: ['End equity', 'money'],
  totalReturn: ['Total return', 'share'],
  cagr: ['CAGR', 'share'],
  volatility: ['Volatility, a year', 'share'],
  sharpe: ['Sharpe', 'number'],
  sortino: ['Sortino', 'number'],
  calmar: ['Calmar', 'number'],
  maxDrawdown: ['Max drawdown', 'share'],
  maxDrawdownSeconds: ['Longest under water', 'seconds'],
  turnover: ['Turnover', 'number'],
  tradeCount: ['Trades', 'count'],
  winRate: ['Win rate', 'share'],
  profitFactor: ['Profit factor', 'number'],
  expectancy: ['Expectancy', 'money'],
  averageWin: ['Average win', 'money'],
  averageLoss: ['Average loss', 'money'],
  largestWin: ['Largest win', 'money'],
  largestLoss: ['Largest loss', 'money'],
  averageHoldSeconds: ['Average hold', 'seconds'],
  sqn: ['SQN', 'number'],
  bestDay: ['Best day', 'share'],
  worstDay: ['Worst day', 'share'],
  exposure: ['Exposure', 'share'],
  commission: ['Commission paid', 'money'],
  slippage: ['Slippage paid', 'money'],
};

/** A measure in words; a formula, or a measure without other words, as it was written. */
export function measureName(objective: string): string {
  return NAMES[objective.trim()]?.[0] ?? objective;
}

/** A value of a measure with its unit; of a formula as a number. */
export function measureText(objective: string, value: number | null): string {
  const unit = NAMES[objective.trim()]?.[1] ?? 'number';
  if (unit === 'share') return percent(value);
  if (unit === 'seconds') return span(value);
  return fixed(value, unit === 'count' ? 0 : 2);
}
