import { ResearchError } from '../error.ts';
import type { Search, SearchState } from './contract.ts';
import { type Params, type Space, valueOf, valuesOf } from './space.ts';

/** Cells beyond which a grid is surely not what was meant. */
const MOST_CELLS = 250_000;

/** Every cell of the grid that is allowed, the last dimension running fastest. */
export class GridSearch implements Search {
  readonly batch = 1024;
  /** Cells passed over because the strategy or a constraint forbids them. */
  leftOut = 0;
  #cell = 0;
  readonly #space: Space;

  /** Throws `ResearchError` for a dimension without a step, and for more cells than anybody waits for. */
  constructor(space: Space) {
    const endless = space.dimensions.find(({ step }) => step === 0);
    if (endless) {
      const { name, from, to } = endless;
      throw new ResearchError('range', `range ${name}=${from}:${to} has no step, but a grid needs one, like ${name}=${from}:${to}:0.1`);
    }
    if (space.cells > MOST_CELLS) {
      throw new ResearchError(
        'range',
        `the grid has ${space.cells.toExponential(1)} cells, but at most ${MOST_CELLS} are run: narrow the ranges, or let another method pick with a number of trials`,
      );
    }
    this.#space = space;
  }

  ask(count: number): Params[] {
    const asked: Params[] = [];
    for (const cells = this.#space.cells; asked.length < count && this.#cell < cells; this.#cell++) {
      const params = this.#paramsOf(this.#cell);
      if (this.#space.allows(params)) asked.push(params);
      else this.leftOut++;
    }
    return asked;
  }

  tell(): void {
    // A grid learns nothing.
  }

  snapshot(): SearchState {
    return { cell: this.#cell, leftOut: this.leftOut };
  }

  restore(state: SearchState): void {
    this.#cell = state['cell'] as number;
    this.leftOut = state['leftOut'] as number;
  }

  #paramsOf(cell: number): Params {
    let rest = cell;
    const pairs = this.#space.dimensions.toReversed().map((dimension): [string, number] => {
      const count = valuesOf(dimension);
      const place = rest % count;
      rest = (rest - place) / count;
      return [dimension.name, valueOf(dimension, place)];
    });
    return Object.fromEntries(pairs.reverse());
  }
}
