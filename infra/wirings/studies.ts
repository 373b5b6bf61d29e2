import { allow, listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { FUNCTIONS } from '../functions.ts';
import { onIdempotency, type ApiFunctionSources, type WiringOf } from './wiring.ts';

/** The functions of sweeps, walk-forwards and simulations. */
export function studyWiring({
  data: { tables, lake },
  research,
  platform,
}: ApiFunctionSources): WiringOf<'start-study' | 'read-studies' | 'change-study'> {
  const common = { RUNS_TABLE: tables.runs.tableName, LAKE_BUCKET: lake.name };
  const arns = Object.values(research.studies).map(({ stateMachineArn }) => stateMachineArn);
  const machines = {
    SWEEP_STATE_MACHINE_ARN: research.studies.sweep.stateMachineArn,
    WALK_FORWARD_STATE_MACHINE_ARN: research.studies['walk-forward'].stateMachineArn,
    MONTE_CARLO_STATE_MACHINE_ARN: research.studies['monte-carlo'].stateMachineArn,
  };
  return {
    'start-study': {
      environment: {
        ...common,
        ...machines,
        CODE_VERSION: platform.version,
        DATASETS_TABLE: tables.datasets.tableName,
        INSTRUMENTS_TABLE: tables.instruments.tableName,
        IDEMPOTENCY_TABLE: tables.idempotency.tableName,
        SHARD_MEMORY_MB: String(FUNCTIONS['run-study'].memoryMb),
      },
      permissions: [
        onTable(tables.runs, 'GetItem', 'PutItem'),
        onTable(tables.datasets, 'GetItem', 'BatchGetItem', 'Query'),
        onTable(tables.instruments, 'GetItem'),
        onIdempotency(tables),
        onObjects(lake, 'Get', 'bars', 'runs', 'tables'),
        onObjects(lake, 'Put', 'studies'),
        listObjects(lake),
        onLakeKey(lake, 'write'),
        allow(['states:StartExecution'], ...arns),
      ],
    },
    'read-studies': {
      environment: common,
      permissions: [
        onTable(tables.runs, 'GetItem', 'Query'),
        onObjects(lake, 'Get', 'studies'),
        listObjects(lake),
        onLakeKey(lake, 'read'),
      ],
    },
    'change-study': {
      environment: { ...common, ...machines },
      permissions: [
        onTable(tables.runs, 'GetItem', 'UpdateItem', 'DeleteItem'),
        onObjects(lake, 'Delete', 'studies'),
        listObjects(lake),
        allow(['states:StartExecution'], ...arns),
        {
          actions: ['states:StopExecution'],
          resources: research.studyExecutionArns(platform.stage),
          because: 'An execution is named after its study, known only at run time.',
        },
      ],
    },
  };
}
