import type { Relation } from './needs.ts';

/**
 * For every bar of the window whether a measure of it stands in a relation to its yardstick: 1 or 0, shared by all formations that ask the
 * same.
 */
export class Trait {
  readonly column: Uint8Array;
  readonly #measure: Float64Array;
  readonly #relation: Relation;
  readonly #yardstick: Float64Array;

  constructor(measure: Float64Array, relation: Relation, yardstick: Float64Array) {
    this.column = new Uint8Array(measure.length);
    this.#measure = measure;
    this.#relation = relation;
    this.#yardstick = yardstick;
  }

  /**
   * Judges the bars `from` to `to` (exclusive) of the window; a yardstick that is not known yet answers 0.
   * `Number(...)` rather than `? 1 : 0`: on prices a branch is a coin toss, and the engine makes no branch of this.
   */
  advance(from: number, to: number): void {
    const { column } = this;
    const measure = this.#measure;
    const yardstick = this.#yardstick;
    if (this.#relation === 'above') {
      for (let i = from; i < to; i++) column[i] = Number((measure[i] as number) > (yardstick[i] as number));
    } else if (this.#relation === 'below') {
      for (let i = from; i < to; i++) column[i] = Number((measure[i] as number) < (yardstick[i] as number));
    } else {
      for (let i = from; i < to; i++) column[i] = Number((measure[i] as number) <= (yardstick[i] as number));
    }
  }
}
