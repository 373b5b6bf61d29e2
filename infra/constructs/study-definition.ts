import { type BacktestTasks, FAILURES_CAUGHT, RETRIES, shardMap } from './backtest-definition.ts';

const NAMES = { 'tenant.$': '$.tenant', 'kind.$': '$.kind', 'studyId.$': '$.studyId', 'attempt.$': '$.attempt' };

/**
 * Plan, one child per shard, plan again until nothing is left to run, then summarise: a search that learns is told what its last combinations came to before it
 * asks for more. Like the machine of backtests, JSONPath throughout and whole numbers as items.
 */
export function studyDefinition(tasks: BacktestTasks, parallelShards: number, kind: string): object {
  return {
    Comment: `Plans a ${kind} batch by batch, runs the shards of each side by side and folds what they left.`,
    QueryLanguage: 'JSONPath',
    StartAt: 'Plan',
    TimeoutSeconds: 24 * 3600,
    States: {
      Plan: { Type: 'Task', Resource: tasks.plan, TimeoutSeconds: 900, Retry: RETRIES, Catch: FAILURES_CAUGHT, Next: 'AnythingLeft' },
      AnythingLeft: {
        Type: 'Choice',
        Choices: [{ Variable: '$.more', BooleanEquals: true, Next: 'Shards' }],
        Default: 'Summarise',
      },
      Shards: shardMap({ run: tasks.run, parallelShards, selector: NAMES, next: 'Plan' }),
      Summarise: {
        Type: 'Task',
        Resource: tasks.summarise,
        Parameters: NAMES,
        TimeoutSeconds: 900,
        Retry: RETRIES,
        Catch: FAILURES_CAUGHT,
        End: true,
      },
      Fail: {
        Type: 'Task',
        Resource: tasks.summarise,
        Parameters: { ...NAMES, 'error.$': '$.error' },
        TimeoutSeconds: 900,
        Retry: RETRIES,
        Next: 'Failed',
      },
      Failed: { Type: 'Fail', Error: 'StudyFailed', Cause: `The ${kind} is marked FAILED with the error that its steps reported.` },
    },
  };
}
