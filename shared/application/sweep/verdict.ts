import type { TrialLedger, TrialRecord, TriedOn } from '../../ports/trial-ledger.ts';
import type { Params } from '../../research/optimise/space.ts';
import { backtestOverfitting } from '../../research/truth/backtest-overfitting.ts';
import { BLOCK_SUMS, BlockSums } from '../../research/truth/block-sums.ts';
import { excessReturns } from '../../research/truth/excess-returns.ts';
import { judgeOverfitting, type Overfitting, type Trial } from '../../research/truth/overfitting.ts';
import { sharpeMoments } from '../../research/truth/sharpe-probability.ts';
import { finiteOrNull, periodsPerYear } from '../../performance/returns.ts';
import { planWith } from '../backtest/subject.ts';
import { type RunReturns, returnsOf } from './best.ts';
import { annualBasis } from './data.ts';
import type { SweepSummary } from './row.ts';
import type { SweepShardInput } from './shard.ts';
import { trialKey, triedOn, trialsBefore } from './trials.ts';

/** Combinations of a sweep that are run again for their ratio in excess of holding: enough to tell how much those of all vary. */
const EXCESS_SAMPLE = 32;

export interface VerdictWorld extends SweepShardInput {
  readonly ledger: TrialLedger;
  /** Hash of a text, hexadecimal. */
  readonly digest: (text: string) => string;
}

/** A complete combination and what became of it. */
export interface Tried {
  readonly params: Params;
  readonly trial: TrialRecord;
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
  tried: readonly Tried[],
  sums: Float64Array,
): Promise<SweepVerdict> {
  const returns = best && returnsOf(world, best);
  // The sum over the trials' ratios must not depend on which run tried them, nor in which order.
  const own = tried.toSorted((a, b) => byKey(a.trial, b.trial));
  const records = tried.map(({ trial }) => trial);
  const { others, sha256 } = await trialsBefore(world.ledger, records, world.digest);
  const trials = () => [...withExcess(world, own), ...others].sort(byKey);
  const overfitting = returns ? judgeOverfitting({ ...returns, trials: trials(), pbo: pboOf(sums, returns) }) : null;
  await world.ledger.add(records);
  return { overfitting, ledgerSha256: sha256 };
}

/** The trials of combinations, some of them with the ratio in excess of holding that they have when they are run again. */
function withExcess(world: SweepShardInput, own: readonly Tried[]): Trial[] {
  const count = Math.min(own.length, EXCESS_SAMPLE);
  const sample = new Set(Array.from({ length: count }, (_, i) => Math.floor((i * own.length) / count)));
  return own.map(({ params, trial: { key, sharpe } }, i) => {
    if (!sample.has(i)) return { key, sharpe };
    const returns = returnsOf(world, params);
    const excessSharpe = returns === undefined ? null : finiteOrNull(sharpeMoments(excessReturns(returns)).sharpe);
    return { key, sharpe, excessSharpe };
  });
}

function byKey(a: Trial, b: Trial): number {
  return a.key < b.key ? -1 : 1;
}

/** Null for one row, and for a history of fewer days than the blocks need. */
function pboOf(sums: Float64Array, { returns }: RunReturns): number | null {
  const count = sums.length / BLOCK_SUMS;
  if (count < 2 || sums.some(Number.isNaN)) return null;
  return backtestOverfitting(new BlockSums(count, returns.length, sums)).pbo;
}
