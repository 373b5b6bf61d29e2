import { Arn, ArnFormat, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeInlinePolicy, acknowledgeWildcardResource } from '../constructs/acknowledge.ts';
import { backtestDefinition } from '../constructs/backtest-definition.ts';
import { alarmOn, type Platform, PlatformFunction, retainedLogs } from '../constructs/function.ts';
import { allow, grant, listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data.ts';

/** The state machine of backtests and the functions it calls. */
export class ResearchStack extends Stack {
  readonly backtests: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    { data, platform, ...props }: StackProps & { readonly data: DataStack; readonly platform: Platform },
  ) {
    super(scope, id, props);
    this.addStackDependency(data);
    const tasks = this.#tasks(data, platform);
    this.backtests = this.#machine(platform, tasks);
    alarmOn(this, 'BacktestFailed', platform, {
      metric: this.backtests.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      description: 'A backtest ended FAILED; its run in the console says why.',
    });
  }

  #tasks({ tables, lake }: DataStack, platform: Platform): Record<'plan' | 'run' | 'summarise', PlatformFunction> {
    const common = { RUNS_TABLE: tables.runs.tableName, LAKE_BUCKET: lake.name };
    const results = [onObjects(lake, 'Put', 'runs'), listObjects(lake), onLakeKey(lake, 'write')];
    return {
      plan: new PlatformFunction(this, 'PlanBacktest', {
        name: 'plan-backtest',
        platform,
        environment: { ...common, DATASETS_TABLE: tables.datasets.tableName },
        permissions: [
          onTable(tables.runs, 'UpdateItem'),
          onTable(tables.datasets, 'BatchGetItem'),
          onObjects(lake, 'Get', 'runs'),
          ...results,
        ],
      }),
      run: new PlatformFunction(this, 'RunBacktest', {
        name: 'run-backtest',
        platform,
        environment: common,
        permissions: [onTable(tables.runs, 'UpdateItem'), onObjects(lake, 'Get', 'bars', 'runs'), ...results],
      }),
      summarise: new PlatformFunction(this, 'SummariseBacktest', {
        name: 'summarise-backtest',
        platform,
        environment: common,
        permissions: [onTable(tables.runs, 'UpdateItem'), onObjects(lake, 'Get', 'runs'), ...results],
      }),
    };
  }

  #machine(platform: Platform, { plan, run, summarise }: Record<'plan' | 'run' | 'summarise', PlatformFunction>): StateMachine {
    const name = machineName(platform.stage);
    const role = new Role(this, 'BacktestsRole', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const functions = [plan, run, summarise].map((task) => task.function.functionArn);
    const definition = backtestDefinition(
      { plan: plan.function.functionArn, run: run.function.functionArn, summarise: summarise.function.functionArn },
      platform.stage.parallelShards,
    );
    grant(role, [
      allow(['lambda:InvokeFunction'], ...functions),
      allow(['states:StartExecution'], this.#arnOf('stateMachine', name)),
      {
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [this.#arnOf('execution', `${name}/*`)],
        because: 'A distributed map starts and follows child executions, whose names the service makes up.',
      },
    ]);
    const machine = new StateMachine(this, 'Backtests', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(this.toJsonString(definition)),
      role,
      tracingEnabled: true,
      logs: {
        destination: retainedLogs(this, 'BacktestsLogs', `/aws/vendedlogs/states/${name}`, platform),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    acknowledgeInlinePolicy(role);
    acknowledgeWildcardResource(role, '*', 'Log delivery and X-Ray have no resources: their actions can only be allowed on all.');
    return machine;
  }

  /** Every execution of the backtests machine. */
  executionArn(stage: Stage): string {
    return this.#arnOf('execution', `${machineName(stage)}/*`);
  }

  #arnOf(resource: 'stateMachine' | 'execution', resourceName: string): string {
    return Arn.format({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }, this);
  }
}

function machineName(stage: Stage): string {
  return `skytape-${stage.name}-backtests`;
}
