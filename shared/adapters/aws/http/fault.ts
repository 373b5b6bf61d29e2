import { counted } from '../../../domain/counted.ts';
import type * as z from 'zod';

/** Longest part of a request that an answer repeats. */
const ECHO_MAX = 60;
/** Names of one object that an answer repeats. */
const KEYS_MAX = 5;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
};

/** Of a value that may have one of several shapes, what is wrong with the only one that it has; the issue itself when it has none or more. */
export function branchOf(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const fitting = issue.errors.filter(([first]) => first !== undefined && !(first.code === 'invalid_type' && first.path.length === 0));
  const [only] = fitting[0] ?? [];
  return only === undefined || fitting.length !== 1 ? issue : { ...only, path: [...issue.path, ...only.path] };
}

/** The field that a fault is about as one text: `query.limit`, `datasets.3`; of names that are not known the first. Long names are cut. */
export function fieldOf(issue: z.core.$ZodIssue, where: string): string {
  return pathOf(issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path, where);
}

function pathOf(path: readonly PropertyKey[], where: string): string {
  return [where, ...path.map((part) => cut(String(part)))].filter((part) => part !== '').join('.');
}

/** One line with field, value and what would be right: `query.limit is 0, but must be at least 1`. `value` is what was parsed. */
export function sayFault(issue: z.core.$ZodIssue, value: unknown, where: string): string {
  const field = pathOf(issue.path, where);
  if (issue.code === 'unrecognized_keys') return `${field === '' ? '' : `${field}: `}there is no ${namesOf(issue.keys)} here`;
  const found = valueAt(value, issue.path);
  const name = field === '' ? 'the body' : field;
  return `${name} is ${found === undefined ? 'missing' : shown(found, wantsNumber(issue))}, but must be ${wanted(issue)}`;
}

function namesOf(keys: readonly string[]): string {
  const share = Math.floor(ECHO_MAX / Math.min(keys.length, KEYS_MAX));
  return keys
    .slice(0, KEYS_MAX)
    .map((key) => JSON.stringify(cut(key, share)))
    .join(', ');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const part of path) found = Object.hasOwn(Object(found), part) ? Reflect.get(Object(found), part) : undefined;
  return found;
}

/** A value in at most `ECHO_MAX` characters and the dots of a cut. In a query numbers are text, which is shown bare. */
function shown(value: unknown, asNumber: boolean): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return cut(String(value));
  const bare = asNumber && value.trim() !== '' && Number.isFinite(Number(value));
  return cut(bare ? value : JSON.stringify(value.slice(0, ECHO_MAX + 1)));
}

function cut(text: string, length = ECHO_MAX): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`;
}

function wantsNumber(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_type') return issue.expected === 'number' || issue.expected === 'int';
  return (issue.code === 'too_small' || issue.code === 'too_big') && issue.origin !== 'string';
}

/** The schemas' own messages are written to follow "must be". */
function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return issue.options.map((option) => JSON.stringify(option)).join(' or ');
  if (issue.code === 'too_small') return sized(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum);
  if (issue.code === 'too_big') return sized(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum);
  return issue.message;
}

function sized(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'array') return `a list of ${bound} ${limit}`;
  return origin === 'string' ? `${bound} ${counted(limit, 'character')} long` : `${bound} ${limit}`;
}
