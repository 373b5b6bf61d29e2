import { counted } from '../../domain/counted.ts';
import type * as z from 'zod';
import { nearest } from '../../domain/nearest.ts';
import { Faults, type Path, shown } from './fault.ts';
import { RuleFile } from './schema.ts';

/** The JSON as a rule file of the right shape. Throws `RuleError` with the place and a sentence for each thing that is not. */
export function checkStructure(json: unknown): RuleFile {
  const result = RuleFile.safeParse(json);
  if (result.success) return result.data;
  const faults = new Faults();
  for (const issue of result.error.issues) explain(issue, [], { json, faults });
  faults.throwIfAny();
  throw result.error;
}

interface World {
  readonly json: unknown;
  readonly faults: Faults;
}

function explain(issue: z.core.$ZodIssue, base: Path, { json, faults }: World): void {
  const path = [...base, ...(issue.path as Path)];
  const value = valueAt(json, path);
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((issues) => issues.length > 0 && !issues.some(isAboutTheWhole));
    if (branch === undefined)
      faults.add(path, value === undefined ? `is missing; it ${issue.message}` : `is ${shown(value)}, but ${issue.message}`);
    else for (const inner of branch) explain(inner, path, { json, faults });
  } else faults.add(path, reasonOf(issue, value));
}

/** The branch of a union that was never meant: the value is of another kind altogether. A fraction where a whole number is asked is not. */
function isAboutTheWhole(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_value' || (issue.code === 'invalid_type' && issue.expected !== 'int');
}

const NOUNS: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      const noun = NOUNS[issue.expected] ?? issue.expected;
      return value === undefined ? `is missing; it must be ${noun}` : `is ${shown(value)}, but must be ${noun}`;
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      const near = typeof value === 'string' ? nearest(value, known) : undefined;
      return `is ${shown(value)}, but must be one of ${known.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`;
    }
    case 'too_small':
    case 'too_big':
      return sizeReason(issue, value);
    case 'invalid_key':
      return issue.issues[0]?.code === 'too_big'
        ? `the name ${shown(issue.path.at(-1))} is too long`
        : `${issue.issues[0]?.message ?? 'is no name'}, not ${shown(issue.path.at(-1))}`;
    case 'invalid_format':
      return `is ${shown(value)}, but ${issue.message}`;
    default:
      return issue.message;
  }
}

function sizeReason(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  if (Array.isArray(value)) return `has ${counted(value.length, 'item')}, but must have ${small ? 'at least' : 'at most'} ${limit}`;
  if (typeof value === 'string')
    return small ? 'is an empty text' : `is a text of ${value.length} characters, but at most ${limit} are possible`;
  const bound = issue.inclusive ? (small ? 'at least' : 'at most') : small ? 'above' : 'below';
  return `is ${shown(value)}, but must be ${bound} ${limit}`;
}

function valueAt(json: unknown, path: Path): unknown {
  let value = json;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
