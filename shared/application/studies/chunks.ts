/** What a shard is worth starting for, and the most combinations that wait for one another in it while there are shards to spare. */
const BARS_PER_SHARD = 50e6;
const RUNS_PER_SHARD = 50;
/** Children that a Distributed Map runs side by side, and so the most that a study is cut into. */
export const SHARDS_MAX = 10_000;
/** A search that learns waits for each batch: its few combinations run side by side. */
const LEARNING_RUNS_PER_SHARD = 4;
/** Steps of equity that a shard draws, and the most paths: a path leaves a column of two hundred numbers. */
const STEPS_PER_SHARD = 20e6;
export const PATHS_PER_SHARD = 2500;

interface Work {
  /** Of one search. */
  readonly runs: number;
  readonly searches: number;
  /** That each run goes over. */
  readonly bars: number;
  readonly learns: boolean;
}

/** Runs that go into one shard: few enough to take seconds, and so many that all searches together stay below 10,000 shards. */
export function runsPerShard({ runs, searches, bars, learns }: Work): number {
  const wanted = Math.max(1, Math.min(learns ? LEARNING_RUNS_PER_SHARD : RUNS_PER_SHARD, Math.ceil(BARS_PER_SHARD / bars)));
  return Math.max(wanted, Math.ceil(runs / Math.max(1, Math.floor(SHARDS_MAX / searches))));
}

/** Paths that go into one shard. */
export function pathsPerShard(steps: number): number {
  return Math.max(1, Math.min(PATHS_PER_SHARD, Math.ceil(STEPS_PER_SHARD / Math.max(1, steps))));
}

/** From 0 to `total` in parts of `size`. */
export function parts(total: number, size: number): { readonly from: number; readonly count: number }[] {
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => ({ from: i * size, count: Math.min(size, total - i * size) }));
}
