import type { TableSchema } from '../../domain/table-schema.ts';
import { FUNDAMENTALS } from '../fundamentals/schema.ts';

/** One number that changes: what `--feature name=file` reads. */
export const FEATURE: TableSchema = {
  name: 'feature',
  version: 1,
  about: 'One number and when it could first be known.',
  columns: [
    { name: 'knownAt', type: 'time', about: 'a date alone is the end of that day', nullable: false },
    { name: 'value', type: 'number', nullable: false },
  ],
  key: [],
  knownAt: 'knownAt',
  symbol: null,
  time: null,
};

/** Schemas that come with Skytape, by name. */
export const BUILT_IN_SCHEMAS: readonly TableSchema[] = [FEATURE, FUNDAMENTALS];
