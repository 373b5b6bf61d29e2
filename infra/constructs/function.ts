import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../functions.ts';
import type { Stage } from '../stages.ts';
import { acknowledgeFunction, acknowledgeInlinePolicy, acknowledgeOutsideNetwork, acknowledgeSynchronous } from './acknowledge.ts';
import type { Network } from './network.ts';
import { allow, grant, IN_NETWORK, type Permission, TRACING } from './permissions.ts';

/** What every function of a stage shares. */
export interface Platform {
  readonly stage: Stage;
  /** Version of the code, which every run's manifest repeats. */
  readonly version: string;
  /** Folder that holds a function's `index.mjs` and whatever lies beside it. */
  readonly codeOf: (name: FunctionName) => string;
  /** Encrypts logs, the lake and alarms. */
  readonly key: IKey;
  readonly alarms: ITopic;
}

export interface PlatformFunctionProps {
  readonly name: FunctionName;
  readonly platform: Platform;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
  /** Where calls go that nobody waits for and that failed every retry; absent where every caller waits. */
  readonly deadLetterQueue?: IQueue;
  /** The owner's network, for what can be reached from there only; outside of any when absent. */
  readonly network?: Network & { readonly securityGroup: ISecurityGroup };
  /** Errors within five minutes that are worth a call: one, unless the function refuses by throwing. */
  readonly alarmingErrors?: number;
}

/** A function with a role of its own, a log group that expires, and an alarm on its errors. */
export class PlatformFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    super(scope, id);
    const { name, platform, environment, permissions, deadLetterQueue, network, alarmingErrors = 1 } = props;
    const spec = FUNCTIONS[name];
    const functionName = `skytape-${platform.stage.name}-${name}`;
    const logs = retainedLogs(this, 'Logs', `/aws/lambda/${functionName}`, platform);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: spec.about });
    grant(this.role, [
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs.logGroupArn),
      TRACING,
      ...(network === undefined ? [] : [IN_NETWORK]),
      ...permissions,
    ]);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: spec.about,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(platform.codeOf(name)),
      memorySize: spec.memoryMb,
      timeout: Duration.seconds(spec.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      logGroup: logs,
      role: this.role,
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
      ...(network === undefined ? {} : inNetwork(network)),
      environment: { POWERTOOLS_SERVICE_NAME: name, POWERTOOLS_METRICS_NAMESPACE: 'Skytape', ...environment },
    });
    acknowledgeFunction(this.function);
    if (network === undefined) acknowledgeOutsideNetwork(this.function);
    if (deadLetterQueue === undefined) acknowledgeSynchronous(this.function);
    acknowledgeInlinePolicy(this.role);
    alarmOn(this, 'Errors', platform, {
      metric: this.function.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: alarmingErrors,
      description: `${functionName} failed. Read its log group ${logs.logGroupName}.`,
    });
  }
}

/** Subnets of any kind: the function calls nothing beyond them. */
function inNetwork({ vpc, subnets, securityGroup }: NonNullable<PlatformFunctionProps['network']>) {
  return { vpc, vpcSubnets: { subnets }, securityGroups: [securityGroup], allowPublicSubnet: true };
}

/** An encrypted log group that keeps what the stage says, and goes with its stack. */
export function retainedLogs(
  scope: Construct,
  id: string,
  logGroupName: string,
  { stage, key }: Pick<Platform, 'stage' | 'key'>,
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName,
    retention: stage.logRetentionDays,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

type Watched = ReturnType<LambdaFunction['metricErrors']>;

/** Raises an alarm, told to the stage's topic, as soon as one period reaches the threshold; no data is no alarm. */
export function alarmOn(
  scope: Construct,
  id: string,
  { alarms }: Pick<Platform, 'alarms'>,
  { metric, threshold, description }: { readonly metric: Watched; readonly threshold: number; readonly description: string },
): Alarm {
  const alarm = new Alarm(scope, id, {
    metric,
    threshold,
    alarmDescription: description,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(alarms));
  return alarm;
}
