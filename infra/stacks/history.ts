import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { BACKFILL, backtestDefinition, type BacktestTasks } from '../constructs/backtest-definition.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { fanOutMachine } from '../constructs/fan-out-machine.ts';
import { alarmOn, type Platform, PlatformFunction } from '../constructs/function.ts';
import { listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import type { DataStack } from './data.ts';

/** One at a time: an exchange counts requests by address, and each function would count its own. */
const CHUNKS_AT_ONCE = 1;

/** The state machine of backfills and the functions it calls; what moves bars from the table to the lake. */
export class HistoryStack extends Stack {
  readonly backfills: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    { data, platform, ...props }: StackProps & { readonly data: DataStack; readonly platform: Platform },
  ) {
    super(scope, id, props);
    this.addStackDependency(data);
    this.backfills = fanOutMachine(this, 'Backfills', {
      name: `skytape-${platform.stage.name}-backfills`,
      platform,
      tasks: this.#tasks(data, platform),
      definition: (arns) => backtestDefinition(arns, CHUNKS_AT_ONCE, BACKFILL),
    });
    alarmOn(this, 'BackfillFailed', platform, {
      metric: this.backfills.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      description: 'A backfill ended FAILED; GET /backfills/{id} says why.',
    });
    this.#archive(data, platform);
  }

  /** Every hour: a run with nothing to move is a query a series, and one that was missed is made up for by the next. */
  #archive({ tables, lake }: DataStack, platform: Platform): void {
    const { stage } = platform;
    const { queue } = new DeadLetters(this, 'MissedArchives');
    const archive = new PlatformFunction(this, 'ArchiveBars', {
      name: 'archive-bars',
      platform,
      environment: {
        INGEST_TABLE: tables.ingest.tableName,
        BARS_TABLE: tables.bars.tableName,
        LAKE_BUCKET: lake.name,
        TIMEFRAMES: stage.timeframes,
        HOT_DAYS: String(stage.hotDays),
      },
      permissions: [
        onTable(tables.ingest, 'Scan'),
        onTable(tables.bars, 'Query', 'DeleteItem'),
        onObjects(lake, 'Get', 'history'),
        onObjects(lake, 'Put', 'history'),
        onObjects(lake, 'Delete', 'history'),
        listObjects(lake),
        onLakeKey(lake, 'write'),
      ],
      deadLetterQueue: queue,
    });
    new Rule(this, 'ArchiveEveryHour', {
      description: 'Moves the bars of days gone by to the lake',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new FunctionTarget(archive.function, { deadLetterQueue: queue, retryAttempts: 2, maxEventAge: Duration.hours(1) })],
    });
  }

  #tasks({ lake }: DataStack, platform: Platform): Record<keyof BacktestTasks, PlatformFunction> {
    const { venueUrl } = platform.stage;
    const common = { LAKE_BUCKET: lake.name };
    const asking = { ...common, ...(venueUrl === undefined ? {} : { VENUE_URL: venueUrl }) };
    const results = [onObjects(lake, 'Put', 'backfills'), listObjects(lake), onLakeKey(lake, 'write')];
    return {
      plan: new PlatformFunction(this, 'PlanBackfill', {
        name: 'plan-backfill',
        platform,
        environment: asking,
        permissions: [onObjects(lake, 'Get', 'backfills', 'history'), ...results],
      }),
      run: new PlatformFunction(this, 'RunBackfill', {
        name: 'run-backfill',
        platform,
        environment: asking,
        permissions: [
          onObjects(lake, 'Get', 'backfills', 'history'),
          onObjects(lake, 'Put', 'backfills', 'history'),
          onObjects(lake, 'Delete', 'history'),
          listObjects(lake),
          onLakeKey(lake, 'write'),
        ],
      }),
      summarise: new PlatformFunction(this, 'SummariseBackfill', {
        name: 'summarise-backfill',
        platform,
        environment: common,
        permissions: [onObjects(lake, 'Get', 'backfills'), ...results],
      }),
    };
  }
}
