import { LESS_IS_BETTER } from '../../../shared/domain/less-is-better.ts';
import { DETAILS, HEADLINES, type Metric } from './metrics.ts';

const BY_KEY = new Map([...HEADLINES, ...DETAILS].map((metric) => [metric.key, metric]));

/** Measures of a row of a sweep that a map can be coloured by, in reading order. */
export const MAPPED = [
  'sharpe',
  'totalReturn',
  'cagr',
  'maxDrawdown',
  'sortino',
  'calmar',
  'profitFactor',
  'winRate',
  'sqn',
  'tradeCount',
  'volatility',
];

/** A measure's name; one that has no other as it is written. */
export const measureName = (key: string): string => BY_KEY.get(key)?.label ?? key;

/** A value of a measure with its unit. */
export function measureText(key: string, value: number): string {
  const metric: Metric | undefined = BY_KEY.get(key);
  return metric ? metric.format(value) : String(Number(value.toPrecision(4)));
}

/** Which way a measure is better. */
export const goalOf = (key: string): 'max' | 'min' => (LESS_IS_BETTER.includes(key) ? 'min' : 'max');
