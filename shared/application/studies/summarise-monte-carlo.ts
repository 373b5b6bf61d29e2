import { joinPaths, type PathColumns } from '../../research/monte-carlo/simulate.ts';
import type { RandomEntry } from '../../research/truth/random-entry.ts';
import {
  type CostRun,
  dearerCosts,
  type MonteCarloKind,
  monteCarloReport,
  noiseResult,
  type PathKind,
  summariseKind,
} from '../monte-carlo/run.ts';
import type { RerunOutcome } from '../monte-carlo/rerun.ts';
import { monteCarloTearsheet } from '../monte-carlo/tearsheet.ts';
import { readSource, type StudySource } from './monte-carlo-source.ts';
import { readPaths, RERUN_NUMBERS } from './monte-carlo-task.ts';
import { readShards, type ShardResult } from './shards.ts';
import type { MonteCarloStudy, Summarised } from './stored.ts';
import type { EndedStudy, SummariseWorld } from './ended-study.ts';

/** Puts together what the shards drew, as `runMonteCarlo` does; the paths of one kind at a time are in memory. A kind of which nothing succeeded is left out. */
export async function summariseMonteCarlo(world: SummariseWorld, ended: EndedStudy, study: MonteCarloStudy): Promise<Summarised> {
  const { objects } = world;
  const { step, total, left } = ended;
  const drawn = await readSource(objects, step);
  const kinds = new Map<MonteCarloKind, unknown>();
  const outcomes: RerunOutcome[] = [];
  let paths: { readonly kind: PathKind; readonly parts: PathColumns[] } | undefined;
  let randomEntry: RandomEntry | null = null;
  let runs: readonly CostRun[] | null = null;
  const close = () => {
    if (paths !== undefined)
      kinds.set(paths.kind, summariseKind({ plan: study.monteCarlo, source: drawn.source }, paths.kind, joinPaths(paths.parts)));
    paths = undefined;
  };
  const shards = Array.from({ length: total }, (_, i) => i + 1);
  for await (const result of readShards(objects, step, left, shards)) {
    if (result.failures.length > 0) continue;
    const { task } = result;
    if (task.task === 'paths') {
      if (paths?.kind !== task.kind) close();
      paths ??= { kind: task.kind, parts: [] };
      paths.parts.push(readPaths(result, task.paths));
    } else if (task.task === 'noise') outcomes.push(...outcomesOf(result));
    else if (task.task === 'costs') runs = result.facts as CostRun[];
    else if (task.task === 'entries') randomEntry = result.facts as RandomEntry;
  }
  close();
  return written(study, drawn, { kinds, outcomes, runs, randomEntry });
}

interface Parts {
  readonly kinds: Map<MonteCarloKind, unknown>;
  readonly outcomes: readonly RerunOutcome[];
  readonly runs: readonly CostRun[] | null;
  readonly randomEntry: RandomEntry | null;
}

function written({ monteCarlo: plan }: MonteCarloStudy, { manifest, source, observed }: StudySource, parts: Parts): Summarised {
  const { kinds, outcomes, runs, randomEntry } = parts;
  kinds.set('costs', dearerCosts(source, runs));
  if (observed !== null && outcomes.length > 0) kinds.set('noise', noiseResult(plan, observed, outcomes));
  const asked = plan.kinds.filter((kind) => kinds.has(kind)).map((kind) => [kind, kinds.get(kind)] as const);
  const result = { manifest: { ...manifest, seed: plan.seed, monteCarlo: plan }, ...monteCarloReport(source, asked, randomEntry) };
  return { result, plateau: null, rows: 0, report: monteCarloTearsheet(result) };
}

function outcomesOf({ numbers }: ShardResult): RerunOutcome[] {
  const width = RERUN_NUMBERS.length;
  return Array.from({ length: numbers.length / width }, (_, i) => {
    const pairs = RERUN_NUMBERS.map((name, column) => [name, numbers[i * width + column]]);
    return Object.fromEntries(pairs) as unknown as RerunOutcome;
  });
}
