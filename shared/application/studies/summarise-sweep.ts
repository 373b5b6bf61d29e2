import type { Params } from '../../research/optimise/space.ts';
import { BLOCK_SUMS } from '../../research/truth/block-sums.ts';
import { type PlateauPoint, plateauMap, type PlateauSample } from '../../research/truth/plateau.ts';
import type { Subject } from '../../strategies/group.ts';
import { subjectOf } from '../backtest/subject.ts';
import { sweepManifest } from '../sweep/manifest.ts';
import { objectiveOf, type SweepPlan } from '../sweep/plan.ts';
import type { SweepRow } from '../sweep/result.ts';
import { blockSumsOf, rowOf, summaryOf } from '../sweep/row.ts';
import { sweepTearsheet } from '../sweep/tearsheet.ts';
import { judgeSweep, type Tried, trialMaker, type VerdictWorld } from '../sweep/verdict.ts';
import { RowPages, ROWS_PER_PAGE } from './row-pages.ts';
import { readShards, succeeded } from './shards.ts';
import type { Summarised, SweepStudy } from './stored.ts';
import type { EndedStudy, SummariseWorld } from './ended-study.ts';

/** Rows that lie in memory at once while they are put in order, and the best that stand in the result itself. */
const ROWS_AT_ONCE = 20 * ROWS_PER_PAGE;
const RESULT_ROWS = 1000;
/** Rows whose neighbours are looked for: each may be compared with every other. */
const PLATEAU_ROWS = 10_000;

/** A row that succeeded, by its place among those. */
interface PlacedRow extends SweepRow {
  readonly place: number;
  readonly combination: Params;
  readonly sums: Float64Array;
}

/**
 * Ranks what the shards left and judges the best, as `sweepResult` does, reading the shards one after the other: in memory are a score, block sums and a trial
 * of every combination, and rows of some at a time.
 */
export async function summariseSweep(world: SummariseWorld, ended: EndedStudy, study: SweepStudy): Promise<Summarised> {
  const { step, stored } = ended;
  const { sweep: plan, leftOut } = study;
  const data = await world.bars(step.tenant, stored);
  const strategy = subjectOf(world.strategies, plan.backtest, world.ruleCatalogue);
  const own = { plan, strategy, ...data, costs: world.costs };
  const verdictWorld: VerdictWorld = { ...own, ledger: world.ledgerOf(step.tenant), digest: world.digest };
  const scored = await scoreRows(world, ended, verdictWorld);
  const top = await rankRows(world, ended, { plan, strategy }, scored.order);
  const best = scored.scores[scored.order[0] as number];
  const bestRow = best === undefined || Number.isNaN(best) ? null : (top[0] as SweepRow);
  const { overfitting, ledgerSha256 } = await judgeSweep(verdictWorld, bestRow?.params, scored.tried, scored.sums);
  const manifest = sweepManifest({ ...own, ledgerSha256 }, top[0]?.params ?? plan.backtest.params);
  const { method, objective, goal } = plan;
  const about = { manifest, method, objective, goal, leftOut };
  return {
    result: { ...about, rows: top.slice(0, RESULT_ROWS), best: bestRow, overfitting },
    plateau: plateauOf(scored.samples, plan),
    rows: scored.order.length,
    report: sweepTearsheet({ ...about, rows: top, total: scored.order.length, overfitting }),
  };
}

interface Scored {
  /** By place; NaN without one. */
  readonly scores: Float64Array;
  readonly sums: Float64Array;
  readonly tried: readonly Tried[];
  /** Places, the best first; those without a score last, otherwise as they were tried. */
  readonly order: Uint32Array;
  /** None of a sweep with too many rows. */
  readonly samples: readonly PlateauSample[];
}

/** Reads every row once, in the order tried, and writes them down so. */
async function scoreRows(world: SummariseWorld, ended: EndedStudy, verdict: VerdictWorld): Promise<Scored> {
  const count = [...ended.left.values()].reduce((sum, { done }) => sum + done, 0);
  const scores = new Float64Array(count);
  const sums = new Float64Array(count * BLOCK_SUMS);
  const [score, trial] = [objectiveOf(verdict.plan), trialMaker(verdict)];
  const pages = new RowPages(world.objects, ended.step, 'tried');
  const tried: Tried[] = [];
  const samples: PlateauSample[] = [];
  for await (const { place, combination, params, summary, sums: own } of rowsTried(world, ended, verdict)) {
    const metric = score(summary);
    scores[place] = metric ?? Number.NaN;
    sums.set(own, place * BLOCK_SUMS);
    tried.push({ params, trial: trial(params, summary) });
    if (count <= PLATEAU_ROWS) samples.push({ params: combination, metric });
    await pages.add({ params, summary });
  }
  await pages.end();
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => byScore(scores[a] as number, scores[b] as number) || a - b);
  return { scores, sums, tried, order, samples };
}

/** Writes the rows in their order, some at a time, and returns the first of them. */
async function rankRows(
  world: SummariseWorld,
  ended: EndedStudy,
  about: { plan: SweepPlan; strategy: Subject },
  order: Uint32Array,
): Promise<SweepRow[]> {
  const rankOf = new Uint32Array(order.length);
  order.forEach((place, rank) => {
    rankOf[place] = rank;
  });
  let top: SweepRow[] = [];
  for (let from = 0; from < order.length; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, order.length - from);
    const rows: SweepRow[] = [];
    for await (const { place, params, summary } of rowsTried(world, ended, about)) {
      const rank = (rankOf[place] as number) - from;
      if (rank >= 0 && rank < count) rows[rank] = { params, summary };
    }
    const pages = new RowPages(world.objects, ended.step, 'objective', from);
    for (const row of rows) await pages.add(row);
    await pages.end();
    if (from === 0) top = rows;
  }
  return top;
}

async function* rowsTried(
  { objects }: SummariseWorld,
  { step, total, left }: EndedStudy,
  { plan, strategy }: { plan: SweepPlan; strategy: Subject },
): AsyncGenerator<PlacedRow> {
  let place = 0;
  const shards = Array.from({ length: total }, (_, i) => i + 1);
  for await (const result of readShards(objects, step, left, shards)) {
    if (result.task.task !== 'rows') continue;
    const { combinations } = result.task;
    for (const index of succeeded(result, combinations.length)) {
      const combination = combinations[index] as Params;
      const row = rowOf(result.numbers, index, plan);
      const params = strategy.parse({ ...plan.fixed, ...combination });
      yield { place: place++, combination, params, summary: summaryOf(row, plan), sums: blockSumsOf(row) };
    }
  }
}

/** The larger first, NaN last. */
function byScore(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return b - a;
}

/** In the objective's own direction; null where there are too few scores, or too many rows. */
function plateauOf(samples: readonly PlateauSample[], { goal }: SweepPlan): unknown {
  if (samples.filter(({ metric }) => metric !== null).length < 3) return null;
  const { kind, best, centre, stability, worstStability } = plateauMap(samples);
  const turned = (value: number | null) => (value === null || goal === 'max' ? value : -value);
  const point = ({ params, metric, neighbours, neighbourMean, plateau }: PlateauPoint) => ({
    params,
    metric: turned(metric),
    neighbours,
    neighbourMean: turned(neighbourMean),
    plateau: turned(plateau),
  });
  return { kind, best: point(best), centre: point(centre), stability, worstStability };
}
