import { type Elsewhere, type Input, INPUTS, placeOf } from './input.ts';
import type { IndicatorDefinition, IndicatorSpec } from './kernel.ts';
import { type Parameters, parseParameters, type ValuesOf } from './parameters.ts';

export interface SpecOptions {
  /** What to compute on instead of the declared inputs, as many; also what lies beside the run's bars, like `close of ETH/USDT` or `feature sentiment`. */
  readonly inputs?: readonly (Input | Elsewhere)[];
  /** Another instrument, by its symbol: computed on its bars, each seen from its close on. */
  readonly of?: string;
  /** A longer timeframe than the run's, like `4h`: computed on its closed bars only, each seen from the close that completes it. */
  readonly timeframe?: string;
}

/** The function a strategy calls: `rsi(14)` sets the first parameter, `rsi({ period: 14 })` any; with the definition it was made from. */
export interface IndicatorFactory<P extends Parameters, O extends string> {
  (values?: number | Partial<ValuesOf<P>>, options?: SpecOptions): IndicatorSpec<O>;
  readonly definition: IndicatorDefinition<P, O>;
}

/** An indicator with its types forgotten: what the API, the console and the tests of the whole catalogue handle. */
export type Indicator = IndicatorFactory<Parameters, string>;

/** Makes an indicator of a definition. Throws at definition when a name is missing or an input unknown to no kernel. */
export function defineIndicator<const P extends Parameters, const O extends string>(
  definition: IndicatorDefinition<P, O>,
): IndicatorFactory<P, O> {
  if (!/^[a-z][a-z0-9-]*$/.test(definition.id)) throw new Error(`indicator id "${definition.id}" is not kebab-case`);
  if (definition.outputs.length === 0) throw new Error(`indicator ${definition.id} has no output`);
  if (definition.inputs.length === 0 || definition.inputs.length > 5) {
    throw new Error(`indicator ${definition.id} has ${definition.inputs.length} inputs, but 1 to 5 are possible`);
  }
  const firstParameter = Object.keys(definition.parameters)[0];
  const make = (given: number | Partial<ValuesOf<P>> = {}, options: SpecOptions = {}): IndicatorSpec<O> => {
    const named = typeof given === 'number' ? { [firstParameter ?? 'value']: given } : given;
    const values = parseParameters(`indicator ${definition.id}`, definition.parameters, named);
    const inputs = options.inputs ?? definition.inputs;
    if (inputs.length !== definition.inputs.length) {
      throw new Error(
        `indicator ${definition.id} takes ${definition.inputs.length} inputs (${definition.inputs.join(', ')}), not ${inputs.length}`,
      );
    }
    for (const input of inputs) {
      if (placeOf(input) === undefined) {
        throw new Error(
          `indicator ${definition.id} cannot read "${input}"; an input is one of ${INPUTS.join(', ')}, or like "close of ETH/USDT" or "feature sentiment"`,
        );
      }
    }
    // What moves with its input moves with the volume when that is the input.
    const unit = definition.unit === 'price' && inputs[0] === 'volume' ? 'volume' : definition.unit;
    const key = `${definition.id}(${Object.entries(values)
      .map(([k, v]) => `${k}=${v}`)
      .join(
        ',',
      )})[${inputs.join(',')}]${options.of === undefined ? '' : ` of ${options.of}`}${options.timeframe === undefined ? '' : `@${options.timeframe}`}`;
    return {
      key,
      definition: { ...definition, unit } as unknown as IndicatorDefinition<Parameters, O>,
      values,
      inputs,
      ...(options.of === undefined ? {} : { of: options.of }),
      ...(options.timeframe === undefined ? {} : { timeframe: options.timeframe }),
      warmup: definition.warmup(values),
    };
  };
  return Object.assign(make, { definition });
}
