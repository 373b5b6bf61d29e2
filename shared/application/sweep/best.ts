import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { EquityCurve, RunResult } from '../../domain/run.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { combineCurves } from '../../performance/combine.ts';
import { periodReturns, periodsPerYear } from '../../performance/returns.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { MatchedReturns } from '../../research/truth/excess-returns.ts';
import { engineOptions } from '../backtest/plan.ts';
import { annualBasis, optionsOn } from './data.ts';
import type { SweepShardInput } from './shard.ts';

export interface BestReturns extends MatchedReturns {
  readonly exposure: number;
  readonly perYear: number;
}

/** Runs a combination again for its daily returns, those of holding the same instruments, and its mean exposure; undefined once all money is lost. */
export function returnsOfBest({ plan, strategy, data, beside, costs }: SweepShardInput, params: Params): BestReturns | undefined {
  const options = engineOptions(plan.backtest, data.length, costs);
  const values = strategy.parse({ ...plan.fixed, ...params });
  const runs = data.map((one) => {
    const { bars, instrument } = one;
    return runBacktest({ strategy, values, bars, instrument, options: optionsOn(one, options), beside: beside?.data });
  });
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const equity = combineCurves(runs.map((run) => run.equity));
  const held = combineCurves(data.map(({ bars }, i) => heldCurve(bars, runs[i] as RunResult)));
  const returns = periodReturns(equity, timeframeUs);
  const benchmark = periodReturns(held, timeframeUs);
  if (returns === null || benchmark === null) return undefined;
  const exposures = data.map(({ bars, instrument }, i) => meanExposure(runs[i] as RunResult, bars, instrument));
  const exposure = exposures.reduce((sum, share) => sum + share, 0) / exposures.length;
  return { returns, benchmark, exposure, perYear: periodsPerYear(timeframeUs, daysPerYear) };
}

/** What the run's cash would be worth in the instrument all along, without costs. */
function heldCurve(bars: Bars, { equity, startEquity }: RunResult): EquityCurve {
  const first = firstBarAtOrAfter(bars, equity.time[0] as number);
  const open = bars.open[first] as number;
  const value = Float64Array.from(equity.time, (_, i) =>
    i === 0 ? startEquity : (startEquity * (bars.close[first + i - 1] as number)) / open,
  );
  return { time: equity.time, value };
}

/** Mean over the closes of the signed value of the position, as a share of equity. */
function meanExposure({ fills, equity }: RunResult, bars: Bars, { multiplier }: Instrument): number {
  const first = firstBarAtOrAfter(bars, equity.time[0] as number);
  const points = equity.time.length - 1;
  let [units, at, sum] = [0, 0, 0];
  for (let i = 1; i <= points; i++) {
    for (; at < fills.length && (fills[at]?.timeUs as number) < (equity.time[i] as number); at++) {
      const fill = fills[at] as RunResult['fills'][number];
      units += fill.side === 'buy' ? fill.quantity : -fill.quantity;
    }
    const value = equity.value[i] as number;
    if (value > 0) sum += (units * (bars.close[first + i - 1] as number) * multiplier) / value;
  }
  return sum / points;
}
