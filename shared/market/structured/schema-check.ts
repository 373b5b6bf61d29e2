import { type TableColumn, columnOf, type TableSchema } from '../../domain/table-schema.ts';

/** What is wrong with a schema, or with a change of one, at a path like `columns.2.min`. */
export interface SchemaFault {
  readonly field: string;
  readonly message: string;
}

/** Everything in which a schema contradicts itself. */
export function schemaFaults(schema: TableSchema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const say = (field: string, message: string) => faults.push({ field, message });
  schema.columns.forEach((column, i) => {
    const { name, type, min, max } = column;
    if (schema.columns.findIndex((other) => other.name === name) < i) say(`columns.${i}.name`, `there is a column "${name}" already`);
    if ((min !== undefined || max !== undefined) && type !== 'number' && type !== 'integer')
      say(`columns.${i}.${min === undefined ? 'max' : 'min'}`, `"${name}" is of type ${type}; only number and integer have bounds`);
    if (min !== undefined && max !== undefined && min > max) say(`columns.${i}.min`, `is ${min}, above the max of ${max}`);
  });
  schema.key.forEach((name, i) => {
    const found = roleFault(schema, name, undefined);
    if (found !== undefined) say(`key.${i}`, found);
    if (schema.key.indexOf(name) < i) say(`key.${i}`, `names "${name}" twice`);
    if (name === schema.knownAt)
      say(`key.${i}`, `"${name}" says when a row was known; versions of a row differ in it, so it is no part of the key`);
  });
  for (const [role, type] of [
    ['knownAt', 'time'],
    ['symbol', 'text'],
    ['time', 'time'],
  ] as const) {
    const name = schema[role];
    const found = name === null ? undefined : roleFault(schema, name, type);
    if (found !== undefined) say(role, found);
  }
  return faults;
}

function roleFault(schema: TableSchema, name: string, type: TableColumn['type'] | undefined): string | undefined {
  const column = columnOf(schema, name);
  if (column === undefined) return `there is no column "${name}" (there are: ${schema.columns.map((one) => one.name).join(', ')})`;
  if (type !== undefined && column.type !== type) return `column "${name}" is of type ${column.type}, but must be ${type}`;
  return column.nullable ? `column "${name}" may be empty, but must not be` : undefined;
}

/** Why `after` is no change that rows of `before` outlive: only columns that may be empty can come, at the end. Empty when it is one. */
export function evolutionFaults(before: TableSchema, after: TableSchema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const known = `in version ${before.version}`;
  before.columns.forEach((column, i) => {
    const now = after.columns[i];
    if (now === undefined || now.name !== column.name)
      faults.push({
        field: `columns.${i}`,
        message: `is "${now?.name ?? 'missing'}", but "${column.name}" ${known}; columns stay, new ones come last`,
      });
    else
      for (const part of ['type', 'unit', 'min', 'max', 'nullable'] as const) {
        if (now[part] !== column[part])
          faults.push({
            field: `columns.${i}.${part}`,
            message: `is ${String(now[part])}, but ${String(column[part])} ${known}; a column does not change`,
          });
      }
  });
  after.columns.slice(before.columns.length).forEach((column, i) => {
    if (!column.nullable)
      faults.push({
        field: `columns.${before.columns.length + i}.nullable`,
        message: `is false, but rows are there that have no "${column.name}"; a new column may be empty`,
      });
  });
  for (const role of ['knownAt', 'symbol', 'time'] as const)
    if (after[role] !== before[role])
      faults.push({ field: role, message: `is ${after[role]}, but ${before[role]} ${known}; it does not change` });
  if (after.key.join(' ') !== before.key.join(' '))
    faults.push({
      field: 'key',
      message: `is ${after.key.join(', ') || 'empty'}, but ${before.key.join(', ') || 'empty'} ${known}; it does not change`,
    });
  return faults;
}
