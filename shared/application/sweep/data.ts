import type { Bars } from '../../domain/bars.ts';
import { type Instrument, tradingDaysPerYear } from '../../domain/instrument.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { barsIn } from '../backtest/bars-in.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import { noBarsIn, tradedSources } from '../backtest/simulate-shared.ts';
import type { DetailInput } from '../backtest/simulation.ts';

/** What combinations are run on. */
export interface SweepData {
  readonly bars: Bars;
  readonly instrument: Instrument;
  /** Finer bars of the instrument, or its trades as bars of no length: what happened inside its bars. */
  readonly detail?: DetailInput | undefined;
}

/** The engine's options on one of the data sets. */
export function optionsOn({ detail }: SweepData, options: EngineOptions): EngineOptions {
  return detail === undefined ? options : { ...options, execution: { ...options.execution, detail: detail.bars } };
}

/** Throws `EngineError` naming a data set without a bar in the plan's range: a part of it may lack one, but not all of it. */
export function demandBars({ account, fromUs, toUs }: BacktestPlan, data: readonly SweepData[]): void {
  const range = { ...(fromUs === null ? {} : { fromUs }), ...(toUs === null ? {} : { toUs }) };
  const empty = (account === undefined ? data : tradedSources(data)).find(({ bars }) => barsIn(bars, range).length === 0);
  if (empty) throw noBarsIn(empty, range);
}

/** How the ratios of all data sets together are annualised: by the shortest bars and the most trading days. */
export function annualBasis(data: readonly SweepData[]): { readonly timeframeUs: number; readonly daysPerYear: number } {
  return {
    timeframeUs: Math.min(...data.map(({ bars }) => bars.timeframeUs)),
    daysPerYear: Math.max(...data.map(({ instrument }) => tradingDaysPerYear(instrument.assetClass))),
  };
}
