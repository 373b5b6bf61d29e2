import type { CostModel } from '../../engine/costs/define.ts';
import type { BacktestManifest } from '../../performance/report.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { Strategy } from '../../strategies/define.ts';
import { buildManifest } from '../backtest/manifest.ts';
import { simulate } from '../backtest/simulate.ts';
import type { BesideInput, DataOrigin } from '../backtest/simulation.ts';
import type { SweepData } from './data.ts';
import type { SweepPlan } from './plan.ts';

export interface SweepManifest extends BacktestManifest {
  readonly seed: number;
  readonly search: Omit<SweepPlan, 'backtest' | 'fixed' | 'seed'>;
  /** Hash of what had been tried before on the same history, which the verdict on the best row depends on. */
  readonly ledgerSha256: string;
}

interface Swept {
  readonly plan: SweepPlan;
  readonly strategy: Strategy;
  readonly data: readonly (SweepData & { readonly origin: DataOrigin })[];
  readonly beside?: BesideInput | undefined;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
  readonly ledgerSha256: string;
}

/** All that a sweep needs to be run again; `params` are those that stayed as they are. `any` is one of its combinations, complete. */
export function sweepManifest({ plan, strategy, data, beside, costs, ledgerSha256 }: Swept, any: Params): SweepManifest {
  const backtest = { ...plan.backtest, params: any };
  const simulations = data.map(({ bars, instrument, detail, origin }) =>
    simulate({ plan: backtest, strategy, bars, instrument, data: origin, shards: data.length, beside, detail, costs }),
  );
  const { backtest: _, fixed, seed, ...search } = plan;
  return { ...buildManifest(simulations, backtest), params: fixed, seed, search, ledgerSha256 };
}
