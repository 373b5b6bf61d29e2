import { tradingDaysPerYear } from '../../domain/instrument.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { timeReader } from '../../market/time-text.ts';
import type { BacktestReport } from '../../performance/report.ts';
import { periodReturns, periodsPerYear } from '../../performance/returns.ts';
import { ResearchError } from '../../research/error.ts';
import type { MonteCarloInput } from '../../research/monte-carlo/simulate.ts';

/** A finished run as its canonical text says it; `equity` is absent when it was written without. */
export type FinishedRun = Pick<BacktestReport, 'manifest' | 'summary' | 'trades'> & {
  readonly equity?: readonly (readonly [time: string, value: number])[];
};

/** What chance is let loose on: the closed round trips of a run in the order in which they ended, and its returns by day. */
export interface MonteCarloSource {
  readonly startEquity: number;
  /** Whether a trade put in a part of the equity there was, so that results multiply; money that does not grow with the equity adds up. */
  readonly compounds: boolean;
  /** Net of all costs, and those costs, in money. */
  readonly pnl: Float64Array;
  readonly costs: Float64Array;
  readonly tradesPerYear: number;
  /** Of each period; null without a curve, or once all money was lost. */
  readonly returns: Float64Array | null;
  readonly perYear: number;
}

const YEAR_MS = 31_557_600_000;

/** Reads what paths are drawn from out of a run. Throws `ResearchError` when it closed no trade. */
export function sourceOf({ manifest, summary, trades, equity }: FinishedRun): MonteCarloSource {
  const closed = trades.filter(({ exitTime }) => exitTime !== null).toSorted((a, b) => compare(a.exitTime as string, b.exitTime as string));
  if (closed.length === 0) throw new ResearchError('run', 'the run closed no trade: there is nothing to draw from');
  const timeframeUs = Math.min(...manifest.data.map(({ timeframe }) => parseTimeframe(timeframe)));
  const daysPerYear = Math.max(...manifest.data.map(({ assetClass }) => tradingDaysPerYear(assetClass)));
  const years = (timeOf(manifest.to) - timeOf(manifest.from)) / 1000 / YEAR_MS;
  return {
    startEquity: summary.startEquity,
    compounds: !manifest.engine.sizing.startsWith('fixed'),
    pnl: Float64Array.from(closed, ({ pnl }) => pnl),
    costs: Float64Array.from(closed, ({ commission, slippage }) => Math.max(0, commission + slippage)),
    tradesPerYear: closed.length / years,
    returns: equity === undefined ? null : periodReturns(curveOf(equity), timeframeUs),
    perYear: periodsPerYear(timeframeUs, daysPerYear),
  };
}

/** The trades as steps of a path: shares of the equity before each where they compound, money where they add up. */
export function tradeSteps({ pnl, compounds, startEquity, tradesPerYear }: MonteCarloSource, ruinRatio: number): MonteCarloInput {
  let equity = startEquity;
  const steps = pnl.map((money) => {
    const before = equity;
    equity += money;
    if (!compounds) return money;
    if (before <= 0) throw new ResearchError('run', 'the run lost all its money before its last trade: its trades cannot be compounded');
    return money / before;
  });
  return { steps, kind: compounds ? 'ratio' : 'money', startEquity, stepsPerYear: tradesPerYear, ruinRatio };
}

/** The returns of each period as steps. Throws `ResearchError` without a curve. */
export function periodSteps({ returns, startEquity, perYear }: MonteCarloSource, ruinRatio: number): MonteCarloInput {
  if (returns === null || returns.length === 0)
    throw new ResearchError('run', 'blocks are drawn from daily returns, but the run has no equity curve, or lost all its money');
  return { steps: returns, kind: 'ratio', startEquity, stepsPerYear: perYear, ruinRatio };
}

function curveOf(rows: readonly (readonly [string, number])[]) {
  return { time: Float64Array.from(rows, ([time]) => timeOf(time)), value: Float64Array.from(rows, ([, value]) => value) };
}

function timeOf(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const timeUs = timeReader('iso')(bytes, 0, bytes.length);
  if (Number.isSafeInteger(timeUs)) return timeUs;
  throw new ResearchError('run', `"${text}" in the run is no time in ISO 8601`);
}

/** Times in ISO 8601 without their Z, so that a whole second stands before its decimals. */
function compare(a: string, b: string): number {
  const [one, other] = [a.slice(0, -1), b.slice(0, -1)];
  return one < other ? -1 : one > other ? 1 : 0;
}
