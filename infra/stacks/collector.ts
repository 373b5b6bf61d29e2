import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type FargateService, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { ContainerService } from '../constructs/container-service.ts';
import { alarmOn, type Platform } from '../constructs/function.ts';
import { ownNetwork } from '../constructs/network.ts';
import { allow, onIndex, onTable } from '../constructs/permissions.ts';
import { removalOf } from '../constructs/removal.ts';
import type { DataStack } from './data.ts';
import type { StreamsStack } from './streams.ts';

export interface CollectorStackProps extends StackProps {
  readonly data: DataStack;
  readonly streams: StreamsStack;
  readonly platform: Platform;
  /** Folder of the image: a Dockerfile and the bundle that it copies. */
  readonly image: string;
}

/** What one collector carries before another is started; beyond it the service grows. */
const INSTRUMENTS_EACH = 40;
/** How far behind a venue the slowest stream may be, on average, before another collector is started. */
const LAG_MS = 2000;
/** A venue that is so far behind is down, or its instruments trade once in an hour. */
const LAG_ALARM_MS = 60_000;

/**
 * The collectors: containers that hold the sockets of venues and share the instruments of the security master by leases. In the subnets that the owner names:
 * docs/decisions/0125-the-collector-lives-in-a-network-of-the-owners.md.
 */
export class CollectorStack extends Stack {
  readonly #platform: Platform;

  constructor(scope: Construct, id: string, { data, streams, platform, image, ...props }: CollectorStackProps) {
    super(scope, id, props);
    this.#platform = platform;
    this.addStackDependency(streams);
    const { stage } = platform;
    const leases = new TableV2(this, 'Leases', {
      partitionKey: { name: 'instrument', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.keepData,
      removalPolicy: removalOf(stage),
    });
    const { vpc, subnets } = ownNetwork(this, stage);
    const cluster = new Cluster(this, 'Cluster', {
      clusterName: `skytape-${stage.name}`,
      vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    });
    const collectors = new ContainerService(this, 'Collector', {
      name: 'collector',
      about: 'Sockets of venues into the market stream',
      platform,
      image,
      cpu: 256,
      memoryMb: 1024,
      count: stage.collectors,
      // The CDK declares its optional members without `undefined`, which exactOptionalPropertyTypes tells apart.
      cluster: cluster as ICluster,
      subnets,
      securityGroup: new SecurityGroup(this, 'Sockets', {
        vpc,
        description: 'Collectors call venues and AWS; nobody calls them',
        allowAllOutbound: true,
      }),
      environment: {
        STAGE: stage.name,
        MARKET_STREAM: streams.market.streamName,
        LEASES_TABLE: leases.tableName,
        INSTRUMENTS_TABLE: data.tables.instruments.tableName,
        ...(stage.venueUrl === undefined ? {} : { VENUE_URL: stage.venueUrl }),
      },
      ...(stage.venueSecret === undefined ? {} : { secret: { name: stage.venueSecret, fields: stage.venueKeys?.split(',') ?? [] } }),
      permissions: [
        allow(['kinesis:PutRecords'], streams.market.streamArn),
        onTable(leases, 'Scan', 'PutItem'),
        onIndex(data.tables.instruments, 'active'),
      ],
    });
    this.#scale(collectors.service);
    this.#watch();
  }

  #metric(metricName: string, statistic: string): Metric {
    const dimensionsMap = { service: 'collector', stage: this.#platform.stage.name };
    return new Metric({ namespace: 'Skytape', metricName, statistic, dimensionsMap, period: Duration.minutes(1) });
  }

  /** Between the stage's fewest and most, by what each carries and by how late trades arrive. */
  #scale(service: FargateService): void {
    const { collectors, collectorsMax } = this.#platform.stage;
    const count = service.autoScaleTaskCount({ minCapacity: collectors, maxCapacity: collectorsMax });
    const cooldowns = { scaleOutCooldown: Duration.minutes(1), scaleInCooldown: Duration.minutes(10) };
    count.scaleToTrackCustomMetric('Instruments', {
      metric: this.#metric('Instruments', 'Average'),
      targetValue: INSTRUMENTS_EACH,
      ...cooldowns,
    });
    count.scaleToTrackCustomMetric('Lag', { metric: this.#metric('LagMs', 'Average'), targetValue: LAG_MS, ...cooldowns });
  }

  #watch(): void {
    const silent = new Alarm(this, 'NoHeartbeat', {
      metric: this.#metric('CollectorHeartbeat', 'Sum'),
      threshold: 1,
      evaluationPeriods: 2,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: 'No collector has said for two minutes that it is alive: no market data comes in.',
    });
    silent.addAlarmAction(new SnsAction(this.#platform.alarms));
    alarmOn(this, 'VenueBehind', this.#platform, {
      metric: this.#metric('LagMs', 'Minimum'),
      threshold: LAG_ALARM_MS,
      description: 'Every collector receives trades a minute or more after they happened (milliseconds).',
    });
    alarmOn(this, 'PutsWait', this.#platform, {
      metric: this.#metric('WaitingRecords', 'Minimum'),
      threshold: 10_000,
      description: 'The market stream does not take what collectors send: it needs more shards (marketShards).',
    });
  }
}
