import { createHash } from 'node:crypto';
import { planSweep, type SweepPlan, type SweepRequest } from '../../../../shared/application/sweep/plan.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import type { FoldPlan } from '../../../../shared/application/walk-forward/plan.ts';
import { runWalkForward } from '../../../../shared/application/walk-forward/run.ts';
import type { Bars } from '../../../../shared/domain/bars.ts';
import type { TrialRecord } from '../../../../shared/ports/trial-ledger.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import type { Strategy } from '../../../../shared/strategies/define.ts';
import { coin } from '../../research/world.ts';

export const FIVE_FOLDS: FoldPlan = { spans: null, folds: 5, anchored: false, gaps: { purge: 0, embargo: 0 } };

export function sweepOf(strategy: Strategy, ranges: SweepRequest['ranges'], over: Partial<SweepRequest['backtest']> = {}): SweepPlan {
  const backtest = { strategy: strategy.id, params: {}, cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 5, ...over };
  const request: SweepRequest = { backtest, ranges, method: 'grid', seed: 1, constraints: [], objective: 'sharpe', requirements: [] };
  return planSweep(request, [strategy], 'test');
}

interface Walked {
  readonly strategy: Strategy;
  readonly sweep: SweepPlan;
  readonly bars: Bars;
  readonly division?: FoldPlan;
  readonly trials?: TrialRecord[];
}

/** A walk over one instrument in this process. */
export async function walked({ strategy, sweep, bars, division = FIVE_FOLDS, trials = [] }: Walked) {
  const data = [{ bars, instrument: coin() }];
  const evaluate = async (plan: SweepPlan, combinations: readonly Params[]) => runSweepShard({ plan, strategy, data, combinations });
  const ledger = { overlapping: async () => trials, add: async (given: readonly TrialRecord[]) => void trials.push(...given) };
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const report = await runWalkForward({ plan: { sweep, division }, strategy, data, evaluate, ledger, digest });
  if (report === undefined) throw new Error('nothing stopped it');
  return report;
}
