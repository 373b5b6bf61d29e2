import type { Execution } from '../../contracts/execution.ts';
import { MILLISECOND_US } from '../../domain/time.ts';
import { type CostModel, feeModels, slippageModels } from '../../engine/costs/define.ts';
import { parseFees } from '../../engine/costs/parse-fees.ts';
import { parseSlippage } from '../../engine/costs/parse-slippage.ts';
import type { ExecutionOptions } from '../../engine/execution.ts';
import { withoutRules } from './instrument-rules.ts';
import { timeOf } from './time-of.ts';

/** What the engine makes of a request's `execution`; `models` are the user's of costs/. Throws `EngineError` for fees, slippage and times that are none. */
export function executionOptions(execution: Execution, models: readonly CostModel[] = []): ExecutionOptions {
  const { fees, slippage, latencyMs, funding, actions, ...plain } = withoutRules(execution);
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(fees === undefined ? {} : { fees: parseFees(fees, feeModels(models)) }),
    ...(slippage === undefined ? {} : { slippage: parseSlippage(slippage, slippageModels(models)) }),
    ...(latencyMs === undefined ? {} : { latencyUs: latencyMs * MILLISECOND_US }),
    ...(funding === undefined ? {} : { funding: fundingOf(funding) }),
    ...(actions === undefined ? {} : { actions: actionsOf(actions) }),
  };
}

function fundingOf(funding: NonNullable<Execution['funding']>): NonNullable<ExecutionOptions['funding']> {
  if (typeof funding === 'number') return funding;
  return funding.map(({ time, rate }) => ({ timeUs: timeOf('funding', time), rate }));
}

function actionsOf(actions: NonNullable<Execution['actions']>): NonNullable<ExecutionOptions['actions']> {
  return actions.map(({ time, symbol, split, dividend }) => ({
    timeUs: timeOf('actions', time),
    ...(symbol === undefined ? {} : { symbol }),
    ...(split === undefined ? {} : { split }),
    ...(dividend === undefined ? {} : { dividend }),
  }));
}
