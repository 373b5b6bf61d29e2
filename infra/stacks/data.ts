import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
  type TablePropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { acknowledgeReplication } from '../constructs/acknowledge.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import type { Lake } from '../constructs/permissions.ts';
import { platformKey } from '../constructs/platform-key.ts';
import { removalOf } from '../constructs/removal.ts';
import type { Stage } from '../stages.ts';

export interface Tables {
  readonly datasets: TableV2;
  readonly runs: TableV2;
  /** What was ever tried on a history: what the luck of the best is measured against. */
  readonly trials: TableV2;
  readonly bars: TableV2;
  readonly ingest: TableV2;
  readonly idempotency: TableV2;
  readonly sockets: TableV2;
  readonly schedules: TableV2;
  /** The security master; its index `active` is what collectors read. */
  readonly instruments: TableV2;
}

/** What outlives a run: tables, the lake, the key they share, and where alarms go. */
export class DataStack extends Stack {
  readonly tables: Tables;
  readonly lake: Lake;
  readonly key: Key;
  readonly alarms: Topic;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, props);
    this.key = platformKey(this, 'Key', stage);
    this.tables = {
      datasets: this.#table('Datasets', stage, { partitionKey: text('tenant'), sortKey: text('id') }),
      runs: this.#table('Runs', stage, { partitionKey: text('tenant'), sortKey: text('id') }),
      trials: this.#table('Trials', stage, { partitionKey: text('history'), sortKey: text('id') }),
      bars: this.#table('Bars', stage, {
        partitionKey: text('series'),
        sortKey: { name: 'time', type: AttributeType.NUMBER },
        ...(stage.timeseries ? { dynamoStream: StreamViewType.NEW_IMAGE } : {}),
      }),
      ingest: this.#table('Ingest', stage, { partitionKey: text('instrument') }),
      idempotency: this.#table('Idempotency', stage, { partitionKey: text('id'), timeToLiveAttribute: 'expiration' }),
      sockets: this.#table('Sockets', stage, {
        partitionKey: text('topic'),
        sortKey: text('connection'),
        timeToLiveAttribute: 'expiration',
      }),
      schedules: this.#table('Schedules', stage, { partitionKey: text('shelf'), sortKey: text('id') }),
      instruments: this.#table('Instruments', stage, {
        partitionKey: text('shelf'),
        sortKey: text('id'),
        globalSecondaryIndexes: [
          {
            indexName: 'active',
            partitionKey: text('active'),
            sortKey: text('id'),
            projectionType: ProjectionType.INCLUDE,
            nonKeyAttributes: ['state'],
          },
        ],
      }),
    };
    this.lake = this.#lake(stage);
    this.alarms = this.#alarms(stage);
  }

  /** Encrypted with the account's own DynamoDB key: it costs nothing idle and needs no grants. See docs/decisions/0021-what-encrypts-what.md. */
  #table(
    id: string,
    stage: Stage,
    keys: Pick<TablePropsV2, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute' | 'globalSecondaryIndexes' | 'dynamoStream'>,
  ): TableV2 {
    return new TableV2(this, id, {
      ...keys,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.keepData,
      removalPolicy: removalOf(stage),
    });
  }

  #lake(stage: Stage): Lake {
    // By its ARN: the key's policy lets S3 deliver already, and the CDK would add wildcards to it.
    const key = Key.fromKeyArn(this, 'KeyOfAccessLogs', this.key.keyArn);
    const accessLogs = this.#bucket('AccessLogs', stage, {
      encryptionKey: key,
      lifecycleRules: [{ expiration: Duration.days(stage.logRetentionDays) }],
    });
    const bucket = this.#bucket('Lake', stage, {
      // The CDK declares its optional members without `undefined`, which exactOptionalPropertyTypes tells apart.
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: 'lake/',
      cors: [
        {
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedOrigins: [browserOrigin(stage, this.region)],
          allowedHeaders: ['*'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1), noncurrentVersionExpiration: Duration.days(30) },
        { id: 'raw-uploads', prefix: 'uploads/', expiration: Duration.days(90) },
        { id: 'raw-market', prefix: 'raw/', expiration: Duration.days(stage.rawRetentionDays) },
      ],
    });
    return {
      name: this.exportValue(bucket.bucketName),
      arn: this.exportValue(bucket.bucketArn),
      keyArn: this.exportValue(this.key.keyArn),
    };
  }

  #bucket(id: string, stage: Stage, props: ConstructorParameters<typeof Bucket>[2]): Bucket {
    const bucket = new Bucket(this, id, {
      encryptionKey: this.key,
      ...props,
      encryption: BucketEncryption.KMS,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: removalOf(stage),
    });
    acknowledgeReplication(bucket);
    return bucket;
  }

  #alarms(stage: Stage): Topic {
    const topic = new Topic(this, 'Alarms', { displayName: `Skytape ${stage.name} alarms`, masterKey: this.key, enforceSSL: true });
    // A topic with a policy of its own loses the default one, which let the account's alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (stage.alarmEmail !== undefined) {
      const undelivered = new DeadLetters(this, 'UndeliveredAlarms');
      topic.addSubscription(new EmailSubscription(stage.alarmEmail, { deadLetterQueue: undelivered.queue }));
    }
    return topic;
  }
}

function text(name: string): { readonly name: string; readonly type: AttributeType } {
  return { name, type: AttributeType.STRING };
}

/** Browsers upload straight to the lake; until an origin is set, the console's is some API of the same region. */
function browserOrigin(stage: Stage, region: string): string {
  return stage.origin ?? `https://*.execute-api.${region}.amazonaws.com`;
}
