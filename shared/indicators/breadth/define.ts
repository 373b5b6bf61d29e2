import { foldKernel } from '../batch.ts';
import type { IndicatorDefinition } from '../kernel.ts';
import { type Parameters, parseParameters, type ValuesOf } from '../parameters.ts';
import type { BreadthColumn } from './columns.ts';
import type { MarketBreadth } from './market-breadth.ts';

/** An indicator of the breadth of a market: the contract of all others, but it reads the columns of a universe instead of one market’s bars. */
export interface BreadthDefinition<P extends Parameters = Parameters> extends Omit<IndicatorDefinition<P>, 'inputs'> {
  readonly inputs: readonly BreadthColumn[];
}

export function defineBreadth<const P extends Parameters>(definition: BreadthDefinition<P>): BreadthDefinition {
  return definition as unknown as BreadthDefinition;
}

/** One column for each output, one row for each of `breadth`. Throws `ParameterError` for a value that is unknown or out of bounds. */
export function computeBreadth(
  definition: BreadthDefinition,
  breadth: MarketBreadth,
  given: Readonly<Record<string, unknown>> = {},
): Float64Array[] {
  const values: ValuesOf<Parameters> = parseParameters(`breadth indicator ${definition.id}`, definition.parameters, given);
  const outputs = definition.outputs.map(() => new Float64Array(breadth.length));
  foldKernel(
    definition.kernel(values),
    definition.inputs.map((input) => breadth[input]),
    outputs,
  );
  return outputs;
}
