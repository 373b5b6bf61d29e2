import type { EquityCurve } from '../domain/run.ts';
import { DAY_US } from '../domain/time.ts';
import { correlationMatrix } from './correlation.ts';

/** A curve and whose it is. */
export interface NamedCurve {
  readonly symbol: string;
  readonly curve: EquityCurve;
}

export interface CorrelationTable {
  readonly labels: readonly string[];
  /** Symmetric, 1 on the diagonal, NaN where one of the two does not move. */
  readonly values: readonly (readonly number[])[];
  /** Returns that it is made of. */
  readonly days: number;
}

/** Fewer returns say nothing about a correlation. */
const DAYS_MIN = 10;

/** Correlations of the returns of UTC-day closes, over the days that all curves have; undefined for one curve, or fewer than ten common returns. */
export function dailyCorrelation(curves: readonly NamedCurve[]): CorrelationTable | undefined {
  const closes = curves.map(({ curve }) => dayCloses(curve));
  const [first, ...rest] = closes;
  if (first === undefined || rest.length === 0) return undefined;
  const days = [...first.keys()].filter((day) => rest.every((other) => other.has(day)));
  const positive = days.filter((day) => closes.every((column) => (column.get(day) as number) > 0));
  if (positive.length <= DAYS_MIN) return undefined;
  const returns = closes.map((column) =>
    positive.slice(1).map((day, i) => (column.get(day) as number) / (column.get(positive[i] as number) as number) - 1),
  );
  return { labels: curves.map(({ symbol }) => symbol), values: correlationMatrix(returns), days: positive.length - 1 };
}

/** Last value of each day, by day number; a close at midnight ends the day before, the first point is the cash and no close. */
function dayCloses({ time, value }: EquityCurve): Map<number, number> {
  const closes = new Map<number, number>();
  for (let i = 1; i < time.length; i++) closes.set(Math.floor(((time[i] as number) - 1) / DAY_US), value[i] as number);
  return closes;
}
