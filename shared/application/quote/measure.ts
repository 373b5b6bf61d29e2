import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { SweepData } from '../sweep/data.ts';
import { ROW_WIDTH } from '../sweep/row.ts';
import { SweepShard, type SweepShardInput } from '../sweep/shard.ts';
import type { TimeFold } from '../walk-forward/plan.ts';
import { type QuotedWork, walkForwardWork } from './quote.ts';

/** How long the probe runs, after as long to warm up. */
const PROBE_MS = 300;

interface Range {
  readonly fromUs: number | null;
  readonly toUs: number | null;
}

/** Bars of all data sets that open within a range. */
export function barsWithin(data: readonly SweepData[], { fromUs, toUs }: Range): number {
  const within = (bars: Bars) => firstBarAtOrAfter(bars, toUs ?? Infinity) - firstBarAtOrAfter(bars, fromUs ?? -Infinity);
  return data.reduce((sum, { bars }) => sum + within(bars), 0);
}

/** Bars that a walk forward goes over: so many combinations in each fold. */
export function walkedBars(data: readonly SweepData[], folds: readonly TimeFold[], combinations: number): QuotedWork {
  return walkForwardWork(
    folds.map(({ train, test }) => ({ train: barsWithin(data, train), test: barsWithin(data, test) })),
    combinations,
  );
}

/** Bars a second of one core on the first combination, its columns computed anew each time. `nowMs` is a clock that only goes forward. */
export function measureSpeed(input: SweepShardInput, nowMs: () => number): number {
  const shard = new SweepShard(input);
  const row = new Float64Array(ROW_WIDTH);
  const bars = barsWithin(input.data, input.plan.backtest);
  const timed = () => {
    const startMs = nowMs();
    let runs = 0;
    for (; runs === 0 || nowMs() - startMs < PROBE_MS; runs++) {
      shard.columns.clear();
      shard.run(input.plan.backtest.params, row);
    }
    return (bars * runs * 1000) / (nowMs() - startMs);
  };
  timed();
  return Math.round(timed());
}
