import { availableParallelism } from 'node:os';
import { planBacktest } from '../../shared/application/backtest/plan.ts';
import { subjectOf } from '../../shared/application/backtest/subject.ts';
import { barsWithin, measureSpeed, planOfOne, walkedBars } from '../../shared/application/quote/measure.ts';
import { AWS_PRICES } from '../../shared/application/quote/prices.ts';
import {
  checkCap,
  COST_RUNS,
  monteCarloWork,
  type Quote,
  type QuotedWork,
  quoteOf,
  sweepWork,
} from '../../shared/application/quote/quote.ts';
import { countsOf, planSweep, type SweepPlan } from '../../shared/application/sweep/plan.ts';
import { foldsOf } from '../../shared/application/walk-forward/plan.ts';
import type { CostModel } from '../../shared/engine/costs/define.ts';
import type { Subject } from '../../shared/strategies/group.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { requestHere } from '../backtest-options.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { searchOf } from '../search-options.ts';
import { loadStudyData, type StudyData } from '../study-data.ts';
import { speedText } from '../sweep-text.ts';
import { print } from '../terminal.ts';
import { divisionOf, type WalkForwardOptions } from './walk-forward.ts';

export const QUOTED = ['sweep', 'walk-forward', 'monte-carlo'] as const;

export interface QuoteOptions extends WalkForwardOptions {
  readonly reruns: number;
  readonly memory: number;
  readonly capUsd?: number;
}

interface Job extends StudyData {
  readonly plan: SweepPlan;
  readonly strategy: Subject;
  readonly costs: readonly CostModel[] | undefined;
}

/** `skytape quote`: what a job would take here and in AWS, from a short measurement. */
export async function quote(kind: (typeof QUOTED)[number], options: QuoteOptions): Promise<void> {
  const job = await jobOf(kind, options);
  const quoted = quoteOf({
    work: workOf(kind, job, options),
    barsPerSecond: measureSpeed(job, () => performance.now()),
    workers: options.workers ?? availableParallelism(),
    memoryMb: options.memory,
    prices: AWS_PRICES,
    capUsd: options.capUsd ?? null,
  });
  print(options.json ? JSON.stringify({ kind, ...quoted }) : quoteAsText(kind, quoted));
  checkCap(quoted);
}

async function jobOf(kind: (typeof QUOTED)[number], options: QuoteOptions): Promise<Job> {
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const request = await requestHere({ ...options, equity: false });
  const strategy = subjectOf(strategies, request, catalogue);
  const plan =
    kind === 'monte-carlo'
      ? planOfOne(planBacktest(request, strategies, codeVersion(ROOT), catalogue), strategy)
      : planSweep({ backtest: request, ...searchOf(options) }, strategies, codeVersion(ROOT), catalogue);
  return { plan, strategy, ...(await loadStudyData(options, plan.backtest)), costs: catalogue.costs };
}

function workOf(kind: (typeof QUOTED)[number], { plan, strategy, data }: Job, options: QuoteOptions): QuotedWork {
  if (kind === 'monte-carlo') return monteCarloWork(barsWithin(data, plan.backtest), options.reruns + COST_RUNS);
  const { total } = countsOf(plan, strategy);
  if (kind === 'sweep') return sweepWork(barsWithin(data, plan.backtest), total);
  return walkedBars(data, foldsOf({ sweep: plan, division: divisionOf(options) }, data), total);
}

/** A quote for a terminal. */
export function quoteAsText(kind: string, { bars, runs, barsPerSecond, here, aws, prices }: Quote): string {
  const dollars = (usd: number) => `$${usd.toFixed(4)}`;
  return [
    `${kind}: ${runs} runs over ${bars} bars in all, at ${speedText(barsPerSecond)} a core`,
    `here: ${here.seconds.toFixed(1)} s on ${here.workers} workers`,
    `in AWS: ${aws.shards} shards of ${aws.memoryMb} MB, ${aws.lambdaSeconds.toFixed(1)} Lambda-seconds, about ${aws.seconds.toFixed(1)} s with all at once, ${dollars(aws.usd)}`,
    `  Lambda ${dollars(aws.parts.lambda + aws.parts.requests)}, state transitions ${dollars(aws.parts.transitions)}, S3 ${dollars(aws.parts.s3)}; prices of ${prices.region}, ${prices.asOf}`,
  ].join('\n');
}
