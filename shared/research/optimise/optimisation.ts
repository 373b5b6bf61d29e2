import { isBetter, type Search, type SearchState, type Told } from './contract.ts';
import { keyOf, type Params } from './space.ts';

/** Times in a row that a search may ask only for what was run, after which it has converged. */
const MOST_REPEATS = 40;

/**
 * A search with its results: hands out every combination once, however often the search asks for it, and ends after a number of trials. The order
 * of its results is that in which they were asked for.
 */
export class Optimisation {
  readonly results: Told[] = [];
  readonly #search: Search;
  readonly #trials: number;
  readonly #known = new Map<string, Told>();
  #asked: readonly Params[] = [];
  #repeats = 0;

  constructor(search: Search, trials = Infinity) {
    this.#search = search;
    this.#trials = trials;
  }

  /** Combinations to run next, all of them new; none when the search is over. The one batch is told before the next is asked for. */
  next(): Params[] {
    while (this.results.length < this.#trials && this.#repeats < MOST_REPEATS) {
      this.#asked = this.#search.ask(Math.min(this.#search.batch, this.#trials - this.results.length));
      if (this.#asked.length === 0) return [];
      const fresh = new Map<string, Params>();
      for (const params of this.#asked) if (!this.#known.has(keyOf(params))) fresh.set(keyOf(params), params);
      if (fresh.size > 0) {
        this.#repeats = 0;
        return [...fresh.values()];
      }
      this.#repeats++;
      this.tell([]);
    }
    return [];
  }

  /** Takes the scores of the batch, in its order. */
  tell(results: readonly Told[]): void {
    for (const told of results) this.#known.set(keyOf(told.params), told);
    this.results.push(...results);
    this.#search.tell(this.#asked.map((params) => this.#known.get(keyOf(params)) as Told));
    this.#asked = [];
  }

  /** The first of the best; undefined when none has a score. */
  get best(): Told | undefined {
    let best: Told | undefined;
    for (const told of this.results) if (isBetter(told.score, best?.score ?? null)) best = told;
    return best;
  }

  /** Between two batches. */
  snapshot(): SearchState {
    return { search: this.#search.snapshot(), repeats: this.#repeats, results: [...this.results] };
  }

  restore(state: SearchState): void {
    const { search, repeats, results } = state as unknown as { search: SearchState; repeats: number; results: Told[] };
    this.#search.restore(search);
    this.#repeats = repeats;
    for (const told of results) this.#known.set(keyOf(told.params), told);
    this.results.push(...results);
  }
}
