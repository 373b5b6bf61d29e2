/** Knows which bar is judged. */
interface Judged {
  readonly cursor: number;
}

/** What a body, a shadow or a distance of one bar of a formation is held against. */
export class Yardstick {
  readonly #shapes: Judged;
  readonly #column: Float64Array;
  readonly #back: number;

  constructor(shapes: Judged, column: Float64Array, back: number) {
    this.#shapes = shapes;
    this.#column = column;
    this.#back = back;
  }

  get value(): number {
    return this.#column[this.#shapes.cursor - this.#back] as number;
  }
}
