import type { CostModel } from '../../engine/costs/define.ts';
import type { Strategy } from '../../strategies/define.ts';
import { buildManifest } from '../backtest/manifest.ts';
import { simulate } from '../backtest/simulate.ts';
import type { BesideInput, DataOrigin } from '../backtest/simulation.ts';
import type { SweepData } from '../sweep/data.ts';
import type { WalkForwardPlan } from './plan.ts';
import type { WalkForwardManifest } from './tearsheet.ts';

interface Walked {
  readonly plan: WalkForwardPlan;
  readonly strategy: Strategy;
  readonly data: readonly (SweepData & { readonly origin: DataOrigin })[];
  readonly beside?: BesideInput | undefined;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
}

/** All that the walk needs to be run again; `params` are those that stayed as they are. */
export function walkForwardManifest({ plan: { sweep, division }, strategy, data, beside, costs }: Walked): WalkForwardManifest {
  const { backtest, fixed, seed, ...search } = sweep;
  const simulations = data.map(({ bars, instrument, detail, origin }) =>
    simulate({ plan: backtest, strategy, bars, instrument, data: origin, shards: data.length, beside, detail, costs }),
  );
  return { ...buildManifest(simulations, backtest), params: fixed, seed, search, walkForward: division };
}
