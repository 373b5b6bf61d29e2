import type { EquityCurve } from '../../domain/run.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { combineCurves } from '../../performance/combine.ts';
import { returnCalendar } from '../../performance/quick-summary.ts';
import { periodReturns } from '../../performance/returns.ts';
import { ResearchError } from '../../research/error.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { PartReturns } from '../../research/validation/fold-results.ts';
import { engineOptions } from '../backtest/plan.ts';
import { annualBasis, optionsOn } from '../sweep/data.ts';
import type { SweepShardInput } from '../sweep/shard.ts';
import { closedAtEnd } from './closing.ts';
import type { MarketPeriods } from './market.ts';
import type { TimeRange } from './plan.ts';

/** What one set of parameters made of one part of the history: it began flat and ended flat. */
export interface Part extends PartReturns {
  /** Close at which each return ends. */
  readonly closes: Float64Array;
  readonly trades: number;
  readonly commission: number;
}

/** Runs parameters over a range of time. Throws `ResearchError` when all money is lost, and what the engine throws. */
export function runPart(
  { plan, strategy, data, beside, costs }: SweepShardInput,
  params: Params,
  range: TimeRange,
  market: MarketPeriods,
): Part {
  const options = { ...engineOptions(plan.backtest, data.length, costs), ...range };
  const values = strategy.parse({ ...plan.fixed, ...params });
  const runs = data.map((one) => {
    const { bars, instrument } = one;
    const closing = closedAtEnd(strategy, bars, range.toUs);
    return runBacktest({ strategy: closing, values, bars, instrument, options: optionsOn(one, options), beside: beside?.data });
  });
  const basis = annualBasis(data);
  const equity: EquityCurve = combineCurves(runs.map((run) => run.equity));
  const returns = periodReturns(equity, basis.timeframeUs);
  if (returns === null) throw new ResearchError('strategy', `${strategy.id} loses all its money in a fold: there is no ratio to compare`);
  const closes = Float64Array.from(returnCalendar(equity.time, basis).ends, (point) => equity.time[point] as number);
  const regimes = Uint8Array.from(closes, (closeUs) => market.regimes.get(market.keyOf(closeUs)) ?? 0);
  return {
    returns,
    regimes,
    closes,
    trades: runs.reduce((sum, run) => sum + run.trades.length, 0),
    commission: runs.reduce((sum, run) => sum + run.commission, 0),
  };
}
