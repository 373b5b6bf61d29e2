import { beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../infra/functions.ts';
import { at, type Json, list, ofType, type Resource, type Synthesised, synthesise, text, WITH_TIMESERIES } from './synthesise.ts';

/** What has to be asked for, and holds a function. */
let dev: Synthesised;
let prod: Synthesised;
let local: Synthesised;

beforeAll(() => {
  dev = synthesise('dev', WITH_TIMESERIES);
  prod = synthesise('prod', { ...WITH_TIMESERIES, alarmEmail: 'owner@example.com' });
  local = synthesise('local', { origin: 'http://127.0.0.1:4711' });
}, 120_000);

describe('every stage', () => {
  test('[OP-02] is six stacks and one more that was asked for, in the names that everything else relies on', () => {
    const names = ['Data', 'Streams', 'Research', 'History', 'Schedules', 'Api', 'Timeseries'].map((part) => `Skytape-dev-${part}`);
    expect(Object.keys(dev.templates).sort()).toEqual(names.sort());
  });

  test('[OP-01] is synthesised in seconds: the local stage delays every start of the platform', () => {
    expect(local.milliseconds).toBeLessThan(6_000);
  });

  test('[OP-01] needs no code of our own while it is deployed: no custom resource in any template', () => {
    for (const { type } of [...dev.resources, ...prod.resources, ...local.resources])
      expect(type).not.toMatch(/^Custom::|CustomResource$|BucketNotifications/);
    const functions = ofType(dev, 'AWS::Lambda::Function').map(({ properties }) => text(properties.FunctionName));
    expect(functions.sort()).toEqual(FUNCTION_NAMES.map((name) => `skytape-dev-${name}`).sort());
  });

  test('[OP-02] carries its tags on whatever can have them', () => {
    for (const table of ofType(dev, 'AWS::SQS::Queue')) expect(list(table.properties.Tags)).toContainEqual({ Key: 'stage', Value: 'dev' });
  });
});

describe('tables', () => {
  test('[OP-02] are nine, on demand, encrypted, with point-in-time recovery', () => {
    const tables = ofType(dev, 'AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(9);
    for (const { properties } of tables) {
      expect(properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      for (const replica of list(properties.Replicas))
        expect(at(replica, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled')).toBe(true);
      expect(list(properties.Replicas)).toHaveLength(1);
    }
  });

  test('[OP-02] have the keys of the contract', () => {
    const keys = ofType(dev, 'AWS::DynamoDB::GlobalTable').map(({ id, properties }) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      ...list(properties.KeySchema).map((key) => {
        const type = list(properties.AttributeDefinitions).find((attribute) => at(attribute, 'AttributeName') === at(key, 'AttributeName'));
        return `${text(at(key, 'AttributeName'))} ${text(at(type, 'AttributeType'))}`;
      }),
    ]);
    expect(keys.sort(byFirst)).toEqual([
      ['Bars', 'series S', 'time N'],
      ['Datasets', 'tenant S', 'id S'],
      ['Idempotency', 'id S'],
      ['Ingest', 'instrument S'],
      ['Instruments', 'shelf S', 'id S'],
      ['Runs', 'tenant S', 'id S'],
      ['Schedules', 'shelf S', 'id S'],
      ['Sockets', 'topic S', 'connection S'],
      ['Trials', 'history S', 'id S'],
    ]);
  });

  test('[OP-02] forget idempotency answers and connections when they expire, and nothing else', () => {
    const expiring = ofType(dev, 'AWS::DynamoDB::GlobalTable').filter(({ properties }) => properties.TimeToLiveSpecification !== undefined);
    for (const { properties } of expiring)
      expect(properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiration', Enabled: true });
    expect(expiring.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Idempotency', 'Sockets']);
  });

  test('[OP-02] outlive their stack in prod, and refuse to be deleted there', () => {
    const policies = (stage: Synthesised): Json[] =>
      ofType(stage, 'AWS::DynamoDB::GlobalTable').map(({ attributes }) => attributes.DeletionPolicy);
    expect(new Set(policies(dev))).toEqual(new Set(['Delete']));
    expect(new Set(policies(prod))).toEqual(new Set(['RetainExceptOnCreate']));
    for (const { properties } of ofType(prod, 'AWS::DynamoDB::GlobalTable'))
      expect(at(list(properties.Replicas)[0], 'DeletionProtectionEnabled')).toBe(true);
  });
});

describe('the lake', () => {
  test('[OP-02] is private, versioned, encrypted with the platform key, logged, and refuses plain http', () => {
    const buckets = ofType(dev, 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const { properties } of buckets) {
      expect(properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(at(properties.VersioningConfiguration, 'Status')).toBe('Enabled');
      expect(
        at(list(at(properties.BucketEncryption, 'ServerSideEncryptionConfiguration'))[0], 'ServerSideEncryptionByDefault.SSEAlgorithm'),
      ).toBe('aws:kms');
    }
    const refusals = ofType(dev, 'AWS::S3::BucketPolicy').map(({ properties }) =>
      list(at(properties.PolicyDocument, 'Statement')).filter((one) => at(one, 'Effect') === 'Deny'),
    );
    expect(refusals.map((deny) => at(deny[0], 'Condition.Bool.aws:SecureTransport'))).toEqual(['false', 'false']);
    expect(lake(dev).properties.LoggingConfiguration).toBeDefined();
  });

  test('[OP-02] takes uploads from the browser of its own origin only', () => {
    const origins = (stage: Synthesised): Json => at(list(at(lake(stage).properties.CorsConfiguration, 'CorsRules'))[0], 'AllowedOrigins');
    expect(origins(local)).toEqual(['http://127.0.0.1:4711']);
    expect(JSON.stringify(origins(dev))).toMatch(/^\[\{"Fn::Join":\["",\["https:\/\/\*\.execute-api\.",/);
    expect(origins(synthesise('dev', { origin: 'https://trade.example.com' }))).toEqual(['https://trade.example.com']);
  });
});

describe('permissions', () => {
  test('[OP-02] no policy allows an action with a wildcard', () => {
    const actions = [...dev.resources, ...prod.resources].flatMap(allowedActions);
    expect(actions.length).toBeGreaterThan(200);
    expect(actions.filter((action) => text(action).includes('*'))).toEqual([]);
  });

  test('[OP-02] every function has a role of its own, without policies that AWS manages', () => {
    const roles = ofType(dev, 'AWS::Lambda::Function').map(
      ({ stack, properties }) => `${stack}/${text(list(at(properties.Role, 'Fn::GetAtt'))[0])}`,
    );
    expect(new Set(roles).size).toBe(FUNCTION_NAMES.length);
    for (const role of ofType(dev, 'AWS::IAM::Role')) expect(role.properties.ManagedPolicyArns).toBeUndefined();
  });

  test('[OP-02] only the functions that write results may put objects, and only under their prefixes', () => {
    const puts = ofType(dev, 'AWS::IAM::Policy').flatMap(({ id, properties }) =>
      list(at(properties.PolicyDocument, 'Statement'))
        .filter((statement) => list(at(statement, 'Action')).includes('s3:PutObject'))
        .map((statement) => [
          id.replace(/Role.*$/, ''),
          list(at(statement, 'Resource'))
            .map((resource) => JSON.stringify(resource).match(/"(\/[^"]+)"/)?.[1])
            .sort((a = '', b = '') => (a < b ? -1 : 1))
            .join(' '),
        ]),
    );
    expect(puts.sort(byFirst)).toEqual([
      ['ArchiveBars', '/history/*'],
      ['ArchiveMarket', '/aws/lambda/* /raw/*'],
      ['ChangeTables', '/quarantine/* /tables/* /uploads/*'],
      ['CompleteDataset', '/bars/* /quarantine/*'],
      ['CreateDataset', '/uploads/*'],
      ['IngestMarket', '/aws/lambda/*'],
      ['PlanBackfill', '/backfills/*'],
      ['PlanBacktest', '/runs/*'],
      ['PlanStudy', '/studies/*'],
      ['RunBackfill', '/backfills/* /history/*'],
      ['RunBacktest', '/runs/*'],
      ['RunSchedule', '/backfills/* /schedules/*'],
      ['RunStudy', '/studies/*'],
      ['SocketBroadcastMarket', '/aws/lambda/*'],
      ['StartBackfill', '/backfills/*'],
      ['StartBacktest', '/runs/*'],
      ['StartStudy', '/studies/*'],
      ['SummariseBackfill', '/backfills/*'],
      ['SummariseBacktest', '/runs/*'],
      ['SummariseStudy', '/studies/*'],
    ]);
  });
});

describe('the bars of days gone by', () => {
  test('[DX-15] go to the lake each hour, a run that failed every retry waits in a queue, and the days are those of the stage', () => {
    const stage = synthesise('local', { hotDays: '3' });
    const [rule, ...others] = ofType(stage, 'AWS::Events::Rule').filter((one) => one.stack === 'Skytape-local-History');
    expect(others).toEqual([]);
    expect(rule?.properties.ScheduleExpression).toBe('rate(1 hour)');
    const [target] = list(rule?.properties.Targets);
    expect(at(target, 'DeadLetterConfig.Arn')).toBeDefined();
    const archive = ofType(stage, 'AWS::Lambda::Function').find(({ properties }) =>
      text(properties.FunctionName).endsWith('-archive-bars'),
    );
    expect(at(archive?.properties.Environment, 'Variables.HOT_DAYS')).toBe('3');
    expect(archive?.properties.DeadLetterConfig).toBeDefined();
  });
});

describe('schedules', () => {
  test('[OP-03] are looked at each minute; a run may tell the topic of alarms, and its failure is counted', () => {
    const [rule] = ofType(dev, 'AWS::Events::Rule').filter(({ stack }) => stack === 'Skytape-dev-Schedules');
    expect(rule?.properties.ScheduleExpression).toBe('rate(1 minute)');
    expect(list(rule?.properties.Targets).map((target) => at(target, 'Input'))).toEqual(['{"step":"tick"}']);
    const machine = ofType(dev, 'AWS::StepFunctions::StateMachine').find(({ stack }) => stack === 'Skytape-dev-Schedules');
    expect(JSON.stringify(machine?.properties.DefinitionString)).toContain('states:::sns:publish');
  });
});

describe('the market stream', () => {
  test('[DX-01] a batch that fails is halved, retried, put aside, and its good records are kept', () => {
    const mappings = ofType(dev, 'AWS::Lambda::EventSourceMapping').filter(({ stack }) => stack === 'Skytape-dev-Streams');
    expect(mappings).toHaveLength(2);
    for (const { properties } of mappings) {
      expect(properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 43_200,
      });
      expect(JSON.stringify(properties.DestinationConfig)).toContain('Skytape-dev-Data:ExportsOutputFnGetAttLake');
    }
  });

  test('[ST-02] whoever is told of it is told of what is new, for a minute, and never blocks it', () => {
    const [stream, queue, ...others] = ofType(dev, 'AWS::Lambda::EventSourceMapping').filter(({ stack }) => stack === 'Skytape-dev-Api');
    expect(stream?.properties).toMatchObject({ StartingPosition: 'LATEST', MaximumRetryAttempts: 1, MaximumRecordAgeInSeconds: 60 });
    expect([queue?.properties.BatchSize, others]).toEqual([10, []]);
  });

  test('[SG-02] is kept as it came for as long as the stage says', () => {
    const rules = (stage: Synthesised): readonly Json[] => list(at(lake(stage).properties.LifecycleConfiguration, 'Rules'));
    expect(rules(dev)).toContainEqual({ Id: 'raw-market', Prefix: 'raw/', ExpirationInDays: 90, Status: 'Enabled' });
    expect(rules(synthesise('dev', { rawRetentionDays: '7' }))).toContainEqual(
      expect.objectContaining({ Prefix: 'raw/', ExpirationInDays: 7 }),
    );
  });

  test('[OP-02] is one encrypted shard unless asked for more', () => {
    const [stream] = ofType(dev, 'AWS::Kinesis::Stream');
    expect(stream?.properties).toMatchObject({
      ShardCount: 1,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
    expect(ofType(synthesise('local', { marketShards: '3' }), 'AWS::Kinesis::Stream')[0]?.properties.ShardCount).toBe(3);
  });
});

describe('alarms', () => {
  test('[OP-10] watch every function, both dead-letter queues, the lag of the three readers of the stream, failed backtests, backfills, schedules and studies, and server errors', () => {
    const watched = ofType(prod, 'AWS::CloudWatch::Alarm')
      .map(({ properties }) => text(properties.MetricName))
      .sort();
    expect(watched).toEqual([
      '5xx',
      'ApproximateNumberOfMessagesVisible',
      'ApproximateNumberOfMessagesVisible',
      ...Array.from({ length: FUNCTION_NAMES.length }, () => 'Errors'),
      // Backtests, backfills, schedules and the three kinds of studies.
      ...Array.from({ length: 6 }, () => 'ExecutionsFailed'),
      'IteratorAge',
      'IteratorAge',
      'IteratorAge',
    ]);
    for (const { properties } of ofType(prod, 'AWS::CloudWatch::Alarm')) expect(list(properties.AlarmActions)).toHaveLength(1);
  });

  test('[OP-10] go to an encrypted topic, and by mail to whoever is named', () => {
    expect(ofType(dev, 'AWS::SNS::Topic')[0]?.properties.KmsMasterKeyId).toBeDefined();
    expect(ofType(dev, 'AWS::SNS::Subscription')).toEqual([]);
    expect(ofType(prod, 'AWS::SNS::Subscription')[0]?.properties).toMatchObject({ Protocol: 'email', Endpoint: 'owner@example.com' });
  });
});

function lake(stage: Synthesised): Resource {
  const found = ofType(stage, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('Lake'));
  if (found === undefined) throw new Error('there is no lake');
  return found;
}

/** Actions that any policy document in the resource allows: of roles, keys, buckets, queues and topics alike. */
function allowedActions({ properties }: Resource): readonly Json[] {
  const documents = [
    properties.PolicyDocument,
    properties.KeyPolicy,
    properties.AssumeRolePolicyDocument,
    ...list(properties.Policies).map((policy) => at(policy, 'PolicyDocument')),
  ];
  return documents
    .flatMap((document) => list(at(document, 'Statement')))
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .flatMap((statement) => list(at(statement, 'Action')));
}

function byFirst([a = '']: readonly (string | undefined)[], [b = '']: readonly (string | undefined)[]): number {
  return a < b ? -1 : 1;
}
