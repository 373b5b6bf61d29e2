import { type Bars, sliceBars } from '../../domain/bars.ts';
import { toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { Beside } from '../../engine/beside.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { BiasFault } from './fault.ts';
import { type IndicatorColumn, indicatorColumns } from './recorded-run.ts';

/** Parts of the history after which a later start is tried. */
const STARTS: readonly number[] = [0.2, 0.4, 0.6];
/** Of the largest value: a seed of weight 1e-9, and rounding, stay far below it. */
const TOLERANCE = 1e-7;

interface Begun {
  readonly strategy: Pick<AnyStrategy, 'indicators'>;
  readonly values: Readonly<Record<string, number>>;
  readonly bars: Bars;
  readonly beside?: Beside | undefined;
  /** Bars of longer timeframes that came with the run's. */
  readonly longer?: ReadonlyMap<string, Bars>;
}

/** Indicators whose values, once settled, depend on where the history begins; and the names of all of which that could be told. */
export interface WarmUp {
  readonly faults: readonly BiasFault[];
  readonly told: ReadonlySet<string>;
}

/** Computes indicators on histories that begin later, and compares what they come to once settled. */
export function warmUpFaults({ strategy, values, ...input }: Begun, full: readonly IndicatorColumn[]): WarmUp {
  const rows = input.bars.length;
  const faults = new Map<string, BiasFault>();
  const told = new Set<string>();
  for (const share of STARTS) {
    const start = Math.floor(share * rows);
    const bars = sliceBars(input.bars, start, rows);
    const later = indicatorColumns(strategy, values, { ...input, bars });
    for (const [k, { spec, column }] of later.entries()) {
      const { name, column: whole, of } = full[k] as IndicatorColumn;
      const settled = settledRows(spec, bars.timeframeUs);
      if (settled >= bars.length) continue;
      told.add(name);
      const row = firstApart(whole.subarray(start), column, settled);
      if (row < 0 || faults.has(name)) continue;
      const at = toIso(bars.time[row] as number);
      const differ = { expected: valueOrNull(whole[start + row]), found: valueOrNull(column[row]) };
      faults.set(name, {
        kind: 'warm-up',
        what: name,
        indicator: spec.key,
        at,
        cut: toIso(bars.time[0] as number),
        ...differ,
        message: `${titleOf({ name, spec, of })} is ${differ.found} at ${at} when the history begins ${row} bars before, not ${differ.expected}; it should have settled after ${settled}`,
      });
    }
  }
  return { faults: [...faults.values()], told };
}

/** Rows of the run until an indicator has settled: what it declares, of its own bars when those are longer. */
function settledRows({ definition, values, timeframe }: IndicatorColumn['spec'], timeframeUs: number): number {
  const settle = Math.max(definition.settle(values), definition.warmup(values));
  if (timeframe === undefined) return settle;
  // The first of its bars may be a part of one only.
  return (settle + 2) * Math.ceil(parseTimeframe(timeframe) / timeframeUs);
}

/** First row from `from` on at which two columns are further apart than rounding; -1 when none is. */
function firstApart(a: Float64Array, b: Float64Array, from: number): number {
  let scale = 0;
  for (let row = from; row < a.length; row++) {
    const size = Math.abs(a[row] as number);
    if (size > scale && size < Infinity) scale = size;
  }
  for (let row = from; row < a.length; row++) {
    const [one, other] = [a[row] as number, b[row] as number];
    if (!Object.is(one, other) && !(Math.abs(one - other) <= TOLERANCE * scale)) return row;
  }
  return -1;
}

/** What a reader calls an output: its name, with the indicator unless the name says it, as in rules. */
export function titleOf({ name, spec: { key }, of }: Titled): string {
  const title = name.startsWith(key) ? key : `${name} (${key})`;
  return of === undefined ? title : `${title} of ${of}`;
}

interface Titled extends Pick<IndicatorColumn, 'name' | 'spec'> {
  readonly of?: string | undefined;
}

export function valueOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
