import { nearest } from '../../domain/nearest.ts';
import type { IndicatorSpec } from '../kernel.ts';
import { ParameterError, parseParameters } from '../parameters.ts';
import { MARKET_BREADTH } from './catalogue.ts';

/**
 * A breadth indicator for a strategy to declare: counted over the instrument that is traded and those beside it, as of their last closed bars.
 * Throws `ParameterError` for an unknown id or a value out of its bounds.
 */
export function breadth(id: string, given: Readonly<Record<string, number>> = {}): IndicatorSpec {
  const definition = MARKET_BREADTH.find((candidate) => candidate.id === id);
  if (definition === undefined) {
    const ids = MARKET_BREADTH.map((candidate) => candidate.id);
    throw new ParameterError(
      'id',
      `there is no breadth indicator "${id}"; ${nearest(id, ids) ? `did you mean "${nearest(id, ids)}"?` : `there are ${ids.join(', ')}`}`,
    );
  }
  const values = parseParameters(`breadth indicator ${id}`, definition.parameters, given);
  return {
    key: `${id}(${JSON.stringify(values)}) of the market`,
    definition,
    values,
    inputs: definition.inputs.map((input) => `${input} of the market` as const),
    warmup: definition.warmup(values),
  };
}
