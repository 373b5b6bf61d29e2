import { ResearchError } from '../../research/error.ts';
import { type BiasCheck, checkAccountBias, checkBias } from '../../research/bias/check.ts';
import { engineOptions } from '../backtest/plan.ts';
import { paramsOf } from '../backtest/subject.ts';
import { accountInput, sleevesOf } from '../backtest/account-input.ts';
import type { RunnerInput } from '../sweep/account-run.ts';
import { optionsOn, type SweepData } from '../sweep/data.ts';
import { demandSingle } from '../sweep/runner.ts';

/** Looks for foresight and other bias in the run that a backtest of this plan would be. Throws what `checkBias` throws, and `ResearchError` for several data sets apart. */
export function checkBiasOf(input: RunnerInput): BiasCheck {
  const { plan, strategy, data, beside, costs } = input;
  const engine = engineOptions(plan, 1, costs);
  const values = strategy.parse(paramsOf(plan, strategy));
  if (plan.account !== undefined) {
    const run = { ...accountInput(input, plan.account, engine), sleeves: sleevesOf(strategy, values, plan.account) };
    return checkAccountBias({ id: strategy.id, params: values, run });
  }
  if (data.length !== 1)
    throw new ResearchError('data', `there are ${data.length} data sets; a check for bias is of one, or of all on a shared account`);
  const [only] = data as readonly [SweepData];
  const { bars, instrument } = only;
  return checkBias({ strategy: demandSingle(strategy), values, bars, instrument, engine: optionsOn(only, engine), beside: beside?.data });
}
