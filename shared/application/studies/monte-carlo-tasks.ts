import type { StudyStep } from '../../contracts/study-steps.ts';
import type { Objects } from '../../ports/objects.ts';
import { parts, pathsPerShard } from './chunks.ts';
import { longestOf, readSource } from './monte-carlo-source.ts';
import type { MonteCarloStudy, ShardTask } from './stored.ts';

/** First the run that everything is drawn from, then paths, runs with dearer costs, on moved prices and entries at random side by side. */
export async function monteCarloTasks(
  objects: Objects,
  step: StudyStep,
  { backtest, monteCarlo, runsPerShard }: MonteCarloStudy,
  batch: number,
): Promise<ShardTask[]> {
  if (batch === 0) return [{ task: 'source' }];
  if (batch > 1) return [];
  const { source } = await readSource(objects, step);
  const { kinds, paths, reruns, entries } = monteCarlo;
  const tasks = kinds.flatMap((kind): ShardTask[] => {
    if (kind === 'costs') return backtest === null ? [] : [{ task: 'costs' }];
    if (kind === 'noise') return parts(reruns, runsPerShard).map(({ from, count }) => ({ task: 'noise', first: from, runs: count }));
    return parts(paths, pathsPerShard(longestOf(source))).map(({ from, count }) => ({
      task: 'paths',
      kind,
      firstPath: from,
      paths: count,
    }));
  });
  return entries ? [...tasks, { task: 'entries' }] : tasks;
}
