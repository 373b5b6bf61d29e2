import { type Ablation, ablate, ablateAccount } from '../../research/ablation/ablate.ts';
import { rulesWithoutEach } from '../../research/ablation/rules-without.ts';
import type { AblationOptions } from '../../research/ablation/subject.ts';
import { ResearchError } from '../../research/error.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { engineOptions } from '../backtest/plan.ts';
import { paramsOf } from '../backtest/subject.ts';
import { accountInput, sleevesOf } from '../backtest/account-input.ts';
import type { RunnerInput } from '../sweep/account-run.ts';
import { optionsOn, type SweepData } from '../sweep/data.ts';
import { demandSingle } from '../sweep/runner.ts';

/**
 * What each part of the run that a backtest of this plan would be contributes out of sample. Rules are judged condition by condition; code, and rules with
 * nothing to spare, indicator by indicator. Throws what `ablate` throws, and `ResearchError` for several data sets apart.
 */
export function ablateRun(input: RunnerInput, options: AblationOptions, catalogue?: RuleCatalogue): Ablation {
  const { plan, strategy, data, beside, costs } = input;
  const engine = engineOptions(plan, 1, costs);
  const values = strategy.parse(paramsOf(plan, strategy));
  const rules = plan.rules === undefined ? [] : rulesWithoutEach(plan.rules, plan.params, catalogue);
  const parts = rules.length === 0 ? {} : { without: rules };
  if (plan.account !== undefined) {
    const run = { ...accountInput(input, plan.account, engine), sleeves: sleevesOf(strategy, values, plan.account) };
    return ablateAccount({ id: strategy.id, run, ...parts }, options);
  }
  if (data.length !== 1)
    throw new ResearchError('data', `there are ${data.length} data sets; an ablation is of one, or of all on a shared account`);
  const [only] = data as readonly [SweepData];
  const { bars, instrument } = only;
  const alone = { strategy: demandSingle(strategy), values, bars, instrument, engine: optionsOn(only, engine), beside: beside?.data };
  return ablate({ ...alone, ...parts }, options);
}
