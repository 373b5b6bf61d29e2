import type { CostModel } from '../../engine/costs/define.ts';
import type { Objects } from '../../ports/objects.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import type { StudyDataReader } from './data.ts';
import type { ShardHeader } from './stored.ts';

/** What the shards of a study need. */
export interface ShardWorld {
  readonly objects: Objects;
  readonly bars: StudyDataReader;
  readonly strategies: readonly AnyStrategy[];
  readonly ruleCatalogue: RuleCatalogue;
  /** Models of costs that the user has written. */
  readonly costs: readonly CostModel[];
}

/** What running a task gave; its failures are those of single combinations. */
export interface TaskOutcome extends Pick<ShardHeader, 'failures'> {
  readonly facts?: unknown;
  readonly numbers: Float64Array;
}

/** What went wrong, in a text that is kept. */
export function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
