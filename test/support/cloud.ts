import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIALS } from '../../local/credentials.ts';
import { close, listen } from '../../local/loopback.ts';
import { Objects } from '../../local/objects/objects.ts';
import { Queues } from '../../local/queues/queues.ts';
import { createServices, type JsonService, type Services } from '../../local/services.ts';
import { startTables } from '../../local/tables/tables.ts';
import type { Resource } from '../../local/template/template.ts';

export const NAMES = {
  datasets: 'datasets',
  runs: 'runs',
  trials: 'trials',
  bars: 'bars',
  ingest: 'ingest',
  idempotency: 'idempotency',
  sockets: 'sockets',
  instruments: 'instruments',
  schedules: 'schedules',
  bucket: 'lake',
} as const;
export const MACHINE_ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:backtests';
const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:000000000000:dead-letters';

export interface TestCloud {
  /** What a function's environment holds; `process.env` has it while the cloud stands. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls of Step Functions, as they came. */
  readonly executions: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[];
  /** Bodies of the messages in the dead-letter queue. */
  letters(): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Real servers on loopback (dynalite, the embedded S3 and SQS) in a directory of their own, and a recording Step Functions. */
export async function startCloud(): Promise<TestCloud> {
  const directory = mkdtempSync(join(tmpdir(), 'skytape-test-'));
  const tables = await startTables(join(directory, 'tables'));
  await tables.create(
    [
      table('datasets', 'tenant', 'id'),
      table('runs', 'tenant', 'id'),
      table('trials', 'history', 'id'),
      table('bars', 'series', 'time', 'N'),
      table('ingest', 'instrument'),
      table('idempotency', 'id'),
      table('sockets', 'topic', 'connection'),
      instrumentsTable(),
      table('schedules', 'shelf', 'id'),
    ],
    'eu-west-1',
  );
  const standing: { services?: Services } = {};
  const server = createServices(() => standing.services);
  const url = `http://127.0.0.1:${await listen(server)}`;
  const queueUrl = `${url}/000000000000/dead-letters`;
  const announcementUrl = `${url}/000000000000/announcements`;
  const queues = new Queues(join(directory, 'queues'), [
    resource(
      'AWS::SQS::Queue',
      announcementUrl,
      {},
      { Arn: QUEUE_ARN.replace('dead-letters', 'announcements'), QueueName: 'announcements' },
    ),
    resource('AWS::SQS::Queue', queueUrl, {}, { Arn: QUEUE_ARN, QueueName: 'dead-letters' }),
  ]);
  const executions: TestCloud['executions'] = [];
  const states: JsonService = {
    call: async (operation, input) => {
      executions.push({ operation, input });
      return operation === 'StartExecution'
        ? { executionArn: 'arn', startDate: 0 }
        : operation === 'DescribeStateMachine'
          ? { status: 'ACTIVE' }
          : { stopDate: 0 };
    },
  };
  standing.services = {
    json: { AmazonSQS: queues, AWSStepFunctions: states },
    objects: new Objects(join(directory, 'objects'), [resource('AWS::S3::Bucket', NAMES.bucket, {})]),
  };
  const environment = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ENDPOINT_URL_SQS: url,
    AWS_ENDPOINT_URL_SFN: url,
    AWS_ENDPOINT_URL_KINESIS: url,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    STAGE: 'local',
    CODE_VERSION: 'test',
    DATASETS_TABLE: NAMES.datasets,
    RUNS_TABLE: NAMES.runs,
    BARS_TABLE: NAMES.bars,
    INGEST_TABLE: NAMES.ingest,
    IDEMPOTENCY_TABLE: NAMES.idempotency,
    INSTRUMENTS_TABLE: NAMES.instruments,
    SCHEDULES_TABLE: NAMES.schedules,
    LAKE_BUCKET: NAMES.bucket,
    MARKET_STREAM: 'market',
    BACKTEST_STATE_MACHINE_ARN: MACHINE_ARN,
    SCHEDULE_STATE_MACHINE_ARN: MACHINE_ARN.replace('backtests', 'schedules'),
    SWEEP_STATE_MACHINE_ARN: MACHINE_ARN.replace('backtests', 'sweeps'),
    WALK_FORWARD_STATE_MACHINE_ARN: MACHINE_ARN.replace('backtests', 'walk-forwards'),
    MONTE_CARLO_STATE_MACHINE_ARN: MACHINE_ARN.replace('backtests', 'monte-carlos'),
    SHARD_MEMORY_MB: '1769',
    TRIALS_TABLE: NAMES.trials,
    BACKFILL_STATE_MACHINE_ARN: MACHINE_ARN.replace('backtests', 'backfills'),
    DEAD_LETTER_QUEUE_URL: queueUrl,
    TIMEFRAMES: '1m,5m',
    ANNOUNCEMENT_QUEUE_URL: announcementUrl,
    SOCKETS_TABLE: NAMES.sockets,
    SOCKET_URL: 'ws://127.0.0.1:4600/live',
    TOKEN_ISSUER: url,
    SIGN_IN_URL: 'http://127.0.0.1:4600',
    CLIENT_ID: 'skytape-local',
  };
  Object.assign(process.env, environment);
  return {
    environment,
    executions,
    letters: async () => {
      const answer = (await queues.call('ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })) as {
        Messages?: { Body: string }[];
      };
      return (answer.Messages ?? []).map(({ Body }) => JSON.parse(Body) as Record<string, unknown>);
    },
    stop: async () => {
      await tables.stop();
      await close(server);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function table(name: string, partition: string, sort?: string, sortType = 'S'): Resource {
  const keys = [{ AttributeName: partition, KeyType: 'HASH' }, ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }])];
  const definitions = [
    { AttributeName: partition, AttributeType: 'S' },
    ...(sort === undefined ? [] : [{ AttributeName: sort, AttributeType: sortType }]),
  ];
  return resource('AWS::DynamoDB::GlobalTable', name, {
    KeySchema: keys,
    AttributeDefinitions: definitions,
    BillingMode: 'PAY_PER_REQUEST',
  });
}

/** With its index of the active ones, as infra/stacks/data.ts has it. */
export function instrumentsTable(): Resource {
  const { properties, ...rest } = table('instruments', 'shelf', 'id');
  const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
  const index = {
    IndexName: 'active',
    KeySchema: [
      { AttributeName: 'active', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['state'] },
  };
  return {
    ...rest,
    properties: { ...properties, AttributeDefinitions: ['shelf', 'id', 'active'].map(attribute), GlobalSecondaryIndexes: [index] },
  };
}

function resource(type: string, ref: string, properties: Record<string, unknown>, attributes: Record<string, string> = {}): Resource {
  return { id: ref, stack: 'test', type, properties, ref, attributes };
}
