import * as z from 'zod';

/** A tunable number: its zod schema, and the bounds that searches and forms read. */
export interface Parameter {
  readonly kind: 'int' | 'float';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Grid step of a search between `min` and `max`. */
  readonly step: number;
  readonly about: string;
  readonly schema: z.ZodType<number>;
}
export type Parameters = Readonly<Record<string, Parameter>>;
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: number };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly about?: string;
}

/** A whole number between `min` and `max`, both included. */
export function int(value: number, { min, max, step = 1, about = '' }: Bounds): Parameter {
  const schema = z.number().int(`a whole number from ${min} to ${max}`).min(min).max(max);
  return { kind: 'int', default: schema.parse(value), min, max, step, about, schema };
}

/** A finite number between `min` and `max`, both included. */
export function float(value: number, { min, max, step = (max - min) / 20, about = '' }: Bounds): Parameter {
  const schema = z.number().min(min).max(max);
  return { kind: 'float', default: schema.parse(value), min, max, step, about, schema };
}

/** A parameter that is unknown, not a number or out of bounds; `field` names it. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Defaults overlaid with `given`. Throws `ParameterError` naming the parameter, the value and what would be right. */
export function parseParameters<P extends Parameters>(owner: string, parameters: P, given: Readonly<Record<string, unknown>>): ValuesOf<P> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(parameters, name)) continue;
    const known = Object.keys(parameters).join(', ') || 'none';
    throw new ParameterError(name, `${owner} has no parameter "${name}" (it has: ${known})`);
  }
  const values: Record<string, number> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    const result = parameter.schema.safeParse(value);
    if (!result.success) {
      const noun = parameter.kind === 'int' ? 'a whole number' : 'a number';
      throw new ParameterError(
        name,
        `${owner}: ${name} is ${JSON.stringify(value)}, but must be ${noun} from ${parameter.min} to ${parameter.max}`,
      );
    }
    values[name] = result.data;
  }
  return values as ValuesOf<P>;
}
