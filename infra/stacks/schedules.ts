import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { platformMachine, stateArn } from '../constructs/fan-out-machine.ts';
import { alarmOn, type Platform, PlatformFunction } from '../constructs/function.ts';
import { allow, listObjects, onIndex, onLakeKey, onObjects, onTable } from '../constructs/permissions.ts';
import { scheduleDefinition } from '../constructs/schedule-definition.ts';
import type { DataStack } from './data.ts';
import type { HistoryStack } from './history.ts';

export interface SchedulesStackProps extends StackProps {
  readonly data: DataStack;
  readonly history: HistoryStack;
  readonly platform: Platform;
}

/** Downloads and checks that come by themselves: a rule that looks each minute for what is due, and the state machine of a run. */
export class SchedulesStack extends Stack {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { data, history, platform, ...props }: SchedulesStackProps) {
    super(scope, id, props);
    this.addStackDependency(data);
    const name = `skytape-${platform.stage.name}-schedules`;
    const letters = new DeadLetters(this, 'MissedTicks');
    const step = this.#step({ data, history, platform }, { machine: name, letters });
    const alarms = platform.alarms.topicArn;
    this.machine = platformMachine(this, 'Runs', {
      name,
      platform,
      functionArns: [step.function.functionArn],
      permissions: [allow(['sns:Publish'], alarms), allow(['kms:Decrypt', 'kms:GenerateDataKey'], data.lake.keyArn)],
      definition: scheduleDefinition({ step: step.function.functionArn, alarms, pollSeconds: platform.stage.pollSeconds }),
    });
    this.#tick(step, letters);
    alarmOn(this, 'ScheduleFailed', platform, {
      metric: this.machine.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      description: 'A scheduled run ended FAILED; a message of its own names what failed, and GET /schedules/{id}/runs shows it.',
    });
  }

  #step(
    { data: { tables, lake }, history, platform }: Pick<SchedulesStackProps, 'data' | 'history' | 'platform'>,
    { machine, letters }: { readonly machine: string; readonly letters: DeadLetters },
  ): PlatformFunction {
    // By its name: the machine calls this function, so it cannot be made first.
    const machineArn = stateArn(this, 'stateMachine', machine);
    return new PlatformFunction(this, 'RunSchedule', {
      name: 'run-schedule',
      platform,
      environment: {
        BARS_TABLE: tables.bars.tableName,
        INSTRUMENTS_TABLE: tables.instruments.tableName,
        SCHEDULES_TABLE: tables.schedules.tableName,
        LAKE_BUCKET: lake.name,
        SCHEDULE_STATE_MACHINE_ARN: machineArn,
        BACKFILL_STATE_MACHINE_ARN: history.backfills.stateMachineArn,
      },
      permissions: [
        onTable(tables.schedules, 'GetItem', 'Query', 'PutItem'),
        onTable(tables.instruments, 'GetItem', 'PutItem'),
        onIndex(tables.instruments, 'active'),
        onTable(tables.bars, 'Query'),
        onObjects(lake, 'Get', 'schedules', 'backfills', 'history'),
        onObjects(lake, 'Put', 'schedules', 'backfills'),
        listObjects(lake),
        onLakeKey(lake, 'write'),
        allow(['states:StartExecution'], machineArn, history.backfills.stateMachineArn),
      ],
      deadLetterQueue: letters.queue,
    });
  }

  /** A tick that fails is made up for by the next, so it is not tried again. */
  #tick(step: PlatformFunction, { queue }: DeadLetters): void {
    new Rule(this, 'EveryMinute', {
      description: 'Starts the schedules that are due',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new FunctionTarget(step.function, {
          event: RuleTargetInput.fromObject({ step: 'tick' }),
          deadLetterQueue: queue,
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
        }),
      ],
    });
  }
}
