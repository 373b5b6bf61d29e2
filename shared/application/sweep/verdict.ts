import type { TrialLedger, TrialRecord, TriedOn } from '../../ports/trial-ledger.ts';
import type { Params } from '../../research/optimise/space.ts';
import { backtestOverfitting } from '../../research/truth/backtest-overfitting.ts';
import { BLOCK_SUMS, BlockSums } from '../../research/truth/block-sums.ts';
import { judgeOverfitting, type Overfitting, type Trial } from '../../research/truth/overfitting.ts';
import { periodsPerYear } from '../../performance/returns.ts';
import { planWith } from '../backtest/subject.ts';
import { type BestReturns, returnsOfBest } from './best.ts';
import { annualBasis } from './data.ts';
import type { SweepSummary } from './row.ts';
import type { SweepShardInput } from './shard.ts';
import { trialKey, triedOn, trialsBefore } from './trials.ts';

export interface VerdictWorld extends SweepShardInput {
  readonly ledger: TrialLedger;
  /** Hash of a text, hexadecimal. */
  readonly digest: (text: string) => string;
}

export interface SweepVerdict {
  /** Null without a best row, or when it loses all its money. */
  readonly overfitting: Overfitting | null;
  /** Hash of what had been tried before on the same history, this sweep's own trials apart. */
  readonly ledgerSha256: string;
}

/** Makes the trial of a complete combination out of its summary. */
export function trialMaker({ plan, strategy, data, digest }: VerdictWorld): (params: Params, summary: SweepSummary) => TrialRecord {
  const on: TriedOn = triedOn(plan.backtest, data);
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const yearly = Math.sqrt(periodsPerYear(timeframeUs, daysPerYear));
  return (params, { sharpe }) => ({
    ...on,
    key: trialKey(planWith(plan.backtest, strategy, params), digest),
    sharpe: sharpe === null ? null : sharpe / yearly,
  });
}

/** Says how likely the best is luck, and enters every trial into the ledger. `sums` are the block sums of the rows, one after the other in the order tried. */
export async function judgeSweep(
  world: VerdictWorld,
  best: Params | undefined,
  own: readonly TrialRecord[],
  sums: Float64Array,
): Promise<SweepVerdict> {
  const returns = best && returnsOfBest(world, best);
  const { others, sha256 } = await trialsBefore(world.ledger, own, world.digest);
  const overfitting = returns ? judge(returns, [...own, ...others], pboOf(sums, returns)) : null;
  await world.ledger.add(own);
  return { overfitting, ledgerSha256: sha256 };
}

function judge(returns: BestReturns, trials: readonly Trial[], pbo: number | null): Overfitting {
  // The sum over the trials' ratios must not depend on which run tried them.
  const sorted = trials.map(({ key, sharpe }) => ({ key, sharpe })).sort((a, b) => (a.key < b.key ? -1 : 1));
  return judgeOverfitting({ ...returns, trials: sorted, pbo });
}

/** Null for one row, and for a history of fewer days than the blocks need. */
function pboOf(sums: Float64Array, { returns }: BestReturns): number | null {
  const count = sums.length / BLOCK_SUMS;
  if (count < 2 || sums.some(Number.isNaN)) return null;
  return backtestOverfitting(new BlockSums(count, returns.length, sums)).pbo;
}
