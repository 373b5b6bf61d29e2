import { Faults, type Path } from './fault.ts';

/** How deep `all`, `any` and `not` may stand in one another. */
const MOST_NESTED = 32;
/** JSON levels: two for each nested condition, and room for what is inside the innermost. */
const MOST_LEVELS = 2 * MOST_NESTED + 12;
const MOST_VALUES = 5000;
export const MOST_ITEMS = 64;
export const MOST_TEXT = 200;

const NESTING = new Set(['all', 'any', 'not']);
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Refuses, before anything else looks at it, what is too deep or too large or carries a key that reaches into objects. Throws `RuleError`. */
export function checkLimits(json: unknown): void {
  const faults = new Faults();
  let values = 0;
  const visit = (value: unknown, path: Path, nested: number): void => {
    if (faults.any) return;
    if (++values > MOST_VALUES) return faults.add([], `has more than ${MOST_VALUES} values`);
    if (path.length > MOST_LEVELS) return faults.add(path.slice(0, 6), `is nested deeper than ${MOST_LEVELS} levels`);
    if (nested > MOST_NESTED) return faults.add(path.slice(0, 6), `conditions are nested deeper than ${MOST_NESTED} levels`);
    if (Array.isArray(value)) {
      if (value.length > MOST_ITEMS) return faults.add(path, `has ${value.length} items, but at most ${MOST_ITEMS} are possible`);
      for (const [index, item] of value.entries()) visit(item, [...path, index], nested);
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) {
        if (FORBIDDEN.has(key)) return faults.add(path, `the key "${key}" is not allowed`);
        visit((value as Record<string, unknown>)[key], [...path, key], nested + (NESTING.has(key) ? 1 : 0));
      }
    }
  };
  visit(json, [], 0);
  faults.throwIfAny();
}
