import { CmaEsSearch } from './cma-es.ts';
import type { Search } from './contract.ts';
import { GeneticSearch } from './genetic.ts';
import { GridSearch } from './grid.ts';
import { LatinHypercubeSearch, RandomSearch } from './random.ts';
import type { Space } from './space.ts';
import { TpeSearch } from './tpe.ts';

export interface SearchOptions {
  readonly space: Space;
  readonly seed: number;
  /** How many combinations will be run in all: what a Latin hypercube divides the ranges by. */
  readonly trials: number;
}

const SEARCHES = {
  grid: ({ space }: SearchOptions) => new GridSearch(space),
  random: ({ space, seed }: SearchOptions) => new RandomSearch(space, seed),
  lhs: ({ space, seed, trials }: SearchOptions) => new LatinHypercubeSearch(space, seed, trials),
  tpe: ({ space, seed }: SearchOptions) => new TpeSearch(space, seed),
  genetic: ({ space, seed }: SearchOptions) => new GeneticSearch(space, seed),
  'cma-es': ({ space, seed }: SearchOptions) => new CmaEsSearch(space, seed),
} as const satisfies Readonly<Record<string, (options: SearchOptions) => Search>>;

export type SearchMethod = keyof typeof SEARCHES;
export const SEARCH_METHODS = Object.keys(SEARCHES) as readonly SearchMethod[];

/** A search that has asked for nothing yet. */
export function startSearch(method: SearchMethod, options: SearchOptions): Search {
  return SEARCHES[method](options);
}
