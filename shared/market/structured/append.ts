import { knownAtOf, type StructuredTable, takeRows } from '../../domain/structured-table.ts';
import { toIso } from '../../domain/time.ts';
import { keyReader, lineReader } from './identity.ts';
import type { ReadRows } from './read-rows.ts';
import type { RowReject } from './reject.ts';

export interface Appended {
  /** Rows that were not there yet, in the order of the file. */
  readonly added: StructuredTable;
  /** Rows that were there already, to the last cell: nothing is done with them. */
  readonly repeated: number;
  /** Added rows whose key was there: later versions of it. */
  readonly restated: number;
  readonly rejects: readonly RowReject[];
}

/**
 * What of a file is new to a table. A row is known by its key and the time it was known: the same again is a repetition; other cells under the same two are rejected, since what was
 * known then cannot have been both.
 */
export function appendRows(before: StructuredTable, { table, lines, raws, rejects }: ReadRows): Appended {
  const there = new Map<string, string>();
  const keys = new Set<string>();
  index(before, there, keys);
  const read = readersOf(table);
  const added: number[] = [];
  const conflicts: RowReject[] = [];
  let repeated = 0;
  let restated = 0;
  for (let row = 0; row < table.length; row++) {
    const { key, id, line } = read(row);
    const known = there.get(id);
    if (known === line) repeated++;
    else if (known !== undefined) conflicts.push(conflict(table, row, { line: lines[row] as number, raw: raws[row] as string }));
    else {
      if (keys.has(key)) restated++;
      there.set(id, line);
      keys.add(key);
      added.push(row);
    }
  }
  const all = [...rejects, ...conflicts].sort((a, b) => a.line - b.line);
  return { added: takeRows(table, added), repeated, restated, rejects: all };
}

function index(table: StructuredTable, there: Map<string, string>, keys: Set<string>): void {
  const read = readersOf(table);
  for (let row = 0; row < table.length; row++) {
    const { key, id, line } = read(row);
    there.set(id, line);
    keys.add(key);
  }
}

function readersOf(table: StructuredTable): (row: number) => { readonly key: string; readonly id: string; readonly line: string } {
  const [keyOf, lineOf, known] = [keyReader(table), lineReader(table), knownAtOf(table)];
  return (row) => {
    const key = keyOf(row);
    return { key, id: `${known[row]} ${key}`, line: lineOf(row) };
  };
}

function conflict(table: StructuredTable, row: number, at: Pick<RowReject, 'line' | 'raw'>): RowReject {
  const { key, knownAt } = table.schema;
  const known = toIso(knownAtOf(table)[row] as number);
  const about = key.length === 0 ? '' : ` of the same ${key.join(', ')}`;
  return {
    ...at,
    code: 'conflicting-duplicate',
    reason: `a row${about} with ${knownAt} ${known} is there with other values; a correction has a later ${knownAt}`,
  };
}
