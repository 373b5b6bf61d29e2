import { toIso } from '../domain/time.ts';
import { drawdowns, worstDrawdowns } from './drawdown.ts';
import { WORST_COUNT } from './drawdown-numbers.ts';
import { monthlyReturns, type YearOfReturns } from './months.ts';
import { type Rolling, rolling } from './rolling.ts';
import type { RunFacts } from './run-facts.ts';
import { measureCurve } from './summarise.ts';

/** A drawdown as it is written; `to` is null when the peak was not reached again. */
export interface DrawdownLine {
  readonly from: string;
  readonly trough: string;
  readonly to: string | null;
  readonly depth: number;
  readonly seconds: number;
}

/** One calendar year, in UTC, of the run and of holding. */
export interface YearLine {
  readonly year: number;
  readonly totalReturn: number | null;
  readonly buyAndHold: number | null;
  readonly winMonths: number;
  readonly months: number;
}

/** Calendar months of a year, January first; null for a month without a close, or whose return is not defined. */
export interface MonthLine {
  readonly year: number;
  readonly months: readonly (number | null)[];
  readonly total: number | null;
}

/** The tables of a run that are no single numbers. */
export interface Analysis {
  /** The five deepest, deepest first. */
  readonly drawdowns: readonly DrawdownLine[];
  readonly monthly: readonly MonthLine[];
  readonly yearly: readonly YearLine[];
  readonly rolling: Rolling;
}

/** The tables of a run. */
export function analyse(facts: RunFacts): Analysis {
  const { equity, benchmark } = facts;
  const own = measureCurve(facts, equity, facts);
  const held = measureCurve(facts, benchmark, facts);
  const monthly = monthlyReturns(equity);
  return {
    drawdowns: worstDrawdowns(drawdowns(equity), WORST_COUNT).map(({ fromUs, troughUs, toUs, depth, seconds }) => ({
      from: toIso(fromUs),
      trough: toIso(troughUs),
      to: toUs === null ? null : toIso(toUs),
      depth,
      seconds,
    })),
    monthly: monthly.map(({ year, months, total }) => ({ year, months: months.map((r) => r ?? null), total })),
    yearly: yearLines(monthly, monthlyReturns(benchmark)),
    rolling: rolling({ ...own, benchmark: held.returns }),
  };
}

function yearLines(own: readonly YearOfReturns[], held: readonly YearOfReturns[]): YearLine[] {
  return own.map(({ year, months, total }) => {
    const known = months.filter((r) => r !== undefined && r !== null);
    return {
      year,
      totalReturn: total,
      buyAndHold: held.find((other) => other.year === year)?.total ?? null,
      winMonths: known.filter((r) => r > 0).length,
      months: known.length,
    };
  });
}
