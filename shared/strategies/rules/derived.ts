import type { IndicatorSpec, Kernel, KernelState, Unit } from '../../indicators/kernel.ts';
import { Lag } from '../../indicators/lag.ts';
import { RollingCorrelation } from '../../indicators/rolling-correlation.ts';
import { loadParts, type Part, saveParts } from '../../indicators/state.ts';

/** One output of an indicator, as the input of what is derived from it. */
export interface Source {
  readonly spec: IndicatorSpec;
  readonly output: string;
}

/** A computation on one or two known values a bar; the second is NaN where there is one source only. */
interface Derivation extends Part {
  push(a: number, b: number): number;
}

interface Recipe {
  /** What is computed and over how many bars: with the sources it says when two columns are equal. */
  readonly name: string;
  readonly unit: Unit;
  /** Bars that must be known before the first value, besides those of the sources. */
  readonly rows: number;
  readonly make: () => Derivation;
}

/** The value `bars` bars ago. */
export function lagged(source: Source, bars: number): IndicatorSpec {
  return derive([source], { name: `ago ${bars}`, unit: source.spec.definition.unit, rows: bars, make: () => new Ago(bars) });
}

/** The value less that of `bars` bars ago. */
export function changed(source: Source, bars: number): IndicatorSpec {
  return derive([source], { name: `delta ${bars}`, unit: source.spec.definition.unit, rows: bars, make: () => new Delta(bars) });
}

/** The change over `bars` bars in percent of the value then; 0 where that was 0. */
export function changedPercent(source: Source, bars: number): IndicatorSpec {
  return derive([source], { name: `percent ${bars}`, unit: 100, rows: bars, make: () => new Percent(bars) });
}

/** How many times in a row the value has risen, or with a minus fallen; `bars` is how many the rule looks at. */
export function streak(source: Source, bars: number): IndicatorSpec {
  return derive([source], { name: `streak ${bars}`, unit: 1, rows: bars, make: () => new Streak(bars) });
}

/** Pearson's correlation of two over `bars` bars. Both must be of one timeframe. */
export function correlated(a: Source, b: Source, bars: number): IndicatorSpec {
  const make = () => new RollingCorrelation(bars);
  return derive([a, b], { name: `correlation ${bars}`, unit: 1, rows: bars - 1, make });
}

/** Inputs that a kernel takes at most. */
const MOST_INPUTS = 5;

/** What the sources read, each once; undefined when it is more than one kernel takes. */
export function inputsOf(sources: readonly Source[]): IndicatorSpec['inputs'] | undefined {
  const inputs = [...new Set(sources.flatMap(({ spec }) => spec.inputs))];
  return inputs.length > MOST_INPUTS ? undefined : inputs;
}

function derive(sources: readonly Source[], { name, unit, rows, make }: Recipe): IndicatorSpec {
  const warmup = Math.max(...sources.map(({ spec }) => spec.warmup)) + rows;
  const settle = Math.max(...sources.map(({ spec }) => spec.definition.settle(spec.values))) + rows;
  const { timeframe, of } = sources[0]?.spec ?? {};
  const inputs = inputsOf(sources);
  if (inputs === undefined) throw new RangeError(`${name} reads more than ${MOST_INPUTS} columns`);
  return {
    key: `${name} of ${sources.map(({ spec, output }) => `${spec.key}.${output}`).join(' and ')}`,
    definition: {
      id: 'derived',
      name,
      group: 'statistics',
      about: name,
      parameters: {},
      outputs: ['value'],
      unit,
      warmup: () => warmup,
      settle: () => settle,
      source: 'This file.',
      kernel: () => new Derived(sources, make(), inputs),
    },
    values: {},
    inputs,
    ...(of === undefined ? {} : { of }),
    ...(timeframe === undefined ? {} : { timeframe }),
    warmup,
  };
}

/** Feeds the sources' kernels with the row, and what they answer to the derivation once all of it is known. */
class Derived implements Kernel {
  /** The row: a place for each input a kernel may have, of which the first `#count` are read. */
  readonly #row = new Float64Array(MOST_INPUTS);
  readonly #count: number;
  readonly #feeds: readonly Feed[];
  readonly #first: Feed;
  readonly #second: Feed | undefined;
  readonly #derivation: Derivation;
  #last = Number.NaN;

  constructor(sources: readonly Source[], derivation: Derivation, inputs: IndicatorSpec['inputs']) {
    this.#count = inputs.length;
    this.#feeds = sources.map((source) => new Feed(source, this.#row, inputs));
    this.#first = this.#feeds[0] as Feed;
    this.#second = this.#feeds[1];
    this.#derivation = derivation;
  }

  // oxlint-disable-next-line eslint/max-params -- the five columns that a kernel is given
  update(a: number, b: number, c: number, d: number, e: number): number {
    const row = this.#row;
    row[0] = a;
    row[1] = b;
    row[2] = c;
    row[3] = d;
    row[4] = e;
    for (let k = 0; k < this.#count; k++) if (!Number.isFinite(row[k])) return this.#last;
    const x = this.#first.next();
    const y = this.#second === undefined ? 0 : this.#second.next();
    if (Number.isFinite(x) && Number.isFinite(y)) this.#last = this.#derivation.push(x, y);
    return this.#last;
  }

  snapshot(): KernelState {
    return saveParts([this.#last], [...this.#feeds, this.#derivation]);
  }

  restore(state: KernelState): void {
    [this.#last] = loadParts(state, 1, [...this.#feeds, this.#derivation]) as [number];
  }
}

/** The kernel of a source, fed with those places of the row that it reads. */
class Feed implements Part {
  readonly #row: Float64Array;
  readonly #kernel: Kernel;
  readonly #places: readonly number[];
  readonly #output: number;

  constructor({ spec, output }: Source, row: Float64Array, inputs: IndicatorSpec['inputs']) {
    this.#row = row;
    this.#kernel = spec.definition.kernel(spec.values);
    this.#places = spec.inputs.map((input) => inputs.indexOf(input));
    this.#output = spec.definition.outputs.indexOf(output);
  }

  next(): number {
    const row = this.#row;
    const [i = 0, j = 0, k = 0, l = 0, m = 0] = this.#places;
    const main = this.#kernel.update(row[i] as number, row[j] as number, row[k] as number, row[l] as number, row[m] as number);
    return this.#kernel.outputs === undefined ? main : (this.#kernel.outputs[this.#output] as number);
  }

  snapshot(): KernelState {
    return this.#kernel.snapshot();
  }

  restore(state: KernelState): void {
    this.#kernel.restore(state);
  }
}

class Ago extends Lag implements Derivation {
  readonly #bars: number;
  constructor(bars: number) {
    super(Math.max(1, bars));
    this.#bars = bars;
  }
  override push(a: number): number {
    return this.#bars === 0 ? a : super.push(a);
  }
}

class Delta extends Lag implements Derivation {
  override push(a: number): number {
    return a - super.push(a);
  }
}

class Percent extends Lag implements Derivation {
  override push(a: number): number {
    const then = super.push(a);
    return then === 0 ? 0 : (100 * (a - then)) / then;
  }
}

class Streak implements Derivation {
  readonly #bars: number;
  #last = Number.NaN;
  #count = 0;
  #seen = 0;

  constructor(bars: number) {
    this.#bars = bars;
  }

  push(a: number): number {
    if (a > this.#last) this.#count = Math.max(0, this.#count) + 1;
    else if (a < this.#last) this.#count = Math.min(0, this.#count) - 1;
    else this.#count = 0;
    this.#last = a;
    if (this.#seen <= this.#bars) this.#seen++;
    return this.#seen > this.#bars ? this.#count : Number.NaN;
  }

  snapshot(): KernelState {
    return [this.#last, this.#count, this.#seen];
  }

  restore([last, count, seen]: KernelState): void {
    this.#last = last as number;
    this.#count = count as number;
    this.#seen = seen as number;
  }
}
