import { checkedSchema } from '../shared/application/tables/schemas.ts';
import { RegisterSchema } from '../shared/contracts/tables.ts';
import type { TableSchema } from '../shared/domain/table-schema.ts';
import { BUILT_IN_SCHEMAS } from '../shared/market/structured/built-in.ts';
import { readJsonFile } from './json-file.ts';
import { UserError, unknownName } from './user-error.ts';

export interface GivenSchema {
  readonly schema: TableSchema;
  /** To be registered; undefined for one that comes with Skytape. */
  readonly request: RegisterSchema | undefined;
}

/** A schema of rows by the name of one that comes with Skytape, or the JSON file that describes one. Throws `UserError` for what is neither, a refusal for one that contradicts itself. */
export function givenSchema(given: string): GivenSchema {
  if (!given.endsWith('.json')) {
    const schema = BUILT_IN_SCHEMAS.find(({ name }) => name === given);
    if (schema !== undefined) return { schema, request: undefined };
    throw unknownName('schema', given, [...BUILT_IN_SCHEMAS.map(({ name }) => name), 'or a file.json that describes one']);
  }
  const parsed = RegisterSchema.safeParse(readJsonFile(given));
  if (parsed.success) return { schema: checkedSchema(parsed.data), request: parsed.data };
  const [issue] = parsed.error.issues;
  throw new UserError(`${given}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no schema'}`);
}
