import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { impactMoney } from '../../performance/capacity.ts';
import { excursions } from '../../performance/excursions.ts';
import { condensePrices } from '../../performance/price-series.ts';
import { buyAndHoldCurve } from './benchmark.ts';
import { ruledInstrument } from './instrument-rules.ts';
import { engineOptions } from './plan.ts';
import type { DetailInput, DetailOrigin, SimulateInput, Simulation } from './simulation.ts';

/** Runs the plan on one data set with its part of the cash. Throws `EngineError` when no bar lies between `from` and `to`. */
export function simulate(input: SimulateInput): Simulation {
  const { plan, strategy, bars, data, shards, beside, detail, costs, onProgress } = input;
  const instrument = ruledInstrument(input.instrument, plan.execution);
  const planned = engineOptions(plan, shards, costs);
  const options = detail === undefined ? planned : { ...planned, execution: { ...planned.execution, detail: detail.bars } };
  const { fills, ...run } = runBacktest({
    strategy,
    values: strategy.parse(plan.params),
    bars,
    instrument,
    options,
    beside: beside?.data,
    ...(onProgress ? { onProgress } : {}),
  });
  const first = firstBarAtOrAfter(bars, run.startUs);
  const traded = sliceBars(bars, first, first + run.bars);
  return {
    data: { ...data, symbol: instrument.symbol, assetClass: instrument.assetClass, currency: instrument.currency },
    ...(beside === undefined ? {} : { beside: beside.origins }),
    ...(detail === undefined ? {} : { detail: detailOrigin(detail) }),
    run,
    position: { quantity: run.position, markPrice: traded.close[traded.length - 1] as number },
    benchmark: buyAndHoldCurve(traded, instrument, options),
    prices: condensePrices(instrument.symbol, traded),
    excursions: excursions(traded, run.trades),
    impact: impactMoney(traded, fills, instrument),
  };
}

/** Finer data as the manifest names it. */
export function detailOrigin({ bars, sha256 }: DetailInput): DetailOrigin {
  return { sha256, timeframe: bars.timeframeUs === 0 ? null : timeframeName(bars.timeframeUs) };
}
