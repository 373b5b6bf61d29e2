import { type IndicatorSpec, INPUTS, type Input, type Kernel, type KernelState, type Unit } from '../../indicators/kernel.ts';
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

const COLUMNS: readonly Input[] = ['open', 'high', 'low', 'close', 'volume'];

function derive(sources: readonly Source[], { name, unit, rows, make }: Recipe): IndicatorSpec {
  const warmup = Math.max(...sources.map(({ spec }) => spec.warmup)) + rows;
  const settle = Math.max(...sources.map(({ spec }) => spec.definition.settle(spec.values))) + rows;
  const timeframe = sources[0]?.spec.timeframe;
  return {
    key: `${name} of ${sources.map(({ spec, output }) => `${spec.key}.${output}`).join(' and ')}`,
    definition: {
      id: 'derived',
      name,
      group: 'statistics',
      about: name,
      inputs: COLUMNS,
      parameters: {},
      outputs: ['value'],
      unit,
      warmup: () => warmup,
      settle: () => settle,
      source: 'This file.',
      kernel: () => new Derived(sources, make()),
    },
    values: {},
    inputs: COLUMNS,
    ...(timeframe === undefined ? {} : { timeframe }),
    warmup,
  };
}

/** Feeds the sources' kernels with the bar, and what they answer to the derivation once all of it is known. */
class Derived implements Kernel {
  /** The bar: a place for each of `INPUTS`, in that order. */
  readonly #bar = new Float64Array(INPUTS.length);
  readonly #feeds: readonly Feed[];
  readonly #first: Feed;
  readonly #second: Feed | undefined;
  readonly #derivation: Derivation;
  #last = Number.NaN;

  constructor(sources: readonly Source[], derivation: Derivation) {
    this.#feeds = sources.map((source) => new Feed(source, this.#bar));
    this.#first = this.#feeds[0] as Feed;
    this.#second = this.#feeds[1];
    this.#derivation = derivation;
  }

  // oxlint-disable-next-line eslint/max-params -- the five columns that a kernel is given
  update(open: number, high: number, low: number, close: number, volume: number): number {
    if (!Number.isFinite(open + high + low + close + volume)) return this.#last;
    const bar = this.#bar;
    bar[0] = open;
    bar[1] = high;
    bar[2] = low;
    bar[3] = close;
    bar[4] = volume;
    // As `inputColumn` computes them, bit for bit.
    bar[5] = (high + low) / 2;
    bar[6] = (high + low + close) / 3;
    bar[7] = (open + high + low + close) / 4;
    const a = this.#first.next();
    const b = this.#second === undefined ? 0 : this.#second.next();
    if (Number.isFinite(a) && Number.isFinite(b)) this.#last = this.#derivation.push(a, b);
    return this.#last;
  }

  snapshot(): KernelState {
    return saveParts([this.#last], [...this.#feeds, this.#derivation]);
  }

  restore(state: KernelState): void {
    [this.#last] = loadParts(state, 1, [...this.#feeds, this.#derivation]) as [number];
  }
}

/** The kernel of a source, fed with those places of the bar that it reads. */
class Feed implements Part {
  readonly #bar: Float64Array;
  readonly #kernel: Kernel;
  readonly #places: readonly number[];
  readonly #output: number;

  constructor({ spec, output }: Source, bar: Float64Array) {
    this.#bar = bar;
    this.#kernel = spec.definition.kernel(spec.values);
    this.#places = spec.inputs.map((input) => INPUTS.indexOf(input));
    this.#output = spec.definition.outputs.indexOf(output);
  }

  next(): number {
    const bar = this.#bar;
    const [i = 0, j = 0, k = 0, l = 0, m = 0] = this.#places;
    const main = this.#kernel.update(bar[i] as number, bar[j] as number, bar[k] as number, bar[l] as number, bar[m] as number);
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
