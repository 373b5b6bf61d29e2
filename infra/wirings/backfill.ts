import { allow, listObjects, onLakeKey, onObjects } from '../constructs/permissions.ts';
import { onIdempotency, type ApiFunctionSources, type WiringOf } from './wiring.ts';

/** The functions of backfills. */
export function backfillWiring({ data: { tables, lake }, history }: ApiFunctionSources): WiringOf<'start-backfill' | 'read-backfill'> {
  return {
    'start-backfill': {
      environment: {
        LAKE_BUCKET: lake.name,
        IDEMPOTENCY_TABLE: tables.idempotency.tableName,
        BACKFILL_STATE_MACHINE_ARN: history.backfills.stateMachineArn,
      },
      permissions: [
        onIdempotency(tables),
        onObjects(lake, 'Put', 'backfills'),
        onLakeKey(lake, 'write'),
        allow(['states:StartExecution'], history.backfills.stateMachineArn),
      ],
    },
    'read-backfill': {
      environment: { LAKE_BUCKET: lake.name },
      permissions: [onObjects(lake, 'Get', 'backfills'), listObjects(lake), onLakeKey(lake, 'read')],
    },
  };
}
