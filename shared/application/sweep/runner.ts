import { EngineError } from '../../engine/error.ts';
import type { Strategy } from '../../strategies/define.ts';
import type { Subject } from '../../strategies/group.ts';
import type { AccountRunner, RunnerInput, RunnerOptions } from './account-run.ts';
import { runnerApart } from './run-apart.ts';
import { runnerTogether } from './run-together.ts';

/** Runs parameters on the plan's account: each data set with its part of the cash, or all of them together. Throws `EngineError`. */
export function runnerOf(input: RunnerInput, options: RunnerOptions = {}): AccountRunner {
  const { plan, strategy } = input;
  if (plan.account !== undefined) return runnerTogether(input, plan.account, options);
  return runnerApart({ ...input, strategy: demandSingle(strategy) }, options);
}

/** The strategy of one instrument that a subject is. Throws `EngineError` for one that takes a shared account. */
export function demandSingle(subject: Subject): Strategy {
  if (subject.kind !== 'portfolio' && subject.kind !== 'group') return subject;
  throw new EngineError('account', `${subject.id} takes a shared account, but the plan has none`);
}
