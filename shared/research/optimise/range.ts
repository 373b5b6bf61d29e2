import type { Parameter, Parameters } from '../../indicators/parameters.ts';
import { ResearchError } from '../error.ts';
import type { Dimension } from './space.ts';

const SHAPE = 'FROM:TO:STEP, like 5:24:1, or FROM:TO, with :log at the end to search by ratio';

/** Reads `5:24:1`, `5:24`, `0.001:1:log` or `1:500:1:log` of a declared parameter. Throws `ResearchError` that names what is wrong. */
export function parseRange(name: string, text: string, parameter: Parameter): Dimension {
  const parts = text.split(':');
  const log = parts.at(-1) === 'log';
  if (log) parts.pop();
  const numbers = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [from, to, step = parameter.kind === 'int' ? 1 : 0] = numbers;
  const wrong = (reason: string) => new ResearchError('range', `range ${name}=${text} ${reason}`);
  if (numbers.length > 3 || from === undefined || to === undefined || !numbers.every(Number.isFinite)) {
    throw wrong(`must be ${SHAPE}`);
  }
  if (from > to) throw wrong(`goes from ${from} down to ${to}; write the smaller end first`);
  if (numbers.length === 3 && !(step > 0)) throw wrong(`has the step ${step}, but it must be above 0`);
  if (log && from <= 0) throw wrong(`starts at ${from}, but a search by ratio must start above 0`);
  const { kind, min, max } = parameter;
  if (from < min || to > max) throw wrong(`must lie from ${min} to ${max}, the bounds of ${name}`);
  if (kind === 'int' && !(Number.isInteger(from) && Number.isInteger(step))) throw wrong(`must be whole numbers, as ${name} is one`);
  return { name, from, to, step, log };
}

/** The search range that a strategy declares for a parameter. */
function declaredRange(name: string, { min, max, step }: Parameter): Dimension {
  return { name, from: min, to: max, step, log: false };
}

export interface SearchedParameters {
  /** What `--range` says, by name. When it says nothing, every parameter is searched over its declared range. */
  readonly ranges: Readonly<Record<string, string>>;
  /** Parameters that stay as they are. */
  readonly fixed: Readonly<Record<string, number>>;
}

/** What is searched, in the order in which the ranges are given, else declared. Throws `ResearchError` when that is nothing. */
export function dimensionsOf(parameters: Parameters, { ranges, fixed }: SearchedParameters): Dimension[] {
  const known = Object.keys(parameters);
  const both = Object.keys(ranges).find((name) => Object.hasOwn(fixed, name));
  if (both !== undefined) throw new ResearchError('range', `${both} has a range and a fixed value; give one of them`);
  const dimensions = Object.entries(ranges).map(([name, text]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter) return parseRange(name, text, parameter);
    throw new ResearchError('range', `range ${name}=${text}: there is no parameter "${name}" (there are: ${known.join(', ') || 'none'})`);
  });
  if (dimensions.length > 0) return dimensions;
  const free = known.filter((name) => !Object.hasOwn(fixed, name));
  if (free.length === 0) throw new ResearchError('range', 'there is nothing to search: no parameter is left free');
  return free.map((name) => declaredRange(name, parameters[name] as Parameter));
}
