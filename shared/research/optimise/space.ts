import type { SeededRandom } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';

export type Params = Readonly<Record<string, number>>;

/** What one parameter may be: `from`, `from + step` and so on up to `to`, both included; any number between them when `step` is 0. */
export interface Dimension {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Searched by ratio, so that 1 to 10 gets as much of the search as 10 to 100. */
  readonly log: boolean;
}

/** Sums of a step like 0.1 carry an error in the last digits of the larger summand, which no user typed. */
const DIGITS = 12;
/** Draws after which a space counts as having no combination left. */
const MOST_DRAWS = 10_000;

/** The combinations that may be run. A point of it is a number from 0 to 1 for each dimension: what the searches calculate with. */
export class Space {
  readonly dimensions: readonly Dimension[];
  /** Whether the strategy and the constraints take a combination. */
  readonly allows: (params: Params) => boolean;

  constructor(dimensions: readonly Dimension[], allows: (params: Params) => boolean = () => true) {
    this.dimensions = dimensions;
    this.allows = allows;
  }

  /** Cells of the grid, those that are not allowed included; infinite when a dimension takes any number. */
  get cells(): number {
    return this.dimensions.reduce((product, dimension) => product * valuesOf(dimension), 1);
  }

  /** The combination at a point. */
  decode(point: ArrayLike<number>): Params {
    return Object.fromEntries(this.dimensions.map((dimension, i) => [dimension.name, valueAt(dimension, point[i] as number)]));
  }

  /** The point in the middle of a combination's cell. */
  encode(params: Params): Float64Array {
    return Float64Array.from(this.dimensions, (dimension) => shareOf(dimension, params[dimension.name] as number));
  }

  uniform(random: SeededRandom): Float64Array {
    return Float64Array.from(this.dimensions, () => random.next());
  }

  /** A point that is allowed, drawn evenly. Throws `ResearchError` when none is found. */
  allowedPoint(random: SeededRandom): Float64Array {
    for (let draws = 0; draws < MOST_DRAWS; draws++) {
      const point = this.uniform(random);
      if (this.allows(this.decode(point))) return point;
    }
    throw new ResearchError('constraint', `none of ${MOST_DRAWS} combinations drawn is allowed by the strategy and the constraints`);
  }
}

/** Equal exactly when the combinations are. */
export function keyOf(params: Params): string {
  return Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** How many values a dimension has; infinite when it takes any number. */
export function valuesOf({ from, to, step }: Dimension): number {
  return step === 0 ? Infinity : Math.floor((to - from) / step + 1e-9) + 1;
}

/** The value of that place, counted from 0, in a dimension with a step. */
export function valueOf({ from, step }: Dimension, place: number): number {
  const size = Math.max(Math.abs(from), place * step, Number.MIN_VALUE);
  const decimals = Math.min(100, Math.max(0, DIGITS - Math.ceil(Math.log10(size))));
  // Never a negative zero.
  return Number((from + place * step).toFixed(decimals)) + 0;
}

function valueAt(dimension: Dimension, share: number): number {
  const { from, to, step, log } = dimension;
  const [low, high] = edges(dimension);
  const value = log ? low * (high / low) ** share : low + share * (high - low);
  if (step === 0) return Math.min(to, Math.max(from, value));
  const place = Math.round((value - from) / step);
  return valueOf(dimension, Math.min(valuesOf(dimension) - 1, Math.max(0, place)));
}

function shareOf(dimension: Dimension, value: number): number {
  const [low, high] = edges(dimension);
  if (high === low) return 0.5;
  return dimension.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** Half a step beyond both ends, so that every value gets its part of the search. */
function edges(dimension: Dimension): [low: number, high: number] {
  const { from, to, step, log } = dimension;
  if (step === 0) return [from, to];
  const last = from + (valuesOf(dimension) - 1) * step;
  return [log ? Math.max(from - step / 2, from / 2) : from - step / 2, last + step / 2];
}
