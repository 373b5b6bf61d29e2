import { Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Platform as ImagePlatform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  ContainerImage,
  CpuArchitecture,
  Secret as ContainerSecret,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeInlinePolicy, acknowledgeWildcardResource } from './acknowledge.ts';
import { type Platform, retainedLogs } from './function.ts';
import { grant, type Permission } from './permissions.ts';

export interface ContainerServiceProps {
  readonly name: string;
  readonly about: string;
  readonly platform: Platform;
  /** Folder with a Dockerfile that only copies what lies beside it. */
  readonly image: string;
  /** 1024 is one core. */
  readonly cpu: number;
  readonly memoryMb: number;
  readonly count: number;
  readonly cluster: ICluster;
  readonly subnets: ISubnet[];
  readonly securityGroup: ISecurityGroup;
  readonly environment: Readonly<Record<string, string>>;
  /** A secret of the owner's and those of its fields that become variables of the same name. */
  readonly secret?: { readonly name: string; readonly fields: readonly string[] };
  readonly permissions: readonly Permission[];
}

/**
 * A container that runs without end, with a role of its own, a read-only disk and a log group that expires. Its settings are parameters of SSM, which ECS
 * hands to it as variables: they can be changed without a new version of the task. A deployment whose tasks do not stay up is rolled back.
 */
export class ContainerService extends Construct {
  readonly service: FargateService;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { name, about, platform, cluster, subnets, securityGroup, count, permissions } = props;
    const taskRole = new Role(this, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'), description: about });
    grant(taskRole, permissions);
    acknowledgeInlinePolicy(taskRole);
    this.service = new FargateService(this, 'Service', {
      serviceName: `skytape-${platform.stage.name}-${name}`,
      cluster,
      taskDefinition: this.#task(props, taskRole),
      desiredCount: count,
      assignPublicIp: true,
      vpcSubnets: { subnets },
      securityGroups: [securityGroup],
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      enableExecuteCommand: false,
    });
  }

  #task({ name, platform, image, cpu, memoryMb, environment, secret }: ContainerServiceProps, taskRole: Role): FargateTaskDefinition {
    const starter = new Role(this, 'StartRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    acknowledgeInlinePolicy(starter);
    acknowledgeWildcardResource(starter, '*', 'The token of the registry of images has no resource: it can only be asked for on all.');
    const task = new FargateTaskDefinition(this, 'Task', {
      family: `skytape-${platform.stage.name}-${name}`,
      cpu,
      memoryLimitMiB: memoryMb,
      taskRole,
      executionRole: starter,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    const logs = retainedLogs(this, 'Logs', `/skytape/${platform.stage.name}/${name}`, platform);
    task.addContainer(name, {
      image: ContainerImage.fromAsset(image, { platform: ImagePlatform.LINUX_ARM64 }),
      logging: LogDriver.awsLogs({ streamPrefix: name, logGroup: logs }),
      readonlyRootFilesystem: true,
      secrets: { ...this.#parameters(`/skytape/${platform.stage.name}/${name}`, environment), ...this.#fields(secret) },
    });
    return task;
  }

  #parameters(path: string, environment: Readonly<Record<string, string>>): Record<string, ContainerSecret> {
    return Object.fromEntries(
      Object.entries(environment).map(([key, stringValue]) => [
        key,
        ContainerSecret.fromSsmParameter(new StringParameter(this, key, { parameterName: `${path}/${key}`, stringValue })),
      ]),
    );
  }

  #fields(secret: ContainerServiceProps['secret']): Record<string, ContainerSecret> {
    if (secret === undefined) return {};
    const kept = Secret.fromSecretNameV2(Stack.of(this), 'VenueKeys', secret.name);
    return Object.fromEntries(secret.fields.map((field) => [field, ContainerSecret.fromSecretsManager(kept, field)]));
  }
}
