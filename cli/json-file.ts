import { readFileSync } from 'node:fs';
import { fileError, UserError } from './user-error.ts';

/** What a JSON file holds. Throws `UserError` when it cannot be read or is no JSON. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${path} is no JSON: ${error.message}`, { cause: error });
    throw fileError('read', path, error);
  }
}
