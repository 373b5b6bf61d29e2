import { createHash } from 'node:crypto';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { equityRows } from '../../../../shared/application/backtest/report-text.ts';
import { type MonteCarloPlan, runMonteCarlo } from '../../../../shared/application/monte-carlo/run.ts';
import { sourceOf } from '../../../../shared/application/monte-carlo/source.ts';
import type { MonteCarloOutcome } from '../../../../shared/application/monte-carlo/tearsheet.ts';
import { sweepManifest } from '../../../../shared/application/sweep/manifest.ts';
import { planSweep, type SweepRequest } from '../../../../shared/application/sweep/plan.ts';
import { sweepResult } from '../../../../shared/application/sweep/result.ts';
import { runSweep } from '../../../../shared/application/sweep/run.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import type { SweepReport } from '../../../../shared/application/sweep/tearsheet.ts';
import type { WalkForwardOutcome } from '../../../../shared/application/walk-forward/tearsheet.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { instrument, plan, simulation, swingingBars } from '../../application/backtest/fixtures.ts';
import { FIVE_FOLDS, sweepOf, walked } from '../../application/walk-forward/world.ts';
import { walkBars } from '../../research/world.ts';

/** A symbol that would run in a page that believed it. */
const EVIL = '<img src=x onerror=alert(1)>';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** A sweep of nine combinations of fast 3, 6, 9 and slow 6, 9, 12, 15. */
export async function swept(change: Partial<SweepRequest> = {}): Promise<SweepReport> {
  const backtest = { strategy: 'sma-cross', params: {}, cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 0 };
  const request: SweepRequest = {
    backtest,
    ranges: { fast: '3:9:3', slow: '6:15:3' },
    method: 'grid',
    seed: 1,
    constraints: [],
    objective: 'sharpe',
    requirements: [],
    ...change,
  };
  const planned = planSweep(request, [smaCross], 'test');
  const data = [{ bars: swingingBars(900), instrument: instrument(EVIL), origin: { sha256: 'ab', synthetic: true } }];
  const evaluate = async (combinations: readonly Params[]) => runSweepShard({ plan: planned, strategy: smaCross, data, combinations });
  const outcome = await runSweep({ plan: planned, strategy: smaCross, evaluate });
  const ledger = { overlapping: async () => [], add: async () => undefined };
  const world = { plan: planned, strategy: smaCross, data };
  const { ledgerSha256, ...result } = await sweepResult({ ...world, ledger, digest }, outcome);
  return { manifest: sweepManifest({ ...world, ledgerSha256 }, result.rows[0]?.params ?? {}), leftOut: 3, ...result };
}

/** A walk forward over five folds of a random walk. */
export async function walkedForward(): Promise<WalkForwardOutcome> {
  const sweep = sweepOf(smaCross, { fast: '3:9:3', slow: '12:18:3' });
  const report = await walked({ strategy: smaCross, sweep, bars: walkBars(3000, 3) });
  const { backtest: _, fixed, seed, ...search } = sweep;
  const { manifest } = await swept();
  return { manifest: { ...manifest, params: fixed, seed, search, walkForward: FIVE_FOLDS }, ...report, cpcv: null };
}

const PLAN: MonteCarloPlan = {
  kinds: ['shuffle', 'bootstrap', 'costs'],
  paths: 400,
  ruinRatio: 0.5,
  missRatio: 0.1,
  noise: 0.1,
  reruns: 3,
  entries: false,
  seed: 7,
};

/** 400 paths of two kinds, and costs. */
export async function simulated(): Promise<MonteCarloOutcome> {
  const { manifest, summary, trades, equity } = buildReport([simulation(EVIL, swingingBars(900))], plan());
  const result = await runMonteCarlo({ plan: PLAN, source: sourceOf({ manifest, summary, trades, equity: equityRows(equity) }) });
  return { manifest: { ...manifest, monteCarlo: PLAN }, ...result };
}
