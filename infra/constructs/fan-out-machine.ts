import { Arn, ArnFormat, type Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeInlinePolicy, acknowledgeWildcardResource } from './acknowledge.ts';
import type { BacktestTasks } from './backtest-definition.ts';
import { type Platform, type PlatformFunction, retainedLogs } from './function.ts';
import { allow, grant, type Permission } from './permissions.ts';

export interface FanOutProps {
  readonly name: string;
  readonly platform: Platform;
  readonly tasks: Readonly<Record<keyof BacktestTasks, PlatformFunction>>;
  readonly definition: (tasks: BacktestTasks) => object;
}

/** A standard state machine that plans, fans out over a distributed map and folds. */
export function fanOutMachine(stack: Stack, id: string, { name, platform, tasks, definition }: FanOutProps): StateMachine {
  const { plan, run, summarise } = tasks;
  const arns = { plan: plan.function.functionArn, run: run.function.functionArn, summarise: summarise.function.functionArn };
  return platformMachine(stack, id, { name, platform, functionArns: Object.values(arns), permissions: [], definition: definition(arns) });
}

export interface MachineProps {
  readonly name: string;
  readonly platform: Platform;
  /** What it calls. */
  readonly functionArns: readonly string[];
  /** What it may do besides. */
  readonly permissions: readonly Permission[];
  readonly definition: object;
}

/** A standard state machine with distributed maps, a role of its own and logs that expire. */
export function platformMachine(
  stack: Stack,
  id: string,
  { name, platform, functionArns, permissions, definition }: MachineProps,
): StateMachine {
  const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  grant(role, [
    allow(['lambda:InvokeFunction'], ...functionArns),
    allow(['states:StartExecution'], stateArn(stack, 'stateMachine', name)),
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [stateArn(stack, 'execution', `${name}/*`)],
      because: 'A distributed map starts and follows child executions, whose names the service makes up.',
    },
    ...permissions,
  ]);
  const machine = new StateMachine(stack, id, {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(stack.toJsonString(definition)),
    role,
    tracingEnabled: true,
    logs: {
      destination: retainedLogs(stack, `${id}Logs`, `/aws/vendedlogs/states/${name}`, platform),
      level: LogLevel.ALL,
      includeExecutionData: false,
    },
  });
  acknowledgeInlinePolicy(role);
  acknowledgeWildcardResource(role, '*', 'Log delivery and X-Ray have no resources: their actions can only be allowed on all.');
  return machine;
}

/** ARN of something of Step Functions in the stack's own account and region. */
export function stateArn(stack: Stack, resource: 'stateMachine' | 'execution', resourceName: string): string {
  return Arn.format({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }, stack);
}
