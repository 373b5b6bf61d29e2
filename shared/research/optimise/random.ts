import { mix, SeededRandom } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';
import type { Search, SearchState } from './contract.ts';
import { keyOf, type Params, type Space } from './space.ts';

/** Draws in a row that find nothing new, after which there is nothing new. */
const MOST_DRAWS = 10_000;

/** Combinations drawn one after the other, never one twice. The n-th depends on the seed and n alone, so that going on is drawing again. */
abstract class DrawnSearch implements Search {
  readonly batch = 1024;
  protected readonly space: Space;
  protected readonly seed: number;
  readonly #seen = new Set<string>();

  constructor(space: Space, seed: number) {
    this.space = space;
    this.seed = seed;
  }

  ask(count: number): Params[] {
    const asked: Params[] = [];
    while (asked.length < count) {
      const params = this.#draw();
      if (params === undefined) break;
      this.#seen.add(keyOf(params));
      asked.push(params);
    }
    return asked;
  }

  tell(): void {
    // A draw learns nothing.
  }

  snapshot(): SearchState {
    return { asked: this.#seen.size };
  }

  restore(state: SearchState): void {
    this.ask(state['asked'] as number);
  }

  /** The point of that number, if it has one of its own. */
  protected abstract point(index: number): Float64Array | undefined;

  #draw(): Params | undefined {
    const index = this.#seen.size;
    const random = new SeededRandom(mix(this.seed, index));
    const planned = this.point(index);
    for (let draws = 0; draws < MOST_DRAWS; draws++) {
      const params = this.space.decode(draws === 0 && planned ? planned : this.space.uniform(random));
      if (this.space.allows(params) && !this.#seen.has(keyOf(params))) return params;
    }
    if (index > 0) return undefined;
    throw new ResearchError('constraint', `none of ${MOST_DRAWS} combinations drawn is allowed by the strategy and the constraints`);
  }
}

/** Combinations drawn evenly. Bergstra and Bengio (2012): better than a grid when few parameters matter. */
export class RandomSearch extends DrawnSearch {
  protected point(): undefined {
    return undefined;
  }
}

/**
 * As many combinations as parts of each range, one in each part. McKay, Beckman and Conover (1979). What is forbidden, or was drawn before,
 * is drawn evenly instead.
 */
export class LatinHypercubeSearch extends DrawnSearch {
  readonly #parts: Uint32Array[];

  constructor(space: Space, seed: number, trials: number) {
    super(space, seed);
    this.#parts = space.dimensions.map((_, i) => shuffled(trials, new SeededRandom(mix(seed, i, 1))));
  }

  protected point(index: number): Float64Array | undefined {
    const trials = this.#parts[0]?.length ?? 0;
    if (index >= trials) return undefined;
    const random = new SeededRandom(mix(this.seed, index, 2));
    return Float64Array.from(this.#parts, (parts) => ((parts[index] as number) + random.next()) / trials);
  }
}

/** 0 to `count` - 1 in random order. Fisher and Yates (1938). */
function shuffled(count: number, random: SeededRandom): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
