import type { EquityCurve } from '../domain/run.ts';
import { civilFromDays, DAY_US } from '../domain/time.ts';
import { dayOf } from './returns.ts';

export interface YearOfReturns {
  readonly year: number;
  /** By month, January first; undefined for a month without a close, null when equity before it was not positive. */
  readonly months: readonly (number | null | undefined)[];
  readonly total: number | null;
}

/** Returns of calendar months in UTC, the first and the last of them as long as they are. A close at midnight ends the month before. */
export function monthlyReturns({ time, value }: EquityCurve): YearOfReturns[] {
  const years: { year: number; months: (number | null | undefined)[]; total: number | null }[] = [];
  let monthBase = value[0] as number;
  let yearBase = monthBase;
  let midnightUs = -Infinity;
  for (let i = 1; i < time.length; i++) {
    const more = i + 1 < time.length;
    if ((time[i] as number) > midnightUs) midnightUs = (dayOf(time[i] as number) + 1) * DAY_US;
    if (more && (time[i + 1] as number) <= midnightUs) continue;
    const { year, month } = monthOf(time[i] as number);
    const next = more ? monthOf(time[i + 1] as number) : undefined;
    if (next?.year === year && next.month === month) continue;
    const close = value[i] as number;
    let row = years.at(-1);
    if (row?.year !== year) {
      yearBase = monthBase;
      row = { year, months: Array.from({ length: 12 }, () => undefined), total: null };
      years.push(row);
    }
    row.months[month - 1] = monthBase > 0 ? close / monthBase - 1 : null;
    row.total = yearBase > 0 ? close / yearBase - 1 : null;
    monthBase = close;
  }
  return years;
}

/** All that are known, in order of time. */
export function knownMonths(years: readonly YearOfReturns[]): number[] {
  return years.flatMap(({ months }) => months.filter((r) => r !== undefined && r !== null));
}

function monthOf(closeUs: number): { year: number; month: number } {
  return civilFromDays(dayOf(closeUs));
}
