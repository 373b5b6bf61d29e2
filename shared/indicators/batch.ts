import type { Bars } from '../domain/bars.ts';
import { type IndicatorSpec, inputColumn, type Kernel } from './kernel.ts';

/** The batch form of any indicator: the fold of its kernel over the bars, one column an output. Equal bit for bit to updating row by row. */
export function computeIndicator(spec: IndicatorSpec, bars: Bars): Float64Array[] {
  const inputs = spec.inputs.map((input) => inputColumn(bars, input));
  const kernel = spec.definition.kernel(spec.values);
  const outputs = spec.definition.outputs.map(() => new Float64Array(bars.length));
  foldKernel(kernel, inputs, outputs);
  return outputs;
}

/** Feeds every row of `inputs` to `kernel` and writes its outputs; leaves the kernel in its final state. */
export function foldKernel(kernel: Kernel, inputs: readonly Float64Array[], outputs: readonly Float64Array[]): void {
  const [a, b, c, d, e] = inputs as [Float64Array, Float64Array?, Float64Array?, Float64Array?, Float64Array?];
  const first = outputs[0] as Float64Array;
  const rows = first.length;
  if (outputs.length > 1) {
    const row = kernel.outputs as Float64Array;
    for (let i = 0; i < rows; i++) {
      kernel.update(a[i] as number, b?.[i] ?? NaN, c?.[i] ?? NaN, d?.[i] ?? NaN, e?.[i] ?? NaN);
      for (let k = 0; k < outputs.length; k++) (outputs[k] as Float64Array)[i] = row[k] as number;
    }
    return;
  }
  if (b === undefined) for (let i = 0; i < rows; i++) first[i] = kernel.update(a[i] as number, NaN, NaN, NaN, NaN);
  else for (let i = 0; i < rows; i++) first[i] = kernel.update(a[i] as number, b[i] as number, c?.[i] ?? NaN, d?.[i] ?? NaN, e?.[i] ?? NaN);
}
