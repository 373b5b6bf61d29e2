import { readFileSync } from 'node:fs';
import { readRules } from '../shared/strategies/rules/parse.ts';
import { fileError, UserError } from './user-error.ts';

/** The JSON of a rule file. Throws `UserError` when it cannot be read, is no JSON or no object. */
export function readRuleFile(path: string): Record<string, unknown> {
  const rules = rulesOf(path, textOf(path));
  if (typeof rules === 'object' && rules !== null && !Array.isArray(rules)) return rules as Record<string, unknown>;
  throw new UserError(`${path}: a rule file is one JSON object; \`skytape rules schema\` prints what belongs into it`);
}

function rulesOf(path: string, text: string): unknown {
  try {
    return readRules(text);
  } catch (error) {
    throw new UserError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError('read', path, error);
  }
}
