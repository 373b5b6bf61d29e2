/** One combination of parameters and what it came to; null where it has no value. */
export interface MapSample {
  readonly params: Readonly<Record<string, number>>;
  readonly value: number | null;
}

/** Values of one parameter that share a row or a column. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface MapCell {
  /** The median of those in it; null when none has a value. */
  readonly value: number | null;
  /** 0 for the worst value of the map, 1 for the best: what the colour says. Null without a value. */
  readonly share: number | null;
  readonly combinations: number;
  /** The best combination in it. */
  readonly params: Readonly<Record<string, number>>;
}

export interface ParameterMap {
  readonly x: string;
  /** Null where only one parameter was searched. */
  readonly y: string | null;
  readonly columns: readonly Band[];
  /** From the bottom up. */
  readonly rows: readonly Band[];
  /** By row and column; null where no combination lies. */
  readonly cells: readonly (readonly (MapCell | null)[])[];
  /** `all`: there is no other parameter. `best`: the others are at the best combination's values. `median`: over whatever values the others have. */
  readonly others: 'all' | 'best' | 'median';
  readonly worst: number;
  readonly best: number;
}

export interface MapOptions {
  readonly x: string;
  readonly y: string | null;
  readonly goal: 'max' | 'min';
}

/** Values of a parameter that have a band each; more are put together in bands of one width. */
const VALUES_MAX = 30;
const BANDS_MIN = 4;
const BANDS_MAX = 12;
/** Places per combination above which most of a map would be empty: its values are put together too. */
const PLACES_MAX = 4;
/** The best combination's slice is shown when it fills at least this share of the places that have any combination. */
const SLICE_SHARE = 0.5;

/** Parameters of which there is more than one value, in the order in which the samples name them. */
export function variedParameters(samples: readonly MapSample[]): string[] {
  const first = samples[0]?.params ?? {};
  return Object.keys(first).filter((name) => samples.some(({ params }) => params[name] !== first[name]));
}

/** The best of the samples that have a value, the first of equals; undefined when none has. */
export function bestSample(samples: readonly MapSample[], goal: 'max' | 'min'): MapSample | undefined {
  return samples.reduce<MapSample | undefined>((best, sample) => (isBetter(sample, best, goal) ? sample : best), undefined);
}

/**
 * What combinations came to by two of their parameters. The others stand at the best combination's values where the samples are a grid; where they are scattered that
 * slice would be almost empty, and each cell is the median of all that lie in it. Undefined when no sample has a value.
 */
export function parameterMap(samples: readonly MapSample[], { x, y, goal }: MapOptions): ParameterMap | undefined {
  const top = bestSample(samples, goal);
  if (top === undefined) return undefined;
  const others = variedParameters(samples).filter((name) => name !== x && name !== y);
  const { columns, rows } = bandsBy(samples, x, y);
  const placed = (some: readonly MapSample[]) => place(some, { x, y, columns, rows });
  const everywhere = placed(samples);
  const slice = placed(samples.filter(({ params }) => others.every((name) => params[name] === top.params[name])));
  const sliced = others.length > 0 && slice.size >= SLICE_SHARE * everywhere.size;
  const cells = [...(sliced ? slice : everywhere)].map(([at, own]) => ({ at, own, value: medianOf(own) }));
  const known = cells.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const [worst, best] = goal === 'max' ? [low, high] : [high, low];
  const grid: (MapCell | null)[][] = rows.map(() => columns.map(() => null));
  for (const { at, own, value } of cells) {
    const cell = {
      value,
      share: value === null ? null : best === worst ? 1 : Math.abs(value - worst) / Math.abs(best - worst),
      combinations: own.length,
      params: (bestSample(own, goal) ?? (own[0] as MapSample)).params,
    };
    (grid[Math.floor(at / columns.length)] as (MapCell | null)[])[at % columns.length] = cell;
  }
  return { x, y, columns, rows, cells: grid, others: others.length === 0 ? 'all' : sliced ? 'best' : 'median', worst, best };
}

function isBetter({ value }: MapSample, than: MapSample | undefined, goal: 'max' | 'min'): boolean {
  if (value === null) return false;
  if (than === undefined || than.value === null) return true;
  return goal === 'max' ? value > than.value : value < than.value;
}

function bandsBy(samples: readonly MapSample[], x: string, y: string | null): { columns: readonly Band[]; rows: readonly Band[] } {
  const across = valuesOf(samples, x);
  if (y === null)
    return { columns: bandsOf(across, across.length <= VALUES_MAX ? null : BANDS_MAX), rows: [{ from: 0, to: 0, label: '' }] };
  const up = valuesOf(samples, y);
  const scattered = across.length * up.length > PLACES_MAX * samples.length;
  const few = Math.min(BANDS_MAX, Math.max(BANDS_MIN, Math.round(Math.sqrt(samples.length))));
  const countFor = (values: readonly number[]) => (scattered && values.length > few ? few : values.length <= VALUES_MAX ? null : BANDS_MAX);
  return { columns: bandsOf(across, countFor(across)), rows: bandsOf(up, countFor(up)) };
}

/** Ascending. */
function valuesOf(samples: readonly MapSample[], name: string): number[] {
  return [...new Set(samples.map(({ params }) => params[name] as number))].sort((a, b) => a - b);
}

/** So many bands of one width, those without a value left out; a band a value for null. */
function bandsOf(values: readonly number[], count: number | null): Band[] {
  if (count === null) return values.map((value) => ({ from: value, to: value, label: textOf(value) }));
  const [low, high] = [values[0] as number, values.at(-1) as number];
  const width = (high - low) / count;
  const bandAt = (value: number) => Math.min(count - 1, Math.floor((value - low) / width));
  return Array.from({ length: count }, (_, band) => values.filter((value) => bandAt(value) === band)).flatMap((own) => {
    const [from, to] = [own[0], own.at(-1)];
    return from === undefined || to === undefined
      ? []
      : [{ from, to, label: from === to ? textOf(from) : `${textOf(from)} to ${textOf(to)}` }];
  });
}

/** The samples by the place of their cell, row by row. */
function place(
  samples: readonly MapSample[],
  { x, y, columns, rows }: { x: string; y: string | null; columns: readonly Band[]; rows: readonly Band[] },
): Map<number, MapSample[]> {
  const within = (bands: readonly Band[], value: number) => bands.findIndex(({ to }) => value <= to);
  const cells = new Map<number, MapSample[]>();
  for (const sample of samples) {
    const row = y === null ? 0 : within(rows, sample.params[y] as number);
    const at = row * columns.length + within(columns, sample.params[x] as number);
    const own = cells.get(at);
    if (own === undefined) cells.set(at, [sample]);
    else own.push(sample);
  }
  return cells;
}

function medianOf(samples: readonly MapSample[]): number | null {
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b);
  const middle = values.length >>> 1;
  if (values.length === 0) return null;
  return values.length % 2 === 1 ? (values[middle] as number) : ((values[middle - 1] as number) + (values[middle] as number)) / 2;
}

/** Six significant digits without trailing zeros. */
function textOf(value: number): string {
  return String(Number(value.toPrecision(6)));
}
