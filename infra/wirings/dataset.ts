import { listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { onIdempotency, type ApiFunctionSources, type WiringOf } from './wiring.ts';

/** The functions of datasets and bars. */
export function datasetWiring({
  data: { tables, lake },
}: ApiFunctionSources): WiringOf<'read-datasets' | 'create-dataset' | 'complete-dataset' | 'read-bars' | 'research-datasets'> {
  const datasets = { DATASETS_TABLE: tables.datasets.tableName };
  return {
    'read-datasets': { environment: datasets, permissions: [onTable(tables.datasets, 'GetItem', 'Query')] },
    'create-dataset': {
      environment: { ...datasets, LAKE_BUCKET: lake.name, IDEMPOTENCY_TABLE: tables.idempotency.tableName },
      permissions: [
        onTable(tables.datasets, 'GetItem', 'PutItem'),
        onIdempotency(tables),
        onObjects(lake, 'Put', 'uploads'),
        onLakeKey(lake, 'write'),
      ],
    },
    'complete-dataset': {
      environment: { ...datasets, LAKE_BUCKET: lake.name },
      permissions: [
        onTable(tables.datasets, 'GetItem', 'PutItem'),
        onObjects(lake, 'Get', 'uploads'),
        onObjects(lake, 'Put', 'bars', 'quarantine'),
        listObjects(lake),
        onLakeKey(lake, 'write'),
      ],
    },
    'read-bars': {
      environment: { ...datasets, BARS_TABLE: tables.bars.tableName, INGEST_TABLE: tables.ingest.tableName, LAKE_BUCKET: lake.name },
      permissions: [
        onTable(tables.datasets, 'GetItem'),
        onTable(tables.bars, 'Query'),
        onTable(tables.ingest, 'GetItem'),
        onObjects(lake, 'Get', 'bars', 'history'),
        listObjects(lake),
        onLakeKey(lake, 'read'),
      ],
    },
    'research-datasets': {
      environment: { ...datasets, BARS_TABLE: tables.bars.tableName, LAKE_BUCKET: lake.name },
      permissions: [
        onTable(tables.datasets, 'GetItem', 'BatchGetItem', 'Query'),
        onTable(tables.bars, 'Query'),
        onObjects(lake, 'Get', 'bars', 'uploads', 'history', 'tables'),
        listObjects(lake),
        onLakeKey(lake, 'read'),
      ],
    },
  };
}
