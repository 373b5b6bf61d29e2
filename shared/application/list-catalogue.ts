import type { AnalyserInfo, IndicatorInfo, PatternInfo, StrategyInfo } from '../contracts/schemas.ts';
import type { IndicatorDefinition } from '../indicators/kernel.ts';
import { type Parameters, ParameterError, parseParameters } from '../indicators/parameters.ts';
import type { PatternDefinition } from '../patterns/pattern.ts';
import type { AnyStrategy } from '../strategies/portfolio.ts';
import type { Analyser } from '../performance/analyser.ts';
import { Refusal } from './refusal.ts';

/** Every strategy with the bounds of its parameters. */
export function listStrategies(strategies: readonly AnyStrategy[]): StrategyInfo[] {
  return strategies.map(({ id, kind = 'single', about, params }) => ({ id, kind, about, params: parameterInfos(params) }));
}

/** Every analyser. */
export function listAnalysers(analysers: readonly Analyser[]): AnalyserInfo[] {
  return analysers.map(({ id, about }) => ({ id, about }));
}

/** Every indicator at its defaults. */
export function listIndicators(catalogue: readonly IndicatorDefinition[]): IndicatorInfo[] {
  return catalogue.map((definition) => infoOf(definition, {}));
}

/** Every pattern at its defaults. */
export function listPatterns(catalogue: readonly PatternDefinition[]): PatternInfo[] {
  return catalogue.map((definition) => {
    const { id, name, kind, about, parameters, source } = definition;
    const values = parseParameters(`pattern ${id}`, parameters, {});
    return { id, name, kind, about, params: parameterInfos(parameters), warmup: definition.warmup(values), source };
  });
}

/** One indicator at the given parameters (as text, from a query): its warm-up depends on them. Throws a refusal that names the parameter at fault. */
export function getIndicator(
  catalogue: readonly IndicatorDefinition[],
  id: string,
  given: Readonly<Record<string, string>>,
): IndicatorInfo {
  const definition = catalogue.find((one) => one.id === id);
  if (definition === undefined) {
    throw new Refusal('not-found', `there is no indicator "${id}" (there are: ${catalogue.map((one) => one.id).join(', ')})`, {
      field: 'id',
    });
  }
  const numbers = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, numberOr(text)]));
  try {
    return infoOf(definition, numbers);
  } catch (error) {
    if (error instanceof ParameterError) throw new Refusal('invalid', error.message, { field: `query.${error.field}` });
    throw error;
  }
}

function infoOf(definition: IndicatorDefinition, given: Readonly<Record<string, unknown>>): IndicatorInfo {
  const values = parseParameters(`indicator ${definition.id}`, definition.parameters, given);
  return {
    id: definition.id,
    name: definition.name,
    group: definition.group,
    about: definition.about,
    inputs: [...definition.inputs],
    params: parameterInfos(definition.parameters),
    outputs: [...definition.outputs],
    warmup: definition.warmup(values),
    settle: definition.settle(values),
    source: definition.source,
  };
}

/** Parameters as the API lists them. */
export function parameterInfos(parameters: Parameters): StrategyInfo['params'] {
  return Object.entries(parameters).map(([name, { kind, default: value, min, max, step, about }]) => ({
    name,
    kind,
    default: value,
    min,
    max,
    step,
    about,
  }));
}

/** A text that is no number is left as it is, for the message to show. */
function numberOr(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
