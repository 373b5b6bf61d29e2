import type { Bars } from '../domain/bars.ts';
import { computeIndicator } from '../indicators/batch.ts';
import type { IndicatorSpec } from '../indicators/kernel.ts';
import type { Indicators } from '../strategies/define.ts';
import { type Cursor, IndicatorView } from '../strategies/view.ts';
import type { Arena } from './arena.ts';
import { EngineError } from './error.ts';
import { firstKnown, type LongerBars, longerBars, spread } from './longer-timeframe.ts';

interface Run {
  readonly bars: Bars;
  readonly cursor: Cursor;
  readonly arena: Arena;
  /** Bars of longer timeframes that were given, by timeframe; others are made of `bars`. */
  readonly longer?: ReadonlyMap<string, LongerBars>;
}

/** The outputs of one indicator over the rows of the run, and the first row at which they are known. */
interface Computed {
  readonly columns: readonly Float64Array[];
  readonly warmup: number;
  /** The bars and columns of its own timeframe, when that is not the run's. */
  readonly own?: { readonly columns: readonly Float64Array[]; readonly knownRow: Int32Array };
}

/** Views of the declared indicators over `bars`, and the first row at which all of them are known. Equal declarations share their columns. */
export function indicatorViews(declared: Indicators, run: Run): { views: Record<string, unknown>; warmup: number } {
  const computed = new Map<string, Computed>();
  const longer = new Map(run.longer);
  const views: Record<string, unknown> = {};
  let warmup = 0;
  for (const [name, spec] of Object.entries(declared)) {
    if (spec?.definition === undefined)
      throw new EngineError(`indicators.${name}`, `indicators().${name} is no indicator; write for example ${name}: sma(20)`);
    const known = computed.get(spec.key) ?? compute(spec, run, longer);
    computed.set(spec.key, known);
    views[name] = viewOf(spec, known, run);
    warmup = Math.max(warmup, known.warmup);
  }
  return { views, warmup };
}

function compute(spec: IndicatorSpec, { bars, arena }: Run, longer: Map<string, LongerBars>): Computed {
  const { timeframe } = spec;
  const allocate = (length: number) => arena.take(length);
  if (timeframe === undefined) return { columns: computeIndicator(spec, bars, allocate), warmup: spec.warmup };
  const slow = longer.get(timeframe) ?? longerBars(bars, timeframe);
  longer.set(timeframe, slow);
  const columns = computeIndicator(spec, slow.bars, allocate);
  return {
    columns: columns.map((column) => spread(column, slow.knownRow, arena.take(bars.length))),
    warmup: firstKnown(slow.knownRow, spec.warmup),
    own: { columns, knownRow: slow.knownRow },
  };
}

function viewOf(spec: IndicatorSpec, { columns, own }: Computed, { bars, cursor }: Run): unknown {
  const { outputs, unit } = spec.definition;
  const view = (k: number) => {
    const options = { unit, close: bars.close, ...(own && { own: { column: own.columns[k] as Float64Array, knownRow: own.knownRow } }) };
    return new IndicatorView(columns[k] as Float64Array, cursor, options);
  };
  if (outputs.length === 1 && outputs[0] === 'value') return view(0);
  return Object.fromEntries(outputs.map((output, k) => [output, view(k)]));
}
