import { type RegisterSchema, SchemaName, type TableSchemaInfo } from '../../contracts/tables.ts';
import { nearest } from '../../domain/nearest.ts';
import type { TableColumn, TableSchema } from '../../domain/table-schema.ts';
import { BUILT_IN_SCHEMAS } from '../../market/structured/built-in.ts';
import { evolutionFaults, type SchemaFault, schemaFaults } from '../../market/structured/schema-check.ts';
import type { SchemaStore } from '../../ports/schema-store.ts';
import { Refusal } from '../refusal.ts';
import { schemaOnWire } from './wire.ts';

/**
 * Registers a schema or its next version. The version that is there, again and unchanged, does nothing. Throws a refusal: invalid for one that contradicts itself,
 * conflict for a version out of turn, a change that rows of before would not outlive, or the name of one that comes with Skytape.
 */
export function registerSchema(schemas: SchemaStore) {
  return async (tenant: string, request: RegisterSchema): Promise<TableSchemaInfo> => {
    const schema = checkedSchema(request);
    if (BUILT_IN_SCHEMAS.some(({ name }) => name === schema.name))
      throw new Refusal('conflict', `name: "${schema.name}" comes with Skytape; choose another`, { field: 'name' });
    const before = await schemas.get(tenant, schema.name);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(schema)) return schemaOnWire(before);
    checkTurn(before, schema);
    if (before !== undefined) refuse('conflict', evolutionFaults(before, schema));
    if (await schemas.put(tenant, schema)) return schemaOnWire(schema);
    throw new Refusal('conflict', `version: another version ${schema.version} of "${schema.name}" came first`, { field: 'version' });
  };
}

/** Every schema, those that come with Skytape first. */
export function listSchemas(schemas: SchemaStore) {
  return async (tenant: string): Promise<{ schemas: TableSchemaInfo[] }> => ({
    schemas: [...BUILT_IN_SCHEMAS, ...(await schemas.list(tenant))].map(schemaOnWire),
  });
}

export function getSchema(schemas: SchemaStore) {
  return async (tenant: string, name: string): Promise<TableSchemaInfo> => schemaOnWire(await findSchema(schemas, tenant, name));
}

/** A part of the request and how its refusal is called. */
interface Asked {
  readonly kind: 'not-found' | 'invalid';
  readonly field: string;
}

/** The newest version of a schema. Throws a refusal that names a near one. */
export async function findSchema(
  schemas: SchemaStore,
  tenant: string,
  name: string,
  { kind, field }: Asked = { kind: 'not-found', field: 'name' },
): Promise<TableSchema> {
  const isName = SchemaName.safeParse(name).success;
  const found = BUILT_IN_SCHEMAS.find((schema) => schema.name === name) ?? (isName ? await schemas.get(tenant, name) : undefined);
  if (found !== undefined) return found;
  const names = [...BUILT_IN_SCHEMAS, ...(await schemas.list(tenant))].map((schema) => schema.name);
  const near = isName ? nearest(name, names) : undefined;
  throw new Refusal(kind, `there is no schema "${name}"${near ? ` (did you mean ${near}?)` : ''}; there are: ${names.join(', ')}`, {
    field,
  });
}

/** The schema that a request describes. Throws a refusal (invalid) for one that contradicts itself. */
export function checkedSchema(request: RegisterSchema): TableSchema {
  const schema = schemaOf(request);
  refuse('invalid', schemaFaults(schema));
  return schema;
}

/** Members in one order and none undefined, so that equal schemas have equal JSON. */
function schemaOf({ name, version, about, columns, key, knownAt, symbol, time }: RegisterSchema): TableSchema {
  const plain = columns.map((column): TableColumn => {
    const { about: told, unit, min, max } = column;
    const optional = { ...(told === undefined ? {} : { about: told }), ...(unit === undefined ? {} : { unit }) };
    const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    return { name: column.name, type: column.type, ...optional, ...bounds, nullable: column.nullable };
  });
  return { name, version, about, columns: plain, key, knownAt, symbol, time };
}

function checkTurn(before: TableSchema | undefined, { name, version }: TableSchema): void {
  const next = (before?.version ?? 0) + 1;
  if (version === next) return;
  const there = before === undefined ? `there is no "${name}" yet` : `"${name}" has version ${before.version}`;
  throw new Refusal('conflict', `version: is ${version}, but ${there}: a change has version ${next}`, { field: 'version' });
}

function refuse(kind: 'invalid' | 'conflict', faults: readonly SchemaFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new Refusal(kind, `${first.field}: ${first.message}`, { field: first.field, errors: faults });
}
