import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { backtestDefinition } from '../constructs/backtest-definition.ts';
import { fanOutMachine, stateArn } from '../constructs/fan-out-machine.ts';
import { alarmOn, type Platform, PlatformFunction } from '../constructs/function.ts';
import { listObjects, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { type StudyMachines, studyMachineName, studyMachines } from '../constructs/study-machines.ts';
import { STUDY_KINDS } from '../../shared/contracts/studies.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data.ts';

/** The state machines of backtests and of studies, and the functions they call. */
export class ResearchStack extends Stack {
  readonly backtests: StateMachine;
  readonly studies: StudyMachines;

  constructor(
    scope: Construct,
    id: string,
    { data, platform, ...props }: StackProps & { readonly data: DataStack; readonly platform: Platform },
  ) {
    super(scope, id, props);
    this.addStackDependency(data);
    const tasks = this.#tasks(data, platform);
    this.backtests = fanOutMachine(this, 'Backtests', {
      name: machineName(platform.stage),
      platform,
      tasks,
      definition: (arns) => backtestDefinition(arns, platform.stage.parallelShards),
    });
    alarmOn(this, 'BacktestFailed', platform, {
      metric: this.backtests.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      description: 'A backtest ended FAILED; its run in the console says why.',
    });
    this.studies = studyMachines(this, data, platform);
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
        permissions: [onTable(tables.runs, 'UpdateItem'), onObjects(lake, 'Get', 'bars', 'runs', 'tables'), ...results],
      }),
      summarise: new PlatformFunction(this, 'SummariseBacktest', {
        name: 'summarise-backtest',
        platform,
        environment: { ...common, TRIALS_TABLE: tables.trials.tableName },
        permissions: [
          onTable(tables.runs, 'UpdateItem'),
          onTable(tables.trials, 'Query', 'PutItem'),
          onObjects(lake, 'Get', 'runs'),
          ...results,
        ],
      }),
    };
  }

  /** Every execution of the backtests machine. */
  executionArn(stage: Stage): string {
    return stateArn(this, 'execution', `${machineName(stage)}/*`);
  }

  /** Every execution of the machine of a kind of study. */
  studyExecutionArns(stage: Stage): string[] {
    return STUDY_KINDS.map((kind) => stateArn(this, 'execution', `${studyMachineName(stage, kind)}/*`));
  }
}

function machineName(stage: Stage): string {
  return `skytape-${stage.name}-backtests`;
}
