import { mix, SeededRandom } from '../../market/noise.ts';
import { byScore, type Search, type SearchState, type Told } from './contract.ts';
import { keyOf, type Params, type Space, valuesOf } from './space.ts';

/** Combinations drawn before the first model. */
const STARTUP = 16;
/** Share of the results that counts as good, and how many at most. Akiba et al. (2019), the defaults of Optuna. */
const GOOD_RATIO = 0.1;
const MOST_GOOD = 25;
/** Candidates drawn from the model of the good ones, of which the most promising is taken. */
const CANDIDATES = 24;
/** Wherever the good ones lie, this share of the candidates is drawn evenly. */
const EVEN_RATIO = 0.1;
/** Kernels are so wide, as a share of the range: narrower the more results there are. */
const WIDEST = 0.2;
const NARROWEST = 0.003;
const MOST_DRAWS = 100;
/** Even draws in a row that find nothing new, after which there is nothing new. */
const MOST_EVEN_DRAWS = 10_000;

interface Observed {
  readonly point: readonly number[];
  readonly score: number | null;
}

/**
 * Tree-structured Parzen estimator: one density of the good results, one of the others; the next combination is where the first outweighs the second most.
 * Bergstra, Bardenet, Bengio and Kegl, "Algorithms for hyper-parameter optimization" (2011), section 4; kernels over all dimensions at once as in
 * Falkner, Klein and Hutter (2018).
 */
export class TpeSearch implements Search {
  readonly batch = 8;
  readonly #space: Space;
  readonly #seed: number;
  readonly #seen = new Set<string>();
  #observed: Observed[] = [];

  constructor(space: Space, seed: number) {
    this.#space = space;
    this.#seed = seed;
  }

  ask(count: number): Params[] {
    const { good, others } = this.#split();
    return Array.from({ length: count }, () => {
      const random = new SeededRandom(mix(this.#seed, this.#seen.size));
      const modelled = this.#seen.size >= STARTUP && good.count > 0;
      const params = (modelled ? this.#mostPromising(good, others, random) : undefined) ?? this.#unseen(random);
      if (params !== undefined) this.#seen.add(keyOf(params));
      return params;
    }).filter((params) => params !== undefined);
  }

  tell(results: readonly Told[]): void {
    this.#observed.push(...results.map(({ params, score }) => ({ point: [...this.#space.encode(params)], score })));
  }

  snapshot(): SearchState {
    return { seen: [...this.#seen], observed: [...this.#observed] };
  }

  restore(state: SearchState): void {
    for (const key of state['seen'] as string[]) this.#seen.add(key);
    this.#observed = [...(state['observed'] as Observed[])];
  }

  #split(): { good: Parzen; others: Parzen } {
    const ranked = [...this.#observed].sort(byScore);
    const scored = ranked.filter(({ score }) => score !== null);
    const count = Math.min(scored.length, MOST_GOOD, Math.max(2, Math.ceil(GOOD_RATIO * ranked.length)));
    return { good: new Parzen(this.#space, ranked.slice(0, count)), others: new Parzen(this.#space, ranked.slice(count)) };
  }

  #mostPromising(good: Parzen, others: Parzen, random: SeededRandom): Params | undefined {
    let best: Params | undefined;
    let highest = -Infinity;
    for (let i = 0; i < CANDIDATES; i++) {
      const point = random.next() < EVEN_RATIO ? this.#space.uniform(random) : good.draw(random);
      const params = this.#space.decode(point);
      if (this.#seen.has(keyOf(params)) || !this.#space.allows(params)) continue;
      const promise = good.logDensity(point) - others.logDensity(point);
      if (promise <= highest) continue;
      highest = promise;
      best = params;
    }
    return best;
  }

  /** Drawn evenly; undefined when nothing new is found. Throws `ResearchError` when nothing at all is allowed. */
  #unseen(random: SeededRandom): Params | undefined {
    for (let draws = 0; draws < MOST_EVEN_DRAWS; draws++) {
      const params = this.#space.decode(this.#space.uniform(random));
      if (this.#space.allows(params) && !this.#seen.has(keyOf(params))) return params;
    }
    return this.#seen.size > 0 ? undefined : this.#space.decode(this.#space.allowedPoint(random));
  }
}

/** A density over the unit cube: a normal kernel around each point, and an even part so that it is 0 nowhere. */
class Parzen {
  readonly count: number;
  readonly #points: readonly (readonly number[])[];
  readonly #widths: Float64Array;

  constructor(space: Space, observed: readonly Observed[]) {
    this.#points = observed.map(({ point }) => point);
    this.count = observed.length;
    const shrink = this.count ** (-1 / (space.dimensions.length + 4));
    this.#widths = Float64Array.from(space.dimensions, (dimension) => {
      const cell = valuesOf(dimension) === Infinity ? 0 : 0.5 / valuesOf(dimension);
      return Math.max(NARROWEST, cell, shrink * Math.min(WIDEST, 1 / (1 + this.count)));
    });
  }

  draw(random: SeededRandom): Float64Array {
    const centre = this.#points[Math.floor(random.next() * this.count)] as readonly number[];
    return Float64Array.from(centre, (share, k) => {
      for (let draws = 0; draws < MOST_DRAWS; draws++) {
        const drawn = share + random.normal() * (this.#widths[k] as number);
        if (drawn >= 0 && drawn <= 1) return drawn;
      }
      return random.next();
    });
  }

  /** Up to a constant, which is the same for every density. */
  logDensity(at: ArrayLike<number>): number {
    // The even part weighs as much as one kernel; a normal one is 1 / (root of 2 pi, times the width) high.
    const height = this.#widths.reduce((product, width) => product / (2.5066 * width), 1);
    let sum = 1;
    for (const point of this.#points) {
      let squares = 0;
      for (let k = 0; k < point.length; k++) squares += (((at[k] as number) - (point[k] as number)) / (this.#widths[k] as number)) ** 2;
      sum += height * Math.exp(-squares / 2);
    }
    return Math.log(sum / (this.count + 1));
  }
}
