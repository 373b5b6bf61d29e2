import { listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { onIdempotency, type ApiFunctionSources, type WiringOf } from './wiring.ts';

/** The functions of datasets of rows. */
export function tableWiring({ data: { tables, lake } }: ApiFunctionSources): WiringOf<'change-tables' | 'read-tables'> {
  const environment = { DATASETS_TABLE: tables.datasets.tableName, LAKE_BUCKET: lake.name };
  return {
    'change-tables': {
      environment: { ...environment, IDEMPOTENCY_TABLE: tables.idempotency.tableName },
      permissions: [
        onTable(tables.datasets, 'GetItem', 'Query', 'PutItem'),
        onIdempotency(tables),
        onObjects(lake, 'Get', 'uploads', 'tables'),
        onObjects(lake, 'Put', 'uploads', 'tables', 'quarantine'),
        listObjects(lake),
        onLakeKey(lake, 'write'),
      ],
    },
    'read-tables': {
      environment,
      permissions: [
        onTable(tables.datasets, 'GetItem', 'Query'),
        onObjects(lake, 'Get', 'tables'),
        listObjects(lake),
        onLakeKey(lake, 'read'),
      ],
    },
  };
}
