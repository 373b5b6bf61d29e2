import { RETRIES } from './backtest-definition.ts';

export interface ScheduleTargets {
  /** ARN of the function that does every step. */
  readonly step: string;
  /** ARN of the topic of alarms. */
  readonly alarms: string;
  /** Pause between two looks at a backfill. */
  readonly pollSeconds: number;
}

const RUN = { 'schedule.$': '$.schedule', 'run.$': '$.run', 'execution.$': '$.execution' };
const ON_FAILURE = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'SummariseFailure' }];
/** Steps are quick: what takes long is a backfill, which has a machine of its own. */
const STEP_SECONDS = 150;

/**
 * Plans a run of a schedule, has its instruments done one after the other, and ends it; what failed is told to the topic of alarms by name, and fails the
 * execution, which CloudWatch counts. One at a time, since a venue counts requests by address. JSONPath throughout.
 */
export function scheduleDefinition({ step, alarms, pollSeconds }: ScheduleTargets): object {
  const task = (name: string, more: object): object => ({
    Type: 'Task',
    Resource: step,
    Parameters: { step: name, ...RUN, ...more },
    TimeoutSeconds: STEP_SECONDS,
    Retry: RETRIES,
  });
  return {
    Comment: 'Does what a schedule asks for on each of its instruments, once for each time that it is due.',
    QueryLanguage: 'JSONPath',
    StartAt: 'Plan',
    TimeoutSeconds: 24 * 3600,
    States: {
      Plan: { ...task('plan', {}), Catch: ON_FAILURE, Next: 'Items' },
      Items: items(task, pollSeconds),
      Summarise: { ...task('summarise', {}), Next: 'HasAlarm' },
      SummariseFailure: { ...task('summarise', { 'error.$': '$.error' }), Next: 'HasAlarm' },
      HasAlarm: { Type: 'Choice', Choices: [{ Variable: '$.alarm', IsString: true, Next: 'Alarm' }], Default: 'Done' },
      Alarm: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Parameters: { TopicArn: alarms, Subject: 'Skytape: a scheduled run failed', 'Message.$': '$.alarm' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: 'ScheduleFailed', Cause: 'The alarm names what failed; GET /schedules/{id}/runs shows it too.' },
      Done: { Type: 'Succeed' },
    },
  };
}

/** Each instrument is begun and, while its backfill runs, looked at again; a step that breaks fails its instrument only. */
function items(task: (name: string, more: object) => object, pollSeconds: number): object {
  const broken = [{ ErrorEquals: ['States.ALL'], Next: 'Broken' }];
  const whole = { 'item.$': '$.item' };
  return {
    Type: 'Map',
    ItemsPath: '$.items',
    ItemSelector: { ...RUN, 'item.$': '$$.Map.Item.Value' },
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Begin',
      States: {
        Begin: { ...task('begin', whole), Catch: broken, Next: 'IsRunning' },
        IsRunning: { Type: 'Choice', Choices: [{ Variable: '$.state', StringEquals: 'running', Next: 'Pause' }], Default: 'Ended' },
        Pause: { Type: 'Wait', Seconds: pollSeconds, Next: 'Watch' },
        Watch: { ...task('watch', whole), Catch: broken, Next: 'IsRunning' },
        Broken: { Type: 'Pass', Result: { state: 'failed' }, Next: 'Ended' },
        Ended: { Type: 'Succeed' },
      },
    },
    ResultPath: null,
    Catch: ON_FAILURE,
    Next: 'Summarise',
  };
}
