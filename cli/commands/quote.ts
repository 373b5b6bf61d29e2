import { availableParallelism } from 'node:os';
import { strategyOf } from '../../shared/application/backtest/plan.ts';
import { AWS_PRICES } from '../../shared/application/quote/prices.ts';
import {
  checkCap,
  monteCarloWork,
  type Quote,
  type QuotedWork,
  quoteOf,
  sweepWork,
  walkForwardWork,
} from '../../shared/application/quote/quote.ts';
import { countsOf, planSweep, type SweepPlan } from '../../shared/application/sweep/plan.ts';
import { ROW_WIDTH } from '../../shared/application/sweep/row.ts';
import { SweepShard } from '../../shared/application/sweep/shard.ts';
import { foldsOf } from '../../shared/application/walk-forward/plan.ts';
import { type Bars, firstBarAtOrAfter } from '../../shared/domain/bars.ts';
import type { CostModel } from '../../shared/engine/costs/define.ts';
import type { Strategy } from '../../shared/strategies/define.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { requestOf } from '../backtest-options.ts';
import { datasetSources, type LoadedDataset, loadDataset } from '../dataset.ts';
import { refuseDetail } from '../no-detail.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { searchOf } from '../search-options.ts';
import { print } from '../terminal.ts';
import { divisionOf, type WalkForwardOptions } from './walk-forward.ts';

export const QUOTED = ['sweep', 'walk-forward', 'monte-carlo'] as const;

interface QuoteOptions extends WalkForwardOptions {
  readonly reruns: number;
  readonly memory: number;
  readonly capUsd?: number;
}

/** How long the probe runs, after as long to warm up. */
const PROBE_MS = 300;
/** Runs that `monte-carlo` makes with other costs. */
const COST_RUNS = 6;

interface Job {
  readonly plan: SweepPlan;
  readonly strategy: Strategy;
  readonly data: readonly LoadedDataset[];
  readonly costs: readonly CostModel[] | undefined;
}

/** `skytape quote`: what a job would take here and in AWS, from a short measurement. */
export async function quote(kind: (typeof QUOTED)[number], options: QuoteOptions): Promise<void> {
  const job = await jobOf(kind, options);
  const quoted = quoteOf({
    work: workOf(kind, job, options),
    barsPerSecond: measure(job),
    workers: options.workers ?? availableParallelism(),
    memoryMb: options.memory,
    prices: AWS_PRICES,
    capUsd: options.capUsd ?? null,
  });
  print(options.json ? JSON.stringify({ kind, ...quoted }) : asText(kind, quoted));
  checkCap(quoted);
}

async function jobOf(kind: (typeof QUOTED)[number], options: QuoteOptions): Promise<Job> {
  refuseDetail(options);
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const search = searchOf(options);
  // One combination stands for all of a simulation, which searches nothing.
  const asked = kind === 'monte-carlo' ? { ...search, method: 'random' as const, trials: 1 } : search;
  const plan = planSweep({ backtest: requestOf({ ...options, equity: false }), ...asked }, strategies, codeVersion(ROOT), catalogue);
  const data = [];
  for (const source of datasetSources(options.data, options)) data.push(await loadDataset(source));
  return { plan, strategy: strategyOf(strategies, plan.backtest, catalogue), data, costs: catalogue.costs };
}

function workOf(kind: (typeof QUOTED)[number], { plan, strategy, data }: Job, options: QuoteOptions): QuotedWork {
  const { fromUs, toUs } = plan.backtest;
  const bars = data.reduce((sum, { bars: own }) => sum + barsIn(own, fromUs ?? -Infinity, toUs ?? Infinity), 0);
  if (kind === 'monte-carlo') return monteCarloWork(bars, options.reruns + COST_RUNS);
  const { total } = countsOf(plan, strategy);
  if (kind === 'sweep') return sweepWork(bars, total);
  const folds = foldsOf({ sweep: plan, division: divisionOf(options) }, data);
  const sum = (range: { fromUs: number; toUs: number }) =>
    data.reduce((all, { bars: own }) => all + barsIn(own, range.fromUs, range.toUs), 0);
  return walkForwardWork(
    folds.map(({ train, test }) => ({ train: sum(train), test: sum(test) })),
    total,
  );
}

function barsIn(bars: Bars, fromUs: number, toUs: number): number {
  return firstBarAtOrAfter(bars, toUs) - firstBarAtOrAfter(bars, fromUs);
}

/** Bars a second of one core on the first combination, its columns computed anew each time. */
function measure({ plan, strategy, data, costs }: Job): number {
  const shard = new SweepShard({ plan, strategy, data, costs });
  const row = new Float64Array(ROW_WIDTH);
  const { fromUs, toUs } = plan.backtest;
  const bars = data.reduce((sum, { bars: own }) => sum + barsIn(own, fromUs ?? -Infinity, toUs ?? Infinity), 0);
  const timed = () => {
    const startMs = performance.now();
    let runs = 0;
    for (; runs === 0 || performance.now() - startMs < PROBE_MS; runs++) {
      shard.columns.clear();
      shard.run(plan.backtest.params, row);
    }
    return (bars * runs * 1000) / (performance.now() - startMs);
  };
  timed();
  return Math.round(timed());
}

function asText(kind: string, { bars, runs, barsPerSecond, here, aws, prices }: Quote): string {
  const dollars = (usd: number) => `$${usd.toFixed(4)}`;
  return [
    `${kind}: ${runs} runs over ${bars} bars in all, at ${(barsPerSecond / 1e6).toFixed(1)} million bars/s a core`,
    `here: ${here.seconds.toFixed(1)} s on ${here.workers} workers`,
    `in AWS: ${aws.shards} shards of ${aws.memoryMb} MB, ${aws.lambdaSeconds.toFixed(1)} Lambda-seconds, about ${aws.seconds.toFixed(1)} s with all at once, ${dollars(aws.usd)}`,
    `  Lambda ${dollars(aws.parts.lambda + aws.parts.requests)}, state transitions ${dollars(aws.parts.transitions)}, S3 ${dollars(aws.parts.s3)}; prices of ${prices.region}, ${prices.asOf}`,
  ].join('\n');
}
