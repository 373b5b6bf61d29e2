import { ResearchError } from '../error.ts';

type Params = Readonly<Record<string, number>>;

export interface Neighbourhood {
  readonly kind: 'grid' | 'nearest';
  /** Places of the neighbours of each sample. */
  readonly of: readonly (readonly number[])[];
  /** How many a sample has that lies at no edge. */
  readonly full: number;
}

/** Share of the places of a grid that must be taken for the samples to be one: constraints such as fast < slow leave places empty. */
const GRID_SHARE = 0.25;
/** Grids of more parameters have more diagonals than samples: nearest neighbours are used instead. */
const GRID_PARAMETERS_MAX = 6;

/**
 * Who is beside whom among points of parameters: one step away in any of them on a grid, else the nearest 2 d (4 at least) of d parameters, each scaled by its
 * range. A parameter of one value does not count. Throws `ResearchError` when two samples have different parameters.
 */
export function neighboursOf(samples: readonly Params[]): Neighbourhood {
  const names = Object.keys(samples[0] ?? {}).toSorted();
  for (const [i, params] of samples.entries()) {
    if (Object.keys(params).toSorted().join() !== names.join())
      throw new ResearchError(
        'params',
        `sample ${i} has the parameters ${Object.keys(params).join(', ')}, but must have ${names.join(', ')} like the first`,
      );
  }
  const axes = names.map((name) => [...new Set(samples.map((params) => params[name] as number))].toSorted((a, b) => a - b));
  const varied = names.map((name, i) => ({ name, values: axes[i] as number[] })).filter(({ values }) => values.length > 1);
  const places = varied.reduce((product, { values }) => product * values.length, 1);
  if (varied.length <= GRID_PARAMETERS_MAX && samples.length >= GRID_SHARE * places) return gridNeighbours(samples, varied);
  return nearestNeighbours(samples, varied);
}

interface Axis {
  readonly name: string;
  /** Ascending. */
  readonly values: readonly number[];
}

function gridNeighbours(samples: readonly Params[], axes: readonly Axis[]): Neighbourhood {
  // A place of the grid is one number: the steps of each axis, with room for one step beyond both ends.
  const strides: number[] = [];
  let size = 1;
  for (const { values } of axes) {
    strides.push(size);
    size *= values.length + 2;
  }
  const ranks = axes.map(({ values }) => new Map(values.map((value, rank) => [value, rank + 1])));
  const placeOf = (params: Params) =>
    axes.reduce((sum, { name }, i) => sum + (ranks[i]?.get(params[name] as number) as number) * (strides[i] as number), 0);
  const places = samples.map(placeOf);
  const at = new Map(places.map((place, i) => [place, i]));
  const steps = strides.reduce<number[]>((sums, stride) => sums.flatMap((sum) => [sum - stride, sum, sum + stride]), [0]);
  const around = steps.filter((step) => step !== 0);
  return {
    kind: 'grid',
    of: places.map((place) => around.map((step) => at.get(place + step)).filter((i) => i !== undefined)),
    full: around.length,
  };
}

function nearestNeighbours(samples: readonly Params[], axes: readonly Axis[]): Neighbourhood {
  const count = Math.min(samples.length - 1, Math.max(4, 2 * axes.length));
  const columns = axes.map(({ name, values }) => {
    const [low, high] = [values[0] as number, values.at(-1) as number];
    return Float64Array.from(samples, (params) => ((params[name] as number) - low) / (high - low));
  });
  const distances = new Float64Array(samples.length);
  return {
    kind: 'nearest',
    of: samples.map((_, i) => {
      distances.fill(0);
      for (const column of columns) {
        const own = column[i] as number;
        for (let k = 0; k < distances.length; k++) distances[k] = (distances[k] as number) + ((column[k] as number) - own) ** 2;
      }
      return closest(distances, i, count);
    }),
    full: count,
  };
}

/** Places of the `count` smallest distances but the sample's own, nearest first: a short sorted list that each distance is put into. */
function closest(distances: Float64Array, own: number, count: number): number[] {
  const found: number[] = [];
  for (let k = 0; k < distances.length; k++) {
    if (k === own) continue;
    const distance = distances[k] as number;
    if (found.length === count && distance >= (distances[found[count - 1] as number] as number)) continue;
    let place = Math.min(found.length, count - 1);
    while (place > 0 && (distances[found[place - 1] as number] as number) > distance) {
      found[place] = found[place - 1] as number;
      place--;
    }
    found[place] = k;
  }
  return found;
}
