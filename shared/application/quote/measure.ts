import { type Bars, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { Subject } from '../../strategies/group.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import { paramsOf } from '../backtest/subject.ts';
import type { SweepData } from '../sweep/data.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import { rowWidth } from '../sweep/row.ts';
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

/** A search of one combination, for what is run and not searched. */
export function planOfOne(backtest: BacktestPlan, strategy: Subject): SweepPlan {
  const none = { dimensions: [], constraints: [], requirements: [] };
  const fixed = paramsOf(backtest, strategy);
  return { backtest, fixed, ...none, method: 'grid', trials: 1, seed: 0, objective: 'sharpe', goal: 'max' };
}

/** Bars a second of one core on the first combination, its columns computed anew each time. `nowMs` is a clock that only goes forward. */
export function measureSpeed(input: SweepShardInput, nowMs: () => number): number {
  const shard = new SweepShard(input);
  const row = new Float64Array(rowWidth(input.plan));
  const params = paramsOf(input.plan.backtest, input.strategy);
  const once = () => {
    shard.columns.clear();
    shard.run(params, row);
  };
  return unitsPerSecond(barsWithin(input.data, input.plan.backtest), once, nowMs);
}

/** How many units of work a second one core does, where doing it once is so many. `nowMs` is a clock that only goes forward. */
export function unitsPerSecond(units: number, once: () => void, nowMs: () => number): number {
  const timed = () => {
    const startMs = nowMs();
    let times = 0;
    for (; times === 0 || nowMs() - startMs < PROBE_MS; times++) once();
    return (units * times * 1000) / (nowMs() - startMs);
  };
  timed();
  return Math.round(timed());
}
