import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { EventSourceMapping, type EventSourceMappingProps, StartingPosition } from 'aws-cdk-lib/aws-lambda';
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

/** What a function needs to read a stream. */
export const READ_STREAM = ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'];

/** How many records make a batch, and how long they are waited for. */
type Gather = Pick<EventSourceMappingProps, 'batchSize' | 'maxBatchingWindow'>;
interface Readers {
  readonly ingest: PlatformFunction;
  readonly archive: PlatformFunction;
}

/** The market stream and the functions that turn it into bars and keep it as it came. */
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
    this.#map('MarketToIngest', data, ingest, { batchSize: 5000, maxBatchingWindow: Duration.seconds(1) });
    const archive = this.#archive(data, platform);
    this.#map('MarketToArchive', data, archive, { batchSize: 10_000, maxBatchingWindow: Duration.seconds(stage.rawSeconds) });
    this.#alarms(platform, { ingest, archive }, letters);
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
        allow(READ_STREAM, this.market.streamArn),
        onTable(tables.ingest, 'GetItem', 'PutItem'),
        onTable(tables.bars, 'PutItem'),
        allow(['sqs:SendMessage'], letters.queue.queueArn, this.announcements.queueArn),
        onObjects(lake, 'Put', FAILURE_PREFIX),
        listObjects(lake),
        onLakeKey(lake, 'write'),
      ],
    });
  }

  /** Keeps the stream as it came, for whoever wants ticks and to fold it anew. */
  #archive({ lake }: DataStack, platform: Platform): PlatformFunction {
    return new PlatformFunction(this, 'ArchiveMarket', {
      name: 'archive-market',
      platform,
      environment: { LAKE_BUCKET: lake.name },
      permissions: [
        allow(READ_STREAM, this.market.streamArn),
        onObjects(lake, 'Put', 'raw', FAILURE_PREFIX),
        listObjects(lake),
        onLakeKey(lake, 'write'),
      ],
    });
  }

  #map(id: string, { lake }: DataStack, { function: target, role }: PlatformFunction, gather: Gather): void {
    const mapping = new EventSourceMapping(this, id, {
      target,
      eventSourceArn: this.market.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      ...gather,
      bisectBatchOnError: true,
      retryAttempts: RETRIES,
      maxRecordAge: Duration.hours(MAX_AGE_HOURS),
      reportBatchItemFailures: true,
      onFailure: { bind: () => ({ destination: lake.arn }) },
    });
    mapping.node.addDependency(role);
  }

  #alarms(platform: Platform, { ingest, archive }: Readers, letters: DeadLetters): void {
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
    alarmOn(this, 'ArchiveBehind', platform, {
      metric: archive.function.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.hours(1).toMilliseconds(),
      description: 'archive-market is an hour or more behind the market stream, which forgets after a day (milliseconds).',
    });
  }
}
