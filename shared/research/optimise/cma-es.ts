import { mix, SeededRandom } from '../../market/noise.ts';
import { cholesky } from '../statistics/cholesky.ts';
import { byScore, type Search, type SearchState, type Told } from './contract.ts';
import { Generation, type Scored } from './generation.ts';
import { type Params, type Space, valuesOf } from './space.ts';

const FIRST_STEP = 0.3;
/** Steps below this share of the range find nothing new: the search begins again elsewhere. */
const SMALLEST_STEP = 1e-9;
const MOST_DRAWS = 100;

interface Model {
  readonly mean: number[];
  sigma: number;
  readonly covariance: number[][];
  readonly sigmaPath: number[];
  readonly covariancePath: number[];
  /** Generations since it began. */
  age: number;
}

/**
 * CMA-ES with the default strategy parameters of Hansen, "The CMA evolution strategy: a tutorial" (2016), table 1, sampling through the Cholesky factor
 * (Krause, Arbones and Igel 2016) inside the unit cube. Begins again with twice the population when it stands still (Auger and Hansen 2005).
 */
export class CmaEsSearch implements Search {
  readonly batch = 64;
  readonly #space: Space;
  readonly #seed: number;
  #number = 0;
  #restarts = 0;
  #model: Model;
  #generation: Generation;

  constructor(space: Space, seed: number) {
    this.#space = space;
    this.#seed = seed;
    this.#model = freshModel(space.dimensions.map(() => 0.5));
    this.#generation = this.#sampled();
  }

  ask(count: number): Params[] {
    return this.#generation.ask(this.#space, count);
  }

  tell(results: readonly Told[]): void {
    if (!this.#generation.tell(this.#space, results)) return;
    const ranked = this.#generation.scored.sort(byScore);
    adapt(this.#model, ranked);
    this.#keepCellsApart();
    this.#number++;
    if (this.#standsStill(ranked)) {
      this.#restarts++;
      this.#model = freshModel([...this.#space.allowedPoint(new SeededRandom(mix(this.#seed, this.#number, 1)))]);
    }
    this.#generation = this.#sampled();
  }

  snapshot(): SearchState {
    const { members, handed } = this.#generation;
    return structuredClone({ number: this.#number, restarts: this.#restarts, model: this.#model, members, handed });
  }

  restore(state: SearchState): void {
    const { number, restarts, model, members, handed } = structuredClone(state) as unknown as State;
    this.#number = number;
    this.#restarts = restarts;
    this.#model = model;
    this.#generation = new Generation(members, handed);
  }

  get #population(): number {
    return Math.max(6, 4 + Math.floor(3 * Math.log(this.#space.dimensions.length))) * 2 ** Math.min(this.#restarts, 5);
  }

  #sampled(): Generation {
    const random = new SeededRandom(mix(this.#seed, this.#number));
    const root = rootOf(this.#model.covariance);
    return new Generation(Array.from({ length: this.#population }, () => ({ point: Array.from(this.#draw(root, random)) })));
  }

  #draw(root: readonly ArrayLike<number>[], random: SeededRandom): ArrayLike<number> {
    const { mean, sigma } = this.#model;
    for (let draws = 0; draws < MOST_DRAWS; draws++) {
      const normal = mean.map(() => random.normal());
      const point = mean.map((centre, i) => centre + sigma * dot(root[i] as ArrayLike<number>, normal, i + 1));
      if (point.every((share) => share >= 0 && share <= 1) && this.#space.allows(this.#space.decode(point))) return point;
    }
    return this.#space.allowedPoint(random);
  }

  /** Where a dimension has few values, a step within one cell would ask for the same combination for ever. Hansen (2011), mixed integer. */
  #keepCellsApart(): void {
    const { sigma, covariance } = this.#model;
    this.#space.dimensions.forEach((dimension, i) => {
      if (dimension.step === 0) return;
      const row = covariance[i] as number[];
      const least = (0.4 / valuesOf(dimension) / sigma) ** 2;
      if ((row[i] as number) < least) row[i] = least;
    });
  }

  #standsStill(ranked: readonly Scored[]): boolean {
    const { sigma, covariance, age } = this.#model;
    const widest = sigma * Math.sqrt(Math.max(...covariance.map((row, i) => row[i] as number)));
    const allEqual = ranked.every(({ score }) => score === ranked[0]?.score);
    return !Number.isFinite(widest) || widest < SMALLEST_STEP || (allEqual && age > 10) || rootOf(covariance).length === 0;
  }
}

interface State {
  readonly number: number;
  readonly restarts: number;
  readonly model: Model;
  readonly members: ConstructorParameters<typeof Generation>[0];
  readonly handed: number;
}

function freshModel(mean: number[]): Model {
  const zeros = () => mean.map(() => 0);
  const covariance = mean.map((_, i) => mean.map((__, j) => (i === j ? 1 : 0)));
  return { mean, sigma: FIRST_STEP, covariance, sigmaPath: zeros(), covariancePath: zeros(), age: 0 };
}

/** One update of mean, paths, covariance and step size: equations 42 to 48 of the tutorial. */
function adapt(model: Model, ranked: readonly Scored[]): void {
  const { mean, covariance, sigmaPath, covariancePath } = model;
  const n = mean.length;
  const weights = weightsOf(ranked.length);
  const mu = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const { cSigma, dSigma, cPath, c1, cMu } = ratesOf(n, mu);
  const steps = weights.map((_, k) => mean.map((centre, i) => (((ranked[k] as Scored).point[i] as number) - centre) / model.sigma));
  const step = mean.map((_, i) => weights.reduce((sum, weight, k) => sum + weight * ((steps[k] as number[])[i] as number), 0));
  const white = solveLower(rootOf(covariance), step);
  for (let i = 0; i < n; i++) {
    mean[i] = (mean[i] as number) + model.sigma * (step[i] as number);
    sigmaPath[i] = (1 - cSigma) * (sigmaPath[i] as number) + Math.sqrt(cSigma * (2 - cSigma) * mu) * (white[i] as number);
  }
  model.age++;
  const expected = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  const length = Math.hypot(...sigmaPath);
  const stalled = length / Math.sqrt(1 - (1 - cSigma) ** (2 * model.age)) >= (1.4 + 2 / (n + 1)) * expected;
  for (let i = 0; i < n; i++) {
    const grown = stalled ? 0 : Math.sqrt(cPath * (2 - cPath) * mu) * (step[i] as number);
    covariancePath[i] = (1 - cPath) * (covariancePath[i] as number) + grown;
  }
  const kept = 1 - c1 - cMu + (stalled ? c1 * cPath * (2 - cPath) : 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const spread = weights.reduce((sum, weight, k) => {
        const taken = steps[k] as number[];
        return sum + weight * (taken[i] as number) * (taken[j] as number);
      }, 0);
      const row = covariance[i] as number[];
      row[j] = kept * (row[j] as number) + c1 * (covariancePath[i] as number) * (covariancePath[j] as number) + cMu * spread;
    }
  }
  model.sigma *= Math.exp(Math.min(1, (cSigma / dSigma) * (length / expected - 1)));
}

/** Of the better half, falling with the logarithm of the rank; they sum to 1. */
function weightsOf(population: number): number[] {
  const raw = Array.from({ length: Math.floor(population / 2) }, (_, k) => Math.log((population + 1) / 2) - Math.log(k + 1));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

function ratesOf(n: number, mu: number) {
  const cSigma = (mu + 2) / (n + mu + 5);
  const c1 = 2 / ((n + 1.3) ** 2 + mu);
  return {
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((mu - 1) / (n + 1)) - 1) + cSigma,
    cPath: (4 + mu / n) / (n + 4 + (2 * mu) / n),
    c1,
    cMu: Math.min(1 - c1, (2 * (mu - 2 + 1 / mu)) / ((n + 2) ** 2 + mu)),
  };
}

/** The lower triangle whose square the covariance is; none when it is no covariance any more. */
function rootOf(covariance: readonly (readonly number[])[]): Float64Array[] {
  return cholesky(covariance.map((row) => Float64Array.from(row))) ?? [];
}

/** Solves L x = b. */
function solveLower(lower: readonly Float64Array[], b: readonly number[]): number[] {
  const x: number[] = [];
  b.forEach((value, i) => {
    const row = lower[i] as Float64Array;
    x.push((value - dot(row, x, i)) / (row[i] as number));
  });
  return x;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
