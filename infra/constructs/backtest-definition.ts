/** ARNs of the functions that the states call. */
export interface BacktestTasks {
  readonly plan: string;
  readonly run: string;
  readonly summarise: string;
}

/** What a machine says of itself. */
interface MachineWords {
  readonly comment: string;
  readonly error: string;
  readonly cause: string;
}

const BACKTEST: MachineWords = {
  comment: 'Plans a backtest, runs its shards side by side and folds them into a report.',
  error: 'BacktestFailed',
  cause: 'The run is marked FAILED with the error that its steps reported.',
};
/** A backfill is made the same way: its shards are the parts of a range in which bars are missing. */
export const BACKFILL: MachineWords = {
  comment: 'Finds what is missing of a range of history, downloads it part by part and adds up what came.',
  error: 'BackfillFailed',
  cause: 'The backfill is marked FAILED with the error that its steps reported.',
};

/** Failures of the Lambda service itself, not of our code: worth another try. */
const SERVICE_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
export const RETRIES = [{ ErrorEquals: SERVICE_ERRORS, IntervalSeconds: 2, MaxAttempts: 6, BackoffRate: 2 }];
export const FAILURES_CAUGHT = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Fail' }];

/**
 * Plan, one child per shard, summarise; JSONPath throughout. Items are whole numbers from 1 wrapped by ItemSelector, so that the lists of ten thousand
 * shards and of their answers stay under the 256 KiB of a state. A shard's failure is caught inside its item and found by summarise in the lake.
 */
export function backtestDefinition(tasks: BacktestTasks, parallelShards: number, words: MachineWords = BACKTEST): object {
  return {
    Comment: words.comment,
    QueryLanguage: 'JSONPath',
    StartAt: 'Plan',
    TimeoutSeconds: 24 * 3600,
    States: {
      Plan: { Type: 'Task', Resource: tasks.plan, TimeoutSeconds: 90, Retry: RETRIES, Catch: FAILURES_CAUGHT, Next: 'Shards' },
      Shards: shardMap({
        run: tasks.run,
        parallelShards,
        selector: { 'tenant.$': '$.tenant', 'runId.$': '$.runId' },
        next: 'Summarise',
      }),
      Summarise: { Type: 'Task', Resource: tasks.summarise, TimeoutSeconds: 900, Retry: RETRIES, Catch: FAILURES_CAUGHT, End: true },
      Fail: {
        Type: 'Task',
        Resource: tasks.summarise,
        Parameters: { 'tenant.$': '$.tenant', 'runId.$': '$.runId', 'error.$': '$.error' },
        TimeoutSeconds: 900,
        Retry: RETRIES,
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: words.error, Cause: words.cause },
    },
  };
}

interface ShardMap {
  /** ARN of the function that runs a shard. */
  readonly run: string;
  readonly parallelShards: number;
  /** What each shard is told beside its number. */
  readonly selector: Readonly<Record<string, string>>;
  readonly next: string;
}

/** One child per shard, each of which catches its own failure. */
export function shardMap({ run, parallelShards, selector, next }: ShardMap): object {
  return {
    Type: 'Map',
    ItemsPath: '$.shards',
    ItemSelector: { ...selector, 'shard.$': '$$.Map.Item.Value' },
    MaxConcurrency: parallelShards,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'RunShard',
      States: {
        RunShard: {
          Type: 'Task',
          Resource: run,
          TimeoutSeconds: 900,
          Retry: RETRIES,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'ShardFailed' }],
          End: true,
        },
        ShardFailed: { Type: 'Pass', Result: { ok: false }, End: true },
      },
    },
    ResultPath: null,
    Catch: FAILURES_CAUGHT,
    Next: next,
  };
}
