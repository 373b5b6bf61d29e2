import type { Bars } from '../domain/bars.ts';
import { computeIndicator } from '../indicators/batch.ts';
import { placeOf } from '../indicators/input.ts';
import type { IndicatorSpec } from '../indicators/kernel.ts';
import type { Indicators } from '../strategies/define.ts';
import { type Cursor, IndicatorView } from '../strategies/view.ts';
import { Arena } from './arena.ts';
import { type Beside, Surroundings } from './beside.ts';
import { EngineError } from './error.ts';
import { closesOf, firstKnown, lastClosed, lastKnown, spread } from './known-rows.ts';
import { longerBars } from './longer-timeframe.ts';

interface Run {
  readonly bars: Bars;
  readonly cursor: Cursor;
  readonly arena: Arena;
  readonly beside?: Beside | undefined;
  /** Bars of longer timeframes that came with the run's, by timeframe, like `4h`; others are made of the run's bars. */
  readonly longer?: ReadonlyMap<string, Bars> | undefined;
}

/** Bars of another timeframe or instrument, and for each row of the run the last of them that had closed. */
interface OtherBars {
  readonly bars: Bars;
  readonly knownRow: Int32Array;
  /** Their close over the rows of the run. */
  readonly close: Float64Array;
}

/** The outputs of one indicator over the rows of the run, and the first row at which they are known. */
interface Computed {
  readonly columns: readonly Float64Array[];
  readonly warmup: number;
  /** The columns over its own bars, when those are not the run's. */
  readonly own?: { readonly columns: readonly Float64Array[]; readonly bars: OtherBars };
}

/** Views of the declared indicators over the bars of a run, and the first row at which all of them are known. Equal declarations share their columns. */
export function indicatorViews(declared: Indicators, run: Run): { views: Record<string, unknown>; warmup: number } {
  const computing = new Computing(run);
  const views: Record<string, unknown> = {};
  let warmup = 0;
  for (const [name, spec] of Object.entries(declared)) {
    if (spec?.definition === undefined)
      throw new EngineError(`indicators.${name}`, `indicators().${name} is no indicator; write for example ${name}: sma(20)`);
    const known = computing.compute(spec);
    views[name] = viewOf(spec, known, run);
    warmup = Math.max(warmup, known.warmup);
  }
  return { views, warmup };
}

/** The outputs of an indicator that reads data beside the bars, over the rows of the run: what was known at each close. */
interface IndicatorColumns {
  readonly columns: readonly Float64Array[];
  /** First row at which they are known. */
  readonly warmup: number;
  /** What its prices are measured by; undefined where its values are no prices of one instrument. */
  readonly close: Float64Array | undefined;
}

/** Computes one indicator over a run as `indicatorViews` does. Throws `EngineError` when the run lacks what it reads. */
export function indicatorColumns(
  spec: IndicatorSpec,
  run: { readonly bars: Bars; readonly beside?: Beside | undefined },
): IndicatorColumns {
  const { columns, warmup, own } = new Computing({ ...run, arena: new Arena() }).compute(spec);
  return { columns, warmup, close: isElsewhere(spec) ? undefined : (own?.bars.close ?? run.bars.close) };
}

class Computing {
  readonly #run: Omit<Run, 'cursor'>;
  readonly #surroundings: Surroundings;
  readonly #computed = new Map<string, Computed>();
  readonly #otherBars = new Map<string, OtherBars>();

  constructor(run: Omit<Run, 'cursor'>) {
    this.#run = run;
    this.#surroundings = new Surroundings(run.bars, run.beside ?? {});
  }

  compute(spec: IndicatorSpec): Computed {
    let known = this.#computed.get(spec.key);
    if (known === undefined) {
      known = spec.of === undefined && spec.timeframe === undefined ? this.#onOwnBars(spec) : this.#onOtherBars(spec);
      this.#computed.set(spec.key, known);
    }
    return known;
  }

  #onOwnBars(spec: IndicatorSpec): Computed {
    const { bars, arena } = this.#run;
    const compute = (allocate: (length: number) => Float64Array) =>
      computeIndicator(spec, bars, allocate, (input) => this.#surroundings.column(input));
    const shared = isElsewhere(spec) ? undefined : arena.columns;
    // What other runs read as well must outlive the arena's reset.
    const columns = shared ? shared.get(spec.key, bars, compute) : compute((length) => arena.take(length));
    return { columns, warmup: spec.inputs.some(waitsForData) ? firstFinite(columns, spec.warmup) : spec.warmup };
  }

  #onOtherBars(spec: IndicatorSpec): Computed {
    const { bars, arena } = this.#run;
    const elsewhere = spec.inputs.find((input) => placeOf(input)?.kind !== 'own');
    if (elsewhere !== undefined) throw new EngineError('inputs', twoPlaces(spec, elsewhere));
    const other = this.#others(spec);
    const columns = computeIndicator(spec, other.bars, (length) => arena.take(length));
    return {
      columns: columns.map((column) => spread(column, other.knownRow, arena.take(bars.length))),
      warmup: firstKnown(other.knownRow, spec.warmup),
      own: { columns, bars: other },
    };
  }

  #others({ of, timeframe }: IndicatorSpec): OtherBars {
    const key = `${timeframe ?? ''} of ${of ?? ''}`;
    const known = this.#otherBars.get(key);
    if (known) return known;
    const { bars: own, longer } = this.#run;
    const base = of === undefined ? own : this.#surroundings.barsOf(of);
    const given = of === undefined && timeframe !== undefined ? longer?.get(timeframe) : undefined;
    const bars = given ?? (timeframe === undefined ? base : longerBars(base, timeframe));
    const knownRow = bars === given || bars === base ? lastClosed(bars, own) : lastKnown(closesOf(bars, base), own);
    const close = of === undefined ? own.close : spread(bars.close, knownRow, new Float64Array(own.length));
    const made = { bars, knownRow, close };
    this.#otherBars.set(key, made);
    return made;
  }
}

function twoPlaces({ definition, of, timeframe }: IndicatorSpec, input: string): string {
  const where = [...(timeframe === undefined ? [] : [`${timeframe} bars`]), ...(of === undefined ? [] : [`bars of ${of}`])].join(', ');
  const way = of === undefined ? 'timeframe' : timeframe === undefined ? 'of' : 'of and timeframe';
  return `indicator ${definition.id} reads "${input}" and is asked of other bars (${where}): data beside the bars is known by the rows of the run only; leave ${way} out, or that input`;
}

/** Whether it reads more than the bars that it is computed over. */
function isElsewhere(spec: IndicatorSpec): boolean {
  return spec.inputs.some((input) => placeOf(input)?.kind !== 'own');
}

/** What lies elsewhere may begin later than the run's bars; an optional feature is not waited for. */
function waitsForData(input: IndicatorSpec['inputs'][number]): boolean {
  const place = placeOf(input);
  return place !== undefined && place.kind !== 'own' && !(place.kind === 'feature' && place.optional);
}

/** First row from `row` on at which every column is known; the number of rows when there is none. */
function firstFinite(columns: readonly Float64Array[], row: number): number {
  const rows = (columns[0] as Float64Array).length;
  let first = row;
  while (first < rows && columns.some((column) => Number.isNaN(column[first]))) first++;
  return first;
}

function viewOf(spec: IndicatorSpec, { columns, own }: Computed, { bars, cursor }: Run): unknown {
  const { outputs, unit } = spec.definition;
  // What lies elsewhere is measured by itself: a rate is not of the size of the price beside it.
  const elsewhere = isElsewhere(spec);
  const view = (k: number) => {
    const options = {
      unit,
      close: elsewhere ? (columns[k] as Float64Array) : (own?.bars.close ?? bars.close),
      ...(own && { own: { column: own.columns[k] as Float64Array, knownRow: own.bars.knownRow } }),
    };
    return new IndicatorView(columns[k] as Float64Array, cursor, options);
  };
  if (outputs.length === 1 && outputs[0] === 'value') return view(0);
  return Object.fromEntries(outputs.map((output, k) => [output, view(k)]));
}
