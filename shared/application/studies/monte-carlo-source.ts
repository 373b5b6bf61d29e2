import type { StudyStep } from '../../contracts/study-steps.ts';
import type { Objects } from '../../ports/objects.ts';
import type { BacktestManifest } from '../../performance/report.ts';
import type { RerunOutcome } from '../monte-carlo/rerun.ts';
import type { MonteCarloSource } from '../monte-carlo/source.ts';
import { outcomes, readShards } from './shards.ts';

/** The shard that runs what everything else is drawn from. */
const SOURCE_SHARD = 1;

/** What that shard left. */
export interface StudySource {
  readonly manifest: BacktestManifest;
  readonly source: MonteCarloSource;
  /** The run on its prices as they were, beside which those on moved prices are put; null when there are none. */
  readonly observed: RerunOutcome | null;
}

type Columns = 'pnl' | 'costs' | 'returns';
interface SourceFacts extends Omit<StudySource, 'source'> {
  readonly about: Omit<MonteCarloSource, Columns>;
  /** Lengths of the columns; null where there is none. */
  readonly lengths: Readonly<Record<Columns, number | null>>;
}

/** As facts and one column: what each trade made, what it cost, then the returns of each period where there are any. */
export function writeSource({ source, ...rest }: StudySource): { facts: SourceFacts; numbers: Float64Array } {
  const { pnl, costs, returns, ...about } = source;
  const numbers = new Float64Array(pnl.length + costs.length + (returns?.length ?? 0));
  numbers.set(pnl);
  numbers.set(costs, pnl.length);
  if (returns !== null) numbers.set(returns, pnl.length + costs.length);
  return { facts: { ...rest, about, lengths: { pnl: pnl.length, costs: costs.length, returns: returns?.length ?? null } }, numbers };
}

/** Reads what the shard left. Throws when it failed: there is nothing to draw from. */
export async function readSource(objects: Objects, step: Pick<StudyStep, 'tenant' | 'studyId'>): Promise<StudySource> {
  for await (const { failures, facts, numbers } of readShards(objects, step, await outcomes(objects, step), [SOURCE_SHARD])) {
    if (failures[0] !== undefined) throw new Error(`the run to draw from failed: ${failures[0].error}`);
    const { about, lengths, ...rest } = facts as SourceFacts;
    const [trades, periods] = [lengths.pnl as number, lengths.returns];
    const returns = periods === null ? null : numbers.slice(2 * trades, 2 * trades + periods);
    return { ...rest, source: { ...about, pnl: numbers.slice(0, trades), costs: numbers.slice(trades, 2 * trades), returns } };
  }
  throw new Error(`study ${step.studyId} has no run to draw from`);
}

/** Steps of the longest path that can be drawn. */
export function longestOf({ pnl, returns }: MonteCarloSource): number {
  return Math.max(pnl.length, returns?.length ?? 0);
}
