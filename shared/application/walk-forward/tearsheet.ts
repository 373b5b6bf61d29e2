import type { BacktestManifest } from '../../performance/report.ts';
import { frameOf } from '../../performance/tearsheet/page.ts';
import { renderWalkForward } from '../../performance/tearsheet/walk-forward.ts';
import { timeOf } from '../backtest/time-of.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import type { CombinatorialReport } from './combinatorial.ts';
import type { FoldPlan } from './plan.ts';
import type { WalkForwardReport } from './run.ts';

/** All that a walk needs to be run again; `params` are those that stayed as they were. */
export interface WalkForwardManifest extends BacktestManifest {
  readonly seed: number;
  readonly search: Omit<SweepPlan, 'backtest' | 'fixed' | 'seed'>;
  readonly walkForward: FoldPlan;
}

/** A walk forward as the command line and the API write it. */
export interface WalkForwardOutcome extends WalkForwardReport {
  readonly manifest: WalkForwardManifest;
  readonly cpcv: CombinatorialReport | null;
}

/** The page of a walk forward: its folds, its stitched tests with where each begins, and its regimes. */
export function walkForwardTearsheet(walked: WalkForwardOutcome): string {
  const { manifest, folds, stitched, outOfSampleSharpe, degradation, earningFolds, equity, cpcv } = walked;
  const { method, objective } = manifest.search;
  const division = manifest.walkForward.anchored ? 'anchored' : 'rolling';
  return renderWalkForward({
    ...frameOf(manifest, [`${folds.length} ${division} folds`, `chosen by ${objective}`, `method ${method}`, `seed ${manifest.seed}`]),
    folds,
    stitched,
    interval: outOfSampleSharpe,
    kept: degradation.kept,
    earningFolds,
    regimes: stitched.regimes,
    boundaries: folds.slice(1).map(({ test }) => timeOf('test.from', test.from)),
    equity: { time: Float64Array.from(equity, ([time]) => timeOf('equity', time)), value: Float64Array.from(equity, ([, value]) => value) },
    paths: cpcv?.sharpes ?? [],
  });
}
