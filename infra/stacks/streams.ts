import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { alarmOn, type Platform, PlatformFunction } from '../constructs/function.ts';
import { allow, listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { removalOf } from '../constructs/removal.ts';
import type { DataStack } from './data.ts';

/** Records of a batch that fails are halved and retried, then put aside in the lake: a shard is never blocked for good. */
const RETRIES = 5;
const MAX_AGE_HOURS = 12;
/** Lambda writes failed batches under this prefix. */
export const FAILURE_PREFIX = 'aws/lambda';

/** The market stream and the function that turns it into bars. */
export class StreamsStack extends Stack {
  readonly market: Stream;
  /** Bars that ingestion tells of. Short-lived: whoever missed them reads them over HTTP. */
  readonly announcements: Queue;

  constructor(
    scope: Construct,
    id: string,
    { data, platform, ...props }: StackProps & { readonly data: DataStack; readonly platform: Platform },
  ) {
    super(scope, id, props);
    const { stage } = platform;
    this.addStackDependency(data);
    this.market = new Stream(this, 'Market', {
      streamName: `skytape-${stage.name}-market`,
      streamMode: StreamMode.PROVISIONED,
      shardCount: stage.marketShards,
      retentionPeriod: Duration.hours(24),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: removalOf(stage),
    });
    const letters = new DeadLetters(this, 'DeadLetters');
    this.announcements = new Queue(this, 'Announcements', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.minutes(5),
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: letters.parked, maxReceiveCount: 3 },
    });
    const ingest = this.#ingest(data, platform, letters);
    this.#map(data, ingest);
    this.#alarms(platform, ingest, letters);
  }

  #ingest({ tables, lake }: DataStack, platform: Platform, letters: DeadLetters): PlatformFunction {
    return new PlatformFunction(this, 'IngestMarket', {
      name: 'ingest-market',
      platform,
      environment: {
        INGEST_TABLE: tables.ingest.tableName,
        BARS_TABLE: tables.bars.tableName,
        DEAD_LETTER_QUEUE_URL: letters.queue.queueUrl,
        ANNOUNCEMENT_QUEUE_URL: this.announcements.queueUrl,
        TIMEFRAMES: platform.stage.timeframes,
      },
      permissions: [
        allow(
          ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
          this.market.streamArn,
        ),
        onTable(tables.ingest, 'GetItem', 'PutItem'),
        onTable(tables.bars, 'PutItem'),
        allow(['sqs:SendMessage'], letters.queue.queueArn, this.announcements.queueArn),
        onObjects(lake, 'Put', FAILURE_PREFIX),
        listObjects(lake),
        onLakeKey(lake, 'write'),
      ],
    });
  }

  #map({ lake }: DataStack, { function: target, role }: PlatformFunction): void {
    const mapping = new EventSourceMapping(this, 'MarketToIngest', {
      target,
      eventSourceArn: this.market.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 5000,
      maxBatchingWindow: Duration.seconds(1),
      bisectBatchOnError: true,
      retryAttempts: RETRIES,
      maxRecordAge: Duration.hours(MAX_AGE_HOURS),
      reportBatchItemFailures: true,
      onFailure: { bind: () => ({ destination: lake.arn }) },
    });
    mapping.node.addDependency(role);
  }

  #alarms(platform: Platform, ingest: PlatformFunction, letters: DeadLetters): void {
    alarmOn(this, 'DeadLetterWaiting', platform, {
      metric: letters.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 1,
      description: 'Market records that could not be read wait in the dead-letter queue.',
    });
    alarmOn(this, 'DeadLetterParked', platform, {
      metric: letters.parked.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 1,
      description: 'Market records failed every replay and wait for a person.',
    });
    alarmOn(this, 'IngestBehind', platform, {
      metric: ingest.function.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: Duration.minutes(1).toMilliseconds(),
      description: 'ingest-market is a minute or more behind the market stream (milliseconds).',
    });
  }
}
