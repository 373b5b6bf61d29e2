import { allow, listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { onIdempotency, type ApiFunctionSources, type WiringOf } from './wiring.ts';

/** The functions of backtests. */
export function backtestWiring({
  data: { tables, lake },
  research,
  platform,
}: ApiFunctionSources): WiringOf<'start-backtest' | 'read-backtests' | 'cancel-backtest'> {
  const runs = { RUNS_TABLE: tables.runs.tableName, LAKE_BUCKET: lake.name };
  const machine = { BACKTEST_STATE_MACHINE_ARN: research.backtests.stateMachineArn };
  return {
    'start-backtest': {
      environment: {
        ...runs,
        ...machine,
        CODE_VERSION: platform.version,
        DATASETS_TABLE: tables.datasets.tableName,
        INSTRUMENTS_TABLE: tables.instruments.tableName,
        IDEMPOTENCY_TABLE: tables.idempotency.tableName,
      },
      permissions: [
        onTable(tables.runs, 'PutItem'),
        onTable(tables.datasets, 'GetItem', 'BatchGetItem', 'Query'),
        onTable(tables.instruments, 'GetItem'),
        onIdempotency(tables),
        onObjects(lake, 'Put', 'runs'),
        onLakeKey(lake, 'write'),
        allow(['states:StartExecution'], research.backtests.stateMachineArn),
      ],
    },
    'read-backtests': {
      environment: runs,
      permissions: [onTable(tables.runs, 'GetItem', 'Query'), onObjects(lake, 'Get', 'runs'), listObjects(lake), onLakeKey(lake, 'read')],
    },
    'cancel-backtest': {
      environment: { ...runs, ...machine },
      permissions: [
        onTable(tables.runs, 'GetItem', 'UpdateItem', 'DeleteItem'),
        onObjects(lake, 'Delete', 'runs'),
        listObjects(lake),
        {
          actions: ['states:StopExecution'],
          resources: [research.executionArn(platform.stage)],
          because: 'An execution is named after its run, known only at run time.',
        },
      ],
    },
  };
}
