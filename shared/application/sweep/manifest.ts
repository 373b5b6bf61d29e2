import type { BacktestManifest } from '../../performance/report.ts';
import type { Params } from '../../research/optimise/space.ts';
import { buildManifest } from '../backtest/manifest.ts';
import { planWith } from '../backtest/subject.ts';
import type { SweepPlan } from './plan.ts';
import { type OriginalInput, simulationsOf } from './simulations.ts';

export interface SweepManifest extends BacktestManifest {
  readonly seed: number;
  /** What the search is, beside what it runs. */
  readonly search: Omit<SweepPlan, 'backtest' | 'fixed' | 'seed'>;
  /** Hash of what had been tried before on the same history, which the verdict on the best row depends on. */
  readonly ledgerSha256: string;
}

interface Searched extends Omit<OriginalInput, 'plan'> {
  readonly plan: SweepPlan;
}

/** All that a sweep needs to be run again; `params` are those that stayed as they are. `any` is one of its combinations, complete. */
export function sweepManifest({ ledgerSha256, ...searched }: Searched & Pick<SweepManifest, 'ledgerSha256'>, any: Params): SweepManifest {
  return { ...searchManifest(searched, any), ledgerSha256 };
}

/** What every search is made of: its data as one run of it saw them, what stayed as it is, and how the rest was searched. */
export function searchManifest({ plan, ...input }: Searched, any: Params): Omit<SweepManifest, 'ledgerSha256'> {
  const { backtest, fixed, seed, ...search } = plan;
  const ran = planWith(backtest, input.strategy, any);
  const manifest = buildManifest(simulationsOf({ ...input, plan: ran }), ran);
  const { params, account } = planWith(backtest, input.strategy, fixed);
  return {
    ...manifest,
    params,
    ...(manifest.account && account && { account: { ...manifest.account, strategies: account.strategies } }),
    seed,
    search,
  };
}
