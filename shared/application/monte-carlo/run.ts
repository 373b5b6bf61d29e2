import { hashText, mix } from '../../market/noise.ts';
import { ResearchError } from '../../research/error.ts';
import { type CostStress, costStress } from '../../research/monte-carlo/cost-stress.ts';
import type { Resampling } from '../../research/monte-carlo/resample.ts';
import { type PathColumns, type PathRange, simulatePaths } from '../../research/monte-carlo/simulate.ts';
import { type Distribution, distributionOf, type MonteCarlo, summarisePaths } from '../../research/monte-carlo/summarise.ts';
import type { RandomEntry } from '../../research/truth/random-entry.ts';
import { entriesAgainstChance } from './entries.ts';
import { type RerunOutcome, rerunWithCosts, rerunWithNoise, rerunWithoutNoise, type RerunWorld } from './rerun.ts';
import { type MonteCarloSource, periodSteps, tradeSteps } from './source.ts';

/** What chance does to a run: reorders its trades, draws them anew, draws days anew in blocks, leaves trades out, makes costs dearer, moves the prices. */
export const MONTE_CARLO_KINDS = ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs', 'noise'] as const;
export type MonteCarloKind = (typeof MONTE_CARLO_KINDS)[number];
export type PathKind = Exclude<MonteCarloKind, 'costs' | 'noise'>;

const MULTIPLIERS: readonly number[] = [0, 1, 1.5, 2, 3, 5];

export interface MonteCarloPlan {
  readonly kinds: readonly MonteCarloKind[];
  readonly paths: number;
  /** A path is ruined once its equity is at or below this share of the start. */
  readonly ruinRatio: number;
  readonly missRatio: number;
  /** Deviations of a bar's return by which prices are moved. */
  readonly noise: number;
  /** Runs on moved prices. */
  readonly reruns: number;
  /** Whether entries are compared with random ones. */
  readonly entries: boolean;
  readonly seed: number;
}

/** The run again with costs multiplied, sizes and all that follows from them included. */
export interface CostRun extends RerunOutcome {
  readonly multiplier: number;
}

export interface NoiseResult {
  readonly runs: number;
  readonly noise: number;
  /** On the prices as they were. */
  readonly observed: RerunOutcome;
  readonly totalReturn: Distribution;
  readonly sharpe: Distribution;
  readonly maxDrawdown: Distribution;
  readonly trades: Distribution;
  readonly probabilityOfLoss: number;
}

export interface MonteCarloReport {
  readonly startEquity: number;
  readonly trades: number;
  readonly compounds: boolean;
  readonly kinds: Partial<Readonly<Record<PathKind, MonteCarlo>>> & {
    /** `runs` is null where there is a report only. */
    readonly costs?: { readonly trades: CostStress; readonly runs: readonly CostRun[] | null };
    readonly noise?: NoiseResult;
  };
  readonly randomEntry: RandomEntry | null;
}

interface MonteCarloWork {
  readonly plan: MonteCarloPlan;
  readonly source: MonteCarloSource;
  /** What can be run again; absent where there is a report only. */
  readonly world?: RerunWorld | undefined;
  /** Told the share of the runs on moved prices that is done. */
  readonly onProgress?: (share: number) => void;
  /** Awaited between two such runs, so that whoever runs this can hear of other things. */
  readonly pause?: () => Promise<void>;
  /** Who does the heavy parts instead, as many at a time as they can; the numbers are the same. */
  readonly elsewhere?: MonteCarloElsewhere | undefined;
}

export interface MonteCarloElsewhere {
  readonly paths: (kind: PathKind) => Promise<MonteCarlo>;
  /** The run on prices moved by the noise of that number. */
  readonly noise: (number: number) => Promise<RerunOutcome>;
}

/** Checks a plan. Throws `ResearchError` that names the field. */
export function checkMonteCarlo(
  { kinds, paths, ruinRatio, reruns, noise, missRatio, seed, entries }: MonteCarloPlan,
  rerunnable: boolean,
): void {
  if (!(Number.isInteger(paths) && paths >= 1 && paths <= 1_000_000))
    throw new ResearchError('paths', `paths is ${paths}, but must be a whole number from 1 to 1000000`);
  if (!(ruinRatio >= 0 && ruinRatio < 1)) throw new ResearchError('ruin', `ruin is ${ruinRatio}, but must be from 0 to below 1`);
  if (!(Number.isInteger(reruns) && reruns >= 1 && reruns <= 100_000))
    throw new ResearchError('reruns', `reruns is ${reruns}, but must be a whole number from 1 to 100000`);
  if (!(noise >= 0 && noise <= 2))
    throw new ResearchError('noise', `noise is ${noise}, but must be from 0 to 2 deviations of a bar's return`);
  if (!(missRatio >= 0 && missRatio <= 1)) throw new ResearchError('miss', `miss is ${missRatio}, but must be from 0 to 1`);
  if (!Number.isSafeInteger(seed)) throw new ResearchError('seed', `seed is ${seed}, but must be a whole number`);
  if (rerunnable) return;
  if (kinds.includes('noise'))
    throw new ResearchError('kinds', 'noise runs the strategy again: give a strategy or rules with data instead of a run');
  if (entries) throw new ResearchError('null', 'random entries are priced on bars: give a strategy or rules with data instead of a run');
}

/** One shard of paths of a kind: any split into ranges draws the same paths. */
export function simulateKind({ plan, source }: Pick<MonteCarloWork, 'plan' | 'source'>, kind: PathKind, range: Omit<PathRange, 'seed'>) {
  return simulatePaths(stepsOf(source, plan, kind), resamplingOf(plan, kind), { ...range, seed: mix(plan.seed, hashText(kind)) });
}

/** What all paths of a kind come to. */
export function summariseKind({ plan, source }: Pick<MonteCarloWork, 'plan' | 'source'>, kind: PathKind, columns: PathColumns): MonteCarlo {
  return summarisePaths(columns, stepsOf(source, plan, kind));
}

/** Everything that the plan asks for; the same plan gives the same bytes. Throws `ResearchError`. */
export async function runMonteCarlo(work: MonteCarloWork): Promise<MonteCarloReport> {
  const { plan, world } = work;
  checkMonteCarlo(plan, world !== undefined);
  const kinds =
    work.elsewhere === undefined ? await kindsHere(work) : await Promise.all(plan.kinds.map((kind) => kindElsewhere(work, kind)));
  return monteCarloReport(work.source, kinds, plan.entries ? randomEntries(plan, world as RerunWorld) : null);
}

type Kind = readonly [MonteCarloKind, unknown];

/** One after the other. */
async function kindsHere(work: MonteCarloWork): Promise<Kind[]> {
  const kinds: Kind[] = [];
  for (const kind of work.plan.kinds) {
    if (kind === 'costs') kinds.push([kind, costsOf(work)]);
    else if (kind === 'noise') kinds.push([kind, await noiseOf(work, work.world as RerunWorld)]);
    else kinds.push([kind, pathsOf(work, kind)]);
    await work.pause?.();
  }
  return kinds;
}

async function kindElsewhere(work: MonteCarloWork, kind: MonteCarloKind): Promise<Kind> {
  const { paths, noise } = work.elsewhere as MonteCarloElsewhere;
  if (kind === 'costs') return [kind, costsOf(work)];
  if (kind !== 'noise') return [kind, await paths(kind)];
  const { plan, onProgress } = work;
  let done = 0;
  const rerunning = Array.from({ length: plan.reruns }, async (_, number) => {
    const outcome = await noise(number);
    onProgress?.(++done / plan.reruns);
    return outcome;
  });
  return [kind, noiseResult(plan, rerunWithoutNoise(work.world as RerunWorld), await Promise.all(rerunning))];
}

/** All paths of a kind. */
export function pathsOf(work: Pick<MonteCarloWork, 'plan' | 'source'>, kind: PathKind): MonteCarlo {
  return summariseKind(work, kind, simulateKind(work, kind, { firstPath: 0, paths: work.plan.paths }));
}

/** The parts of a simulation as they are written, in the order of its kinds. */
export function monteCarloReport(
  { startEquity, pnl, compounds }: MonteCarloSource,
  kinds: readonly (readonly [MonteCarloKind, unknown])[],
  randomEntry: RandomEntry | null,
): MonteCarloReport {
  return { startEquity, trades: pnl.length, compounds, kinds: Object.fromEntries(kinds), randomEntry };
}

/** The run's entries beside as many at random. Throws `ResearchError` for several data sets or no trade. */
export function randomEntries({ paths, seed }: MonteCarloPlan, world: RerunWorld): RandomEntry {
  return entriesAgainstChance(world, { draws: paths, seed: mix(seed, hashText('entries')) });
}

/** Days keep their neighbours in blocks; what depends on order alone is drawn by trade. */
function stepsOf(source: MonteCarloSource, { ruinRatio }: MonteCarloPlan, kind: PathKind) {
  return kind === 'blocks' ? periodSteps(source, ruinRatio) : tradeSteps(source, ruinRatio);
}

function resamplingOf({ missRatio }: MonteCarloPlan, kind: PathKind): Resampling {
  return kind === 'missed' ? { method: kind, missRatio } : { method: kind };
}

function costsOf({ source, world }: MonteCarloWork) {
  return dearerCosts(source, world === undefined ? null : rerunDearer(world));
}

/** The run again with its costs multiplied. */
export function rerunDearer(world: RerunWorld): CostRun[] {
  return MULTIPLIERS.map((multiplier) => ({ multiplier, ...rerunWithCosts(world, multiplier) }));
}

/** The same trades with their costs multiplied, beside runs of it where there are any. */
export function dearerCosts({ pnl, costs, startEquity }: MonteCarloSource, runs: readonly CostRun[] | null) {
  return { trades: costStress({ pnl, costs, startEquity }, MULTIPLIERS), runs };
}

async function noiseOf({ plan, onProgress, pause }: MonteCarloWork, world: RerunWorld): Promise<NoiseResult> {
  const observed = rerunWithoutNoise(world);
  const outcomes: RerunOutcome[] = [];
  for (let number = 0; number < plan.reruns; number++) {
    outcomes.push(rerunNoisy(plan, world, number));
    onProgress?.((number + 1) / plan.reruns);
    await pause?.();
  }
  return noiseResult(plan, observed, outcomes);
}

/** The run on prices moved by the noise of that number. */
export function rerunNoisy({ noise, seed }: MonteCarloPlan, world: RerunWorld, number: number): RerunOutcome {
  return rerunWithNoise(world, { noise, seed: mix(seed, hashText('noise')), number });
}

/** What runs on moved prices came to, of which there is one or more. */
export function noiseResult({ noise }: MonteCarloPlan, observed: RerunOutcome, outcomes: readonly RerunOutcome[]): NoiseResult {
  const column = (pick: (outcome: RerunOutcome) => number) => distributionOf(Float64Array.from(outcomes, pick));
  return {
    runs: outcomes.length,
    noise,
    observed,
    totalReturn: column(({ totalReturn }) => totalReturn),
    sharpe: column((outcome) => outcome.sharpe),
    maxDrawdown: column(({ maxDrawdown }) => maxDrawdown),
    trades: column(({ trades }) => trades),
    probabilityOfLoss: outcomes.filter(({ totalReturn }) => totalReturn < 0).length / outcomes.length,
  };
}
