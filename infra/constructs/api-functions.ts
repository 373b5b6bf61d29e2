import type { Construct } from 'constructs';
import type { FunctionName } from '../functions.ts';
import type { DataStack, Tables } from '../stacks/data.ts';
import type { HistoryStack } from '../stacks/history.ts';
import type { ResearchStack } from '../stacks/research.ts';
import type { StreamsStack } from '../stacks/streams.ts';
import { type Platform, PlatformFunction } from './function.ts';
import type { SignIn } from './identity.ts';
import { allow, listObjects, onLakeKey, onObjects, onTable, type Permission } from './permissions.ts';

type StepName = `${'plan' | 'run' | 'summarise'}-${'backtest' | 'backfill'}`;
export type ApiFunctionName = Exclude<FunctionName, 'ingest-market' | StepName>;
export type ApiFunctions = Readonly<Record<ApiFunctionName, PlatformFunction>>;

export interface ApiFunctionSources {
  readonly data: DataStack;
  readonly streams: StreamsStack;
  readonly research: ResearchStack;
  readonly history: HistoryStack;
  readonly platform: Platform;
  readonly identity: SignIn;
}

interface Wiring {
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
}

/** The functions behind the API, each with its own role and only the names it reads. */
export function apiFunctions(scope: Construct, sources: ApiFunctionSources): ApiFunctions {
  const wirings = { ...catalogueWiring(sources), ...datasetWiring(sources), ...backtestWiring(sources), ...backfillWiring(sources) };
  const made = Object.entries(wirings).map(([name, wiring]) => {
    const id = name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    return [name, new PlatformFunction(scope, id, { name: name as ApiFunctionName, platform: sources.platform, ...wiring })] as const;
  });
  return Object.fromEntries(made) as ApiFunctions;
}

type WiringOf<Names extends ApiFunctionName> = Readonly<Record<Names, Wiring>>;

function catalogueWiring({
  data: { tables, lake },
  streams,
  research,
  platform,
  identity,
}: ApiFunctionSources): WiringOf<'check-health' | 'list-catalogue' | 'serve-docs' | 'serve-console'> {
  const about = { STAGE: platform.stage.name, CODE_VERSION: platform.version };
  return {
    'check-health': {
      environment: {
        ...about,
        DATASETS_TABLE: tables.datasets.tableName,
        RUNS_TABLE: tables.runs.tableName,
        BARS_TABLE: tables.bars.tableName,
        LAKE_BUCKET: lake.name,
        MARKET_STREAM: streams.market.streamName,
        BACKTEST_STATE_MACHINE_ARN: research.backtests.stateMachineArn,
      },
      permissions: [
        ...[tables.datasets, tables.runs, tables.bars].map((table) => onTable(table, 'DescribeTable')),
        listObjects(lake),
        allow(['kinesis:DescribeStreamSummary'], streams.market.streamArn),
        allow(['states:DescribeStateMachine'], research.backtests.stateMachineArn),
      ],
    },
    'list-catalogue': { environment: {}, permissions: [] },
    'serve-docs': { environment: { CODE_VERSION: platform.version }, permissions: [] },
    'serve-console': {
      environment: { ...about, SIGN_IN_URL: identity.signInUrl, CLIENT_ID: identity.clientId, LAKE_BUCKET: lake.name },
      permissions: [],
    },
  };
}

function datasetWiring({
  data: { tables, lake },
}: ApiFunctionSources): WiringOf<'read-datasets' | 'create-dataset' | 'complete-dataset' | 'read-bars' | 'research-datasets'> {
  const datasets = { DATASETS_TABLE: tables.datasets.tableName };
  return {
    'read-datasets': { environment: datasets, permissions: [onTable(tables.datasets, 'GetItem', 'Query')] },
    'create-dataset': {
      environment: { ...datasets, LAKE_BUCKET: lake.name, IDEMPOTENCY_TABLE: tables.idempotency.tableName },
      permissions: [
        onTable(tables.datasets, 'PutItem'),
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
      environment: { ...datasets, LAKE_BUCKET: lake.name },
      permissions: [
        onTable(tables.datasets, 'GetItem', 'BatchGetItem'),
        onObjects(lake, 'Get', 'bars', 'uploads'),
        listObjects(lake),
        onLakeKey(lake, 'read'),
      ],
    },
  };
}

function backtestWiring({
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
        IDEMPOTENCY_TABLE: tables.idempotency.tableName,
      },
      permissions: [
        onTable(tables.runs, 'PutItem'),
        onTable(tables.datasets, 'BatchGetItem'),
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

function backfillWiring({ data: { tables, lake }, history }: ApiFunctionSources): WiringOf<'start-backfill' | 'read-backfill'> {
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

/** Answers kept for a repeated Idempotency-Key. */
function onIdempotency({ idempotency }: Tables): Permission {
  return onTable(idempotency, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
}
