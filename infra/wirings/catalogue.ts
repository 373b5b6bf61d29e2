import { allow, listObjects, onTable } from '../constructs/permissions.ts';
import type { ApiFunctionSources, WiringOf } from './wiring.ts';

/** The functions of the catalogue, of health and of the static pages. */
export function catalogueWiring({
  data: { tables, lake },
  streams,
  research,
  platform,
  identity,
  socketUrl,
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
      environment: {
        ...about,
        SIGN_IN_URL: identity.signInUrl,
        CLIENT_ID: identity.clientId,
        LAKE_BUCKET: lake.name,
        SOCKET_URL: socketUrl,
      },
      permissions: [],
    },
  };
}
