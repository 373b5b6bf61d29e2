import { type Bars, sliceBars } from '../../shared/domain/bars.ts';
import { toIso } from '../../shared/domain/time.ts';
import { computeIndicator } from '../../shared/indicators/batch.ts';
import { type DataOptions, loadOne } from '../dataset.ts';
import { type RangeOptions, rowsBetween } from '../range.ts';
import { loadIndicators } from '../registry.ts';
import { note, print, table } from '../terminal.ts';
import { unknownName } from '../user-error.ts';

interface ComputeOptions extends DataOptions, RangeOptions {
  readonly param?: Readonly<Record<string, number>>;
  readonly json?: boolean;
}

/** Rows shown to a reader; `--json` has all of them. */
const SHOWN_ROWS = 20;

/** `skytape indicators compute ID`: an indicator over a file, every row of it or of a range; the bars before the range warm it up. */
export async function indicatorsCompute(id: string, options: ComputeOptions): Promise<void> {
  const known = await loadIndicators();
  const indicator = known.find(({ definition }) => definition.id === id);
  if (!indicator)
    throw unknownName(
      'indicator',
      id,
      known.map(({ definition }) => definition.id),
    );
  const spec = indicator(options.param ?? {});
  const { bars: all } = await loadOne(options);
  const { first: start, end } = rowsBetween(all, options.data, options);
  const bars = sliceBars(all, start, end);
  const columns = computeIndicator(spec, sliceBars(all, 0, end)).map((column) => column.subarray(start));
  const { outputs } = spec.definition;
  if (options.json) return print(JSON.stringify(asJson(bars, outputs, columns)));
  const first = Math.max(0, bars.length - SHOWN_ROWS);
  const rows = Array.from({ length: bars.length - first }, (_, i) => [
    toIso(bars.time[first + i] as number),
    ...columns.map((column) => shown(column[first + i] as number)),
  ]);
  if (first > 0) note(`the last ${SHOWN_ROWS} of ${bars.length} rows; --json has all`);
  print(table([['TIME', ...outputs.map((name) => name.toUpperCase())], ...rows]));
}

function asJson(bars: Bars, outputs: readonly string[], columns: readonly Float64Array[]) {
  const numbers = (column: Float64Array) => Array.from(column, (value) => (Number.isFinite(value) ? value : null));
  return {
    time: Array.from(bars.time, toIso),
    outputs: Object.fromEntries(outputs.map((name, k) => [name, numbers(columns[k] as Float64Array)])),
  };
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(10))) : '-';
}
