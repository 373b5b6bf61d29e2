import { listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import type { ApiFunctionSources, WiringOf } from './wiring.ts';

/** The function of the live market. */
export function marketWiring({ data: { tables, lake } }: ApiFunctionSources): WiringOf<'read-market'> {
  return {
    'read-market': {
      environment: { INGEST_TABLE: tables.ingest.tableName, LAKE_BUCKET: lake.name },
      permissions: [
        onTable(tables.ingest, 'GetItem', 'BatchGetItem'),
        onObjects(lake, 'Get', 'raw'),
        listObjects(lake),
        onLakeKey(lake, 'read'),
      ],
    },
  };
}
