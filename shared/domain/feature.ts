/** A number that is known from outside the market: a sentiment score, a rate, an earnings figure. Rows in order of `knownAtUs`. */
export interface Feature {
  readonly length: number;
  /** When each value could first be known, microseconds UTC: not the time it speaks of. */
  readonly knownAtUs: Float64Array;
  readonly value: Float64Array;
}
