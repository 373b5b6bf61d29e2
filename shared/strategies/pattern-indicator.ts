import type { SpecOptions } from '../indicators/define.ts';
import type { Input } from '../indicators/input.ts';
import type { IndicatorSpec } from '../indicators/kernel.ts';
import type { PatternSpec } from '../patterns/pattern.ts';

const BAR: readonly Input[] = ['open', 'high', 'low', 'close', 'volume'];

/** A pattern as an indicator, so that a strategy can declare it: `patternIndicator(engulfing()).value` is direction x strength at the bar that confirms it, else 0. */
export function patternIndicator(
  { key, definition, values, warmup }: PatternSpec,
  { timeframe }: Pick<SpecOptions, 'timeframe'> = {},
): IndicatorSpec<'value'> {
  const { id, name, about, source } = definition;
  return {
    key: `pattern ${key}${timeframe === undefined ? '' : `@${timeframe}`}`,
    definition: {
      id,
      name,
      group: 'price',
      about,
      parameters: definition.parameters,
      outputs: ['value'],
      unit: 100,
      warmup: () => warmup,
      settle: () => warmup,
      source,
      kernel: () => definition.detector(values),
    },
    values,
    inputs: BAR,
    ...(timeframe === undefined ? {} : { timeframe }),
    warmup,
  };
}
