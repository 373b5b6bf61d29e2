import type { Bars } from '../domain/bars.ts';
import { type IndicatorSpec, inputColumn, type Kernel } from './kernel.ts';

/**
 * The batch form of any indicator: the fold of its kernel over the bars, one column an output. Equal bit for bit to updating row by row.
 * `allocate` says where the columns come from, for callers that use memory again; `columnOf` where the inputs do.
 */
export function computeIndicator(
  spec: IndicatorSpec,
  bars: Bars,
  allocate: (length: number) => Float64Array = (length) => new Float64Array(length),
  columnOf: (input: IndicatorSpec['inputs'][number]) => Float64Array = (input) => inputColumn(bars, input),
): Float64Array[] {
  const inputs = spec.inputs.map(columnOf);
  const kernel = spec.definition.kernel(spec.values);
  const outputs = spec.definition.outputs.map(() => allocate(bars.length));
  if (kernel.fold !== undefined && inputs.every((column) => isKnownColumn(column, bars))) kernel.fold(inputs, outputs);
  else foldKernel(kernel, inputs, outputs);
  return outputs;
}

const known = new WeakMap<Bars, Set<Float64Array>>();

/** Whether a column of `bars` holds finite values only. Bars are not written to any more once they are handed out, so that one look is enough. */
function isKnownColumn(column: Float64Array, bars: Bars): boolean {
  const columns = known.get(bars) ?? new Set();
  known.set(bars, columns);
  if (columns.has(column)) return true;
  if (!Object.values(bars).includes(column) || !isKnown(column)) return false;
  columns.add(column);
  return true;
}

/** Rows that a kernel takes at once: few enough to be still in the processor's cache after the look for unknown values. */
const BLOCK = 4096;

/** Feeds every row of `inputs` to `kernel` and writes its outputs; leaves the kernel in its final state. */
export function foldKernel(kernel: Kernel, inputs: readonly Float64Array[], outputs: readonly Float64Array[]): void {
  if (kernel.fold === undefined) return updateAll(kernel, inputs, outputs);
  const rows = (outputs[0] as Float64Array).length;
  for (let start = 0; start < rows; start += BLOCK) {
    const part = (column: Float64Array) => column.subarray(start, start + BLOCK);
    const [given, made] = [inputs.map(part), outputs.map(part)];
    if (given.every(isKnown)) kernel.fold(given, made);
    else updateAll(kernel, given, made);
  }
}

/** Whether all are finite: what is not, less itself, is NaN, which stays in its sum. Four sums at once, for they need not wait for each other. */
function isKnown(column: Float64Array): boolean {
  const rows = column.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    a += (column[i] as number) - (column[i] as number);
    b += (column[i + 1] as number) - (column[i + 1] as number);
    c += (column[i + 2] as number) - (column[i + 2] as number);
    d += (column[i + 3] as number) - (column[i + 3] as number);
  }
  for (; i < rows; i++) a += (column[i] as number) - (column[i] as number);
  return a + b + c + d === 0;
}

/** Row by row, one call an update. */
function updateAll(kernel: Kernel, inputs: readonly Float64Array[], outputs: readonly Float64Array[]): void {
  const [first, ...rest] = outputs as [Float64Array, ...Float64Array[]];
  if (rest.length > 0) return foldRows(kernel, inputs, outputs);
  const [a, b, c, d, e] = inputs as [Float64Array, Float64Array?, Float64Array?, Float64Array?, Float64Array?];
  const rows = first.length;
  if (b === undefined) {
    for (let i = 0; i < rows; i++) first[i] = kernel.update(a[i] as number, NaN, NaN, NaN, NaN);
  } else if (c === undefined) {
    for (let i = 0; i < rows; i++) first[i] = kernel.update(a[i] as number, b[i] as number, NaN, NaN, NaN);
  } else {
    for (let i = 0; i < rows; i++) first[i] = kernel.update(a[i] as number, b[i] as number, c[i] as number, d?.[i] ?? NaN, e?.[i] ?? NaN);
  }
}

/** The same for a kernel of several outputs, which leaves them in `kernel.outputs`. */
function foldRows(kernel: Kernel, inputs: readonly Float64Array[], outputs: readonly Float64Array[]): void {
  const [a, b, c, d, e] = inputs as [Float64Array, Float64Array?, Float64Array?, Float64Array?, Float64Array?];
  const [x, y, z] = outputs as [Float64Array, Float64Array, Float64Array?];
  const row = kernel.outputs as Float64Array;
  for (let i = 0; i < a.length; i++) {
    kernel.update(a[i] as number, b?.[i] ?? NaN, c?.[i] ?? NaN, d?.[i] ?? NaN, e?.[i] ?? NaN);
    x[i] = row[0] as number;
    y[i] = row[1] as number;
    if (z !== undefined) z[i] = row[2] as number;
    for (let k = 3; k < outputs.length; k++) (outputs[k] as Float64Array)[i] = row[k] as number;
  }
}
