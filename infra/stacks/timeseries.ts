import { CfnOutput, Duration, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnInfluxDBInstance } from 'aws-cdk-lib/aws-timestream';
import type { Construct } from 'constructs';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { type Platform, PlatformFunction } from '../constructs/function.ts';
import { type Network, ownNetwork } from '../constructs/network.ts';
import { allow, type Permission } from '../constructs/permissions.ts';
import type { DataStack } from './data.ts';

const PORT = 8086;
/** The bucket of bars, and under its name the database of InfluxQL. */
const DATABASE = 'skytape';

/**
 * Bars for dashboards in Amazon Timestream for InfluxDB, in the owner's network: each bar that is put into the table of bars is copied. Nothing reads them
 * back but what the owner points at it. See docs/decisions/0126-bars-reach-timestream-by-the-stream-of-their-table.md.
 */
export class TimeseriesStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { data, platform, ...props }: StackProps & { readonly data: DataStack; readonly platform: Platform },
  ) {
    super(scope, id, props);
    this.addStackDependency(data);
    const { timeseriesSecret } = platform.stage;
    if (timeseriesSecret === undefined) throw new Error(`stage ${platform.stage.name} names no timeseriesSecret`);
    const network = ownNetwork(this, platform.stage);
    const writers = this.#group(network, 'Writers', 'The function that copies bars');
    const database = this.#database(network, writers, platform, timeseriesSecret);
    this.#endpoint(network, writers);
    this.#writer({ data, platform, network, writers, url: `https://${database.attrEndpoint}:${PORT}`, secretName: timeseriesSecret });
    new CfnOutput(this, 'InfluxUrl', {
      value: `https://${database.attrEndpoint}:${PORT}`,
      description: 'Where dashboards in the network ask',
    });
  }

  #group({ vpc }: Network, id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc, description, allowAllOutbound: false });
  }

  #database(network: Network, writers: SecurityGroup, { stage }: Platform, secretName: string): CfnInfluxDBInstance {
    const group = this.#group(network, 'Database', 'InfluxDB, for the function that copies bars');
    group.addIngressRule(writers, Port.tcp(PORT), 'Bars are written');
    writers.addEgressRule(group, Port.tcp(PORT), 'Bars are written');
    const text = (field: string) => SecretValue.secretsManager(secretName, { jsonField: field }).unsafeUnwrap();
    return new CfnInfluxDBInstance(this, 'Influx', {
      name: `skytape-${stage.name}`,
      dbInstanceType: 'db.influx.medium',
      dbStorageType: 'InfluxIOIncludedT1',
      allocatedStorage: 20,
      deploymentType: 'SINGLE_AZ',
      publiclyAccessible: false,
      organization: 'skytape',
      bucket: DATABASE,
      // References that CloudFormation resolves while it deploys: no template holds them.
      username: text('username'),
      password: text('password'),
      vpcSubnetIds: network.subnets.map(({ subnetId }) => subnetId),
      vpcSecurityGroupIds: [group.securityGroupId],
    });
  }

  /** The function has no way to the internet, so its secret must be reached inside the network. */
  #endpoint({ vpc, subnets }: Network, writers: SecurityGroup): void {
    const group = this.#group({ vpc, subnets }, 'Secrets', 'Secrets Manager, for the function that copies bars');
    group.addIngressRule(writers, Port.tcp(443), 'The token is read');
    writers.addEgressRule(group, Port.tcp(443), 'The token is read');
    new InterfaceVpcEndpoint(this, 'SecretsEndpoint', {
      vpc,
      service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      subnets: { subnets: subnets.slice(0, 1) },
      securityGroups: [group],
      open: false,
    });
  }

  #writer({ data: { tables }, platform, network, writers, url, secretName }: WriterParts): void {
    const stream = tables.bars.tableStreamArn as string;
    const letters = new DeadLetters(this, 'Uncopied');
    const copy = new PlatformFunction(this, 'CopyBars', {
      name: 'copy-bars',
      platform,
      environment: { INFLUX_URL: url, INFLUX_DATABASE: DATABASE, INFLUX_SECRET: secretName },
      network: { ...network, securityGroup: writers },
      permissions: [
        allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream),
        LIST_STREAMS,
        allow(['sqs:SendMessage'], letters.queue.queueArn),
        // Secrets Manager ends the ARN of a secret with six characters of its own.
        allow(['secretsmanager:GetSecretValue'], `${Secret.fromSecretNameV2(this, 'Token', secretName).secretArn}-??????`),
      ],
    });
    const mapping = new EventSourceMapping(this, 'BarsToInflux', {
      target: copy.function,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 1000,
      maxBatchingWindow: Duration.seconds(5),
      bisectBatchOnError: true,
      retryAttempts: 10,
      onFailure: { bind: () => ({ destination: letters.queue.queueArn }) },
    });
    mapping.node.addDependency(copy.role);
  }
}

const LIST_STREAMS: Permission = {
  actions: ['dynamodb:ListStreams'],
  resources: ['*'],
  because: 'Listing streams has no resource: Lambda asks for the streams of the account when it begins.',
};

interface WriterParts {
  readonly data: DataStack;
  readonly platform: Platform;
  readonly network: Network;
  readonly writers: SecurityGroup;
  readonly url: string;
  readonly secretName: string;
}
