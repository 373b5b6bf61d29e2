import { float, int, type Parameter, type Parameters } from '../../indicators/parameters.ts';
import type { Faults, Path } from './fault.ts';
import { type NumberOrReference, REFERENCE, type RuleFile, type RuleParameter } from './schema.ts';

export type Values = Readonly<Record<string, number>>;

/** A number of the rules: fixed, or that of a parameter. */
export interface Level {
  readonly kind: 'level';
  readonly of: (values: Values) => number;
  /** Undefined when the number is fixed. */
  readonly parameter?: string;
  readonly said: string;
}

/** What a number must be where it stands. */
export interface Range {
  readonly what: string;
  readonly whole: boolean;
  readonly min: number;
  readonly max: number;
  /** The smallest allowed is above `min`, not `min` itself. */
  readonly above?: boolean;
}

export const ANY_NUMBER: Range = { what: 'it', whole: false, min: -Infinity, max: Infinity };

/** The parameters of a file: read, and looked up by `$name`. */
export class RuleParameters {
  readonly declared: Parameters;
  readonly #used = new Set<string>();
  readonly #faults: Faults;

  constructor(file: RuleFile, faults: Faults) {
    this.#faults = faults;
    const entries = Object.entries(file.params ?? {}).map(
      ([name, given]) => [name, readParameter(['params', name], given, faults)] as const,
    );
    this.declared = Object.fromEntries(entries);
  }

  /** A number as it stands at `path`; every value that its parameter may take must be in the range. */
  level(path: Path, given: NumberOrReference, range: Range, where = ''): Level {
    if (typeof given === 'number') {
      if (!isWithin(given, range))
        this.#faults.add(path, `${where}${range.what === 'it' ? '' : `${range.what} `}is ${given}, but must be ${rangeText(range)}`);
      return { kind: 'level', of: () => given, said: String(given) };
    }
    const name = REFERENCE.exec(given)?.[1] ?? given;
    const parameter = Object.hasOwn(this.declared, name) ? this.declared[name] : undefined;
    if (parameter === undefined) {
      const known = Object.keys(this.declared).map((other) => `$${other}`);
      this.#faults.add(
        path,
        `${where}"${given}" is no parameter (${known.length === 0 ? '"params" declares none' : `there are ${known.join(', ')}`})`,
      );
    } else {
      this.#used.add(name);
      if (!(isWithin(parameter.min, range) && isWithin(parameter.max, range)) || (range.whole && parameter.kind !== 'int')) {
        const noun = parameter.kind === 'int' ? 'a whole number' : 'any number';
        const subject = range.what === 'it' ? 'it' : range.what;
        this.#faults.add(
          path,
          `${where}"${given}" may be ${noun} from ${parameter.min} to ${parameter.max}, but ${subject} must be ${rangeText(range)}`,
        );
      }
    }
    return { kind: 'level', of: (values) => values[name] as number, parameter: name, said: given };
  }

  /** A parameter that nothing uses would be searched in vain. */
  checkAllUsed(): void {
    for (const name of Object.keys(this.declared)) {
      if (!this.#used.has(name)) this.#faults.add(['params', name], `nothing uses "$${name}"`);
    }
  }
}

function readParameter(path: Path, given: RuleParameter, faults: Faults): Parameter {
  const { min, max, about } = given;
  const whole = [given.default, min, max, given.step ?? 1].every(Number.isInteger);
  const kind = given.type ?? (whole ? 'int' : 'float');
  const bounds = { min, max, ...(given.step === undefined ? {} : { step: given.step }), ...(about === undefined ? {} : { about }) };
  const make = (value: number, limits: typeof bounds) => (kind === 'int' ? int(value, limits) : float(value, limits));
  if (kind === 'int' && !whole) faults.add(path, 'has type "int", but default, min, max and step are not all whole numbers');
  else if (min > max) faults.add([...path, 'min'], `is ${min}, but must not be above max (${max})`);
  else if (given.default < min || given.default > max)
    faults.add([...path, 'default'], `is ${given.default}, but must be from min (${min}) to max (${max})`);
  else return make(given.default, bounds);
  return float(0, { min: -Infinity, max: Infinity, step: 1 });
}

function isWithin(value: number, { whole, min, max, above }: Range): boolean {
  return (above === true ? value > min : value >= min) && value <= max && (!whole || Number.isInteger(value));
}

function rangeText({ whole, min, max, above }: Range): string {
  return `${whole ? 'a whole number' : 'a number'} ${above === true ? `above ${min} and up to ${max}` : `from ${min} to ${max}`}`;
}
