import type { Params } from './space.ts';

/** What became of a combination: its score, the higher the better; null when it has none, which is worse than any. */
export interface Told {
  readonly params: Params;
  readonly score: number | null;
}

/**
 * A way to look for good combinations. Whoever holds it asks for some, runs them and tells the scores; the same seed and the same scores give the
 * same combinations, whatever they are run on.
 */
export interface Search {
  /** How many to ask for at once: what this search learns nothing from waiting for. */
  readonly batch: number;
  /** Up to `count` combinations to run, all allowed; none when it waits to be told, or knows no more. */
  ask(count: number): Params[];
  /** Takes scores of combinations that were asked for, in any order. */
  tell(results: readonly Told[]): void;
  /** All that it remembers, as plain JSON. */
  snapshot(): SearchState;
  /** Goes on where the search that gave the snapshot was. It must be new, and made with the same space and seed. */
  restore(state: SearchState): void;
}

export type SearchState = Readonly<Record<string, unknown>>;

/** Whether `a` is the better score. */
export function isBetter(a: number | null, b: number | null): boolean {
  return a !== null && (b === null || a > b);
}

/** Best first; equal scores keep their order. */
export function byScore<T extends { readonly score: number | null }>(a: T, b: T): number {
  return isBetter(a.score, b.score) ? -1 : isBetter(b.score, a.score) ? 1 : 0;
}
