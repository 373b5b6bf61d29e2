import type { CostModel } from '../../engine/costs/define.ts';
import { type BiasCheck, checkBias } from '../../research/bias/check.ts';
import type { Strategy } from '../../strategies/define.ts';
import { type BacktestPlan, engineOptions } from '../backtest/plan.ts';
import type { BesideInput } from '../backtest/simulation.ts';
import { optionsOn, type SweepData } from '../sweep/data.ts';

interface CheckedRun {
  readonly plan: BacktestPlan;
  /** The strategy that the plan names. */
  readonly strategy: Strategy;
  readonly data: SweepData;
  readonly beside?: BesideInput | undefined;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
}

/** Looks for foresight and other bias in the run that a backtest of this plan would be. Throws what `checkBias` throws. */
export function checkBiasOf({ plan, strategy, data, beside, costs }: CheckedRun): BiasCheck {
  return checkBias({
    strategy,
    values: strategy.parse(plan.params),
    bars: data.bars,
    instrument: data.instrument,
    engine: optionsOn(data, engineOptions(plan, 1, costs)),
    beside: beside?.data,
  });
}
