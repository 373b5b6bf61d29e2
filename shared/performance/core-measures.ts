/** What `quickSummary` writes, in the order of its columns. */
export const CORE_MEASURES = [
  'startEquity',
  'endEquity',
  'totalReturn',
  'cagr',
  'volatility',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdown',
  'maxDrawdownSeconds',
  'turnover',
  'tradeCount',
  'winRate',
  'profitFactor',
  'expectancy',
  'averageWin',
  'averageLoss',
  'largestWin',
  'largestLoss',
  'maxConsecutiveWins',
  'maxConsecutiveLosses',
  'averageHoldSeconds',
  'sqn',
  'bestDay',
  'worstDay',
  'days',
  'skew',
  'kurtosis',
] as const;

export type CoreMeasure = (typeof CORE_MEASURES)[number];

/** Column of each core measure. */
export const CORE = Object.freeze(Object.fromEntries(CORE_MEASURES.map((name, column) => [name, column]))) as Readonly<
  Record<CoreMeasure, number>
>;

/** The columns by name, null where one is NaN. */
export function coreObject(columns: Float64Array): Record<CoreMeasure, number | null> {
  return Object.fromEntries(
    CORE_MEASURES.map((name, column) => {
      const value = columns[column] as number;
      return [name, Number.isNaN(value) ? null : value];
    }),
  ) as Record<CoreMeasure, number | null>;
}
