import { ResearchError } from '../../research/error.ts';
import type { Params } from '../../research/optimise/space.ts';
import { abilityAgainstCashAndHold, type PredictiveAbility } from '../../research/truth/superior-predictive-ability.ts';
import { returnsOf } from '../sweep/best.ts';
import type { SweepShardInput } from '../sweep/shard.ts';
import type { CombinationReturns } from './combination-returns.ts';

/** Does any combination of a search beat doing nothing, or holding? `params` are those of the best by each. */
export interface AbilityReport {
  readonly cash: PredictiveAbility & { readonly params: Params };
  readonly buyAndHold: PredictiveAbility & { readonly params: Params };
}

/** Hansen's test over all combinations that were run. Throws `ResearchError` for fewer than ten periods. */
export function abilityOf(input: SweepShardInput, { combinations, columns }: CombinationReturns): AbilityReport {
  const held = returnsOf(input, combinations[0] as Params);
  if (held === undefined)
    throw new ResearchError('strategy', 'holding, or the first combination, loses all its money: there is nothing to compare with');
  const { cash, buyAndHold } = abilityAgainstCashAndHold(columns, held.benchmark, { seed: input.plan.seed });
  const named = (ability: PredictiveAbility) => ({ ...ability, params: combinations[ability.best] as Params });
  return { cash: named(cash), buyAndHold: named(buyAndHold) };
}
