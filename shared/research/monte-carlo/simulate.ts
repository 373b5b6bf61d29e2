import { mix, SeededRandom } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';
import { pathsOf, type Resampling } from './resample.ts';

const POINTS_MAX = 200;
/** A variance below this share of the squares is rounding of steps that are all alike. */
const ROUNDING = 1e-14;

export interface MonteCarloInput {
  /** One number a trade or a period: what it added (`money`) or the simple return it made of the equity (`ratio`). */
  readonly steps: Float64Array;
  readonly kind: 'money' | 'ratio';
  readonly startEquity: number;
  /** For the Sharpe ratio of a path; 1 leaves it that of a step. */
  readonly stepsPerYear: number;
  /** A path is ruined once its equity is at or below this share of the start. */
  readonly ruinRatio: number;
}

export interface PathRange {
  /** The first path, so that shards of one simulation draw what a single one would. */
  readonly firstPath: number;
  readonly paths: number;
  readonly seed: number;
}

/** What paths came to, one number a path: small enough for shards to write, complete enough to summarise them together. */
export interface PathColumns {
  /** Steps done at each point of the fan: from 0 to all of them. */
  readonly points: Int32Array;
  /** Equity at each point, the paths of one point side by side. */
  readonly fan: Float64Array;
  readonly endEquity: Float64Array;
  /** Deepest loss from the running peak, as a positive fraction of it. */
  readonly maxDrawdown: Float64Array;
  /** Mean over deviation of the steps, annualised; 0 without a deviation. */
  readonly sharpe: Float64Array;
  /** 1 when ruined. */
  readonly ruined: Uint8Array;
}

/**
 * Draws paths of the equity anew. Each path has chance of its own, by seed and number: any split into shards gives the same paths.
 * Ratios compound and stop at nothing left; money adds up, and may go below. Throws `ResearchError` for options out of range.
 */
export function simulatePaths(input: MonteCarloInput, resampling: Resampling, { firstPath, paths, seed }: PathRange): PathColumns {
  checkInput(input, paths);
  const draw = pathsOf(input.steps, resampling);
  const columns = allocatePaths(input.steps.length, paths);
  const steps = new Float64Array(input.steps.length);
  for (let path = 0; path < paths; path++) {
    draw(steps, new SeededRandom(mix(seed, firstPath + path)));
    walk(steps, input, { columns, path });
  }
  return columns;
}

/** The path that was observed: the steps in their order. */
export function observedPath(input: MonteCarloInput): PathColumns {
  checkInput(input, 1);
  const columns = allocatePaths(input.steps.length, 1);
  walk(input.steps, input, { columns, path: 0 });
  return columns;
}

/** Columns of several shards as one, in the order given. Throws `ResearchError` when they are of different simulations. */
export function joinPaths(parts: readonly PathColumns[]): PathColumns {
  const points = parts[0]?.points ?? new Int32Array(0);
  const paths = parts.reduce((sum, { endEquity }) => sum + endEquity.length, 0);
  if (parts.some((part) => part.points.length !== points.length || part.points.at(-1) !== points.at(-1)))
    throw new ResearchError('parts', 'the parts have paths of different lengths, so they are not of one simulation');
  const joined = allocatePaths(points.at(-1) ?? 0, paths);
  let at = 0;
  for (const part of parts) {
    const count = part.endEquity.length;
    for (const name of ['endEquity', 'maxDrawdown', 'sharpe', 'ruined'] as const) joined[name].set(part[name], at);
    for (let point = 0; point < points.length; point++)
      joined.fan.set(part.fan.subarray(point * count, (point + 1) * count), point * paths + at);
    at += count;
  }
  return joined;
}

function allocatePaths(steps: number, paths: number): PathColumns {
  const count = Math.min(POINTS_MAX, steps + 1);
  const points = Int32Array.from({ length: count }, (_, i) => Math.round((i * steps) / Math.max(1, count - 1)));
  const column = () => new Float64Array(paths);
  return {
    points,
    fan: new Float64Array(count * paths),
    endEquity: column(),
    maxDrawdown: column(),
    sharpe: column(),
    ruined: new Uint8Array(paths),
  };
}

function walk(steps: Float64Array, input: MonteCarloInput, { columns, path }: { columns: PathColumns; path: number }): void {
  const { points, fan, endEquity } = columns;
  const { startEquity, stepsPerYear } = input;
  const compounds = input.kind === 'ratio';
  const ruin = input.ruinRatio * startEquity;
  const paths = endEquity.length;
  let [equity, peak, lowest, deepest, sum, squares] = [startEquity, startEquity, startEquity, 0, 0, 0];
  fan[path] = equity;
  let point = 1;
  let next = points[1] ?? 0;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as number;
    sum += step;
    squares += step * step;
    equity = compounds ? Math.max(0, equity * (1 + step)) : equity + step;
    if (equity > peak) peak = equity;
    else {
      if (equity < lowest) lowest = equity;
      const drawdown = (peak - equity) / peak;
      if (drawdown > deepest) deepest = drawdown;
    }
    if (i + 1 === next) {
      fan[point * paths + path] = equity;
      next = points[++point] ?? 0;
    }
  }
  const variance = (squares - (sum * sum) / steps.length) / (steps.length - 1);
  endEquity[path] = equity;
  columns.maxDrawdown[path] = deepest;
  columns.sharpe[path] = variance > ROUNDING * squares ? (sum / steps.length / Math.sqrt(variance)) * Math.sqrt(stepsPerYear) : 0;
  columns.ruined[path] = lowest <= ruin ? 1 : 0;
}

function checkInput({ startEquity, stepsPerYear, ruinRatio, steps }: MonteCarloInput, paths: number): void {
  if (!(startEquity > 0)) throw new ResearchError('startEquity', `startEquity is ${startEquity}, but must be above 0`);
  if (!(stepsPerYear > 0)) throw new ResearchError('stepsPerYear', `stepsPerYear is ${stepsPerYear}, but must be above 0`);
  if (!(ruinRatio >= 0 && ruinRatio < 1)) throw new ResearchError('ruinRatio', `ruinRatio is ${ruinRatio}, but must be from 0 to below 1`);
  if (!(Number.isInteger(paths) && paths >= 1)) throw new ResearchError('paths', `paths is ${paths}, but must be a whole number from 1 on`);
  const odd = steps.findIndex((step) => !Number.isFinite(step));
  if (odd >= 0) throw new ResearchError('steps', `step ${odd} is ${steps[odd]}, but must be a number`);
}
