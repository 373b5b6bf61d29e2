import type { Quote } from '../../contracts/studies.ts';
import type { Objects } from '../../ports/objects.ts';
import { ResearchError } from '../../research/error.ts';
import { type PathKind, simulateKind } from '../monte-carlo/run.ts';
import { type MonteCarloSource, sourceOf } from '../monte-carlo/source.ts';
import { unitsPerSecond } from '../quote/measure.ts';
import { COST_RUNS, type QuoteInput } from '../quote/quote.ts';
import { Refusal } from '../refusal.ts';
import { finishedRun } from '../runs/finished-run.ts';
import { pathsPerShard } from './chunks.ts';
import { longestOf } from './monte-carlo-source.ts';
import { type FinishedStudy, runsInAll } from './stored.ts';

/** What a study comes to, as measured; its bars are steps of paths where nothing runs over the history. */
export interface Measured extends Required<Pick<QuoteInput, 'work' | 'barsPerSecond' | 'shards'>> {
  readonly unit: Quote['unit'];
}

/** Paths of each kind that are drawn to see how fast that is. */
const PROBE_PATHS = 20;

/** A simulation of a finished run: it runs nothing again, so its work is the steps of its paths. Throws a refusal for a run that nothing can be drawn from. */
export async function measurePaths(objects: Objects, tenant: string, study: FinishedStudy, nowMs: () => number): Promise<Measured> {
  const { monteCarlo: plan, from } = study;
  const run = await finishedRun(objects, tenant, from);
  try {
    const source = sourceOf(run);
    const drawn = plan.kinds.filter((kind): kind is PathKind => kind !== 'costs' && kind !== 'noise');
    const probed: readonly PathKind[] = drawn.length > 0 ? drawn : ['shuffle'];
    const steps = (kinds: readonly PathKind[], paths: number) => kinds.reduce((sum, kind) => sum + paths * stepsOf(source, kind), 0);
    const draw = () => probed.forEach((kind) => simulateKind({ plan, source }, kind, { firstPath: 0, paths: PROBE_PATHS }));
    return {
      unit: 'steps',
      work: { bars: source.pnl.length + steps(drawn, plan.paths), runs: runsInAll(study, COST_RUNS) },
      barsPerSecond: unitsPerSecond(steps(probed, PROBE_PATHS), draw, nowMs),
      shards: 1 + drawn.length * Math.ceil(plan.paths / pathsPerShard(longestOf(source))),
    };
  } catch (error) {
    if (error instanceof ResearchError) throw new Refusal('invalid', `backtest: ${error.message}`, { field: 'backtest' });
    throw error;
  }
}

function stepsOf({ pnl, returns }: MonteCarloSource, kind: PathKind): number {
  return kind === 'blocks' ? (returns?.length ?? 0) : pnl.length;
}
