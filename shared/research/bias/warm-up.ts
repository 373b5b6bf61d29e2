import { sliceBars } from '../../domain/bars.ts';
import { toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { BiasFault } from './fault.ts';
import { type BiasInput, type IndicatorColumn, indicatorColumns } from './recorded-run.ts';

/** Parts of the history after which a later start is tried. */
const STARTS: readonly number[] = [0.2, 0.4, 0.6];
/** Of the largest value: a seed of weight 1e-9, and rounding, stay far below it. */
const TOLERANCE = 1e-7;

/** Indicators whose values, once settled, depend on where the history begins; and those of which that cannot be told, as notes. */
export function warmUpFaults(input: BiasInput, full: readonly IndicatorColumn[], rows: number): { faults: BiasFault[]; notes: string[] } {
  const faults = new Map<string, BiasFault>();
  const compared = new Set<string>();
  for (const share of STARTS) {
    const start = Math.floor(share * rows);
    const bars = sliceBars(input.bars, start, rows);
    const later = indicatorColumns(input.strategy, input.values, { bars, beside: input.beside });
    for (const [k, { name, spec, column }] of later.entries()) {
      const settled = settledRows(spec, bars.timeframeUs);
      if (settled >= bars.length) continue;
      compared.add(name);
      const whole = (full[k] as IndicatorColumn).column;
      const row = firstApart(whole.subarray(start), column, settled);
      if (row < 0 || faults.has(name)) continue;
      const at = toIso(bars.time[row] as number);
      const values = { expected: valueOrNull(whole[start + row]), found: valueOrNull(column[row]) };
      faults.set(name, {
        kind: 'warm-up',
        what: name,
        indicator: spec.key,
        at,
        cut: toIso(bars.time[0] as number),
        ...values,
        message: `${titleOf(name, spec)} is ${values.found} at ${at} when the history begins ${row} bars before, not ${values.expected}; it should have settled after ${settled}`,
      });
    }
  }
  const untold = full.filter(({ name }) => !compared.has(name));
  return {
    faults: [...faults.values()],
    notes: untold.map(({ name, spec }) => `${titleOf(name, spec)} settles too late for this history: its warm-up was not judged`),
  };
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
export function titleOf(name: string, { key }: IndicatorColumn['spec']): string {
  return name.startsWith(key) ? key : `${name} (${key})`;
}

export function valueOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
