import { Duration, type Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { STUDY_KINDS, type StudyKind } from '../../shared/contracts/studies.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Stage } from '../stages.ts';
import { fanOutMachine } from './fan-out-machine.ts';
import { alarmOn, type Platform, PlatformFunction } from './function.ts';
import { listObjects, onLakeKey, onObjects, onTable } from './permissions.ts';
import { studyDefinition } from './study-definition.ts';

export type StudyMachines = Readonly<Record<StudyKind, StateMachine>>;

/** A state machine for each kind of study; the functions they call are the same. */
export function studyMachines(stack: Stack, data: DataStack, platform: Platform): StudyMachines {
  const tasks = studyTasks(stack, data, platform);
  const made = STUDY_KINDS.map((kind) => {
    const id = `${kind.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}s`;
    const machine = fanOutMachine(stack, id, {
      name: studyMachineName(platform.stage, kind),
      platform,
      tasks,
      definition: (arns) => studyDefinition(arns, platform.stage.parallelShards, kind),
    });
    alarmOn(stack, `${id}Failed`, platform, {
      metric: machine.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      description: `A ${kind} was broken off; GET /${kind}s/{id} says why.`,
    });
    return [kind, machine] as const;
  });
  return Object.fromEntries(made) as unknown as StudyMachines;
}

export function studyMachineName({ name }: Stage, kind: StudyKind): string {
  return `skytape-${name}-${kind}s`;
}

function studyTasks(stack: Stack, { tables, lake }: DataStack, platform: Platform): Record<'plan' | 'run' | 'summarise', PlatformFunction> {
  const lakeOnly = { LAKE_BUCKET: lake.name };
  const withRuns = { ...lakeOnly, RUNS_TABLE: tables.runs.tableName };
  const results = [onObjects(lake, 'Put', 'studies'), listObjects(lake), onLakeKey(lake, 'write')];
  return {
    plan: new PlatformFunction(stack, 'PlanStudy', {
      name: 'plan-study',
      platform,
      environment: withRuns,
      permissions: [onTable(tables.runs, 'UpdateItem'), onObjects(lake, 'Get', 'studies'), ...results],
    }),
    run: new PlatformFunction(stack, 'RunStudy', {
      name: 'run-study',
      platform,
      environment: lakeOnly,
      permissions: [onObjects(lake, 'Get', 'bars', 'runs', 'studies', 'tables'), ...results],
    }),
    summarise: new PlatformFunction(stack, 'SummariseStudy', {
      name: 'summarise-study',
      platform,
      environment: { ...withRuns, TRIALS_TABLE: tables.trials.tableName },
      permissions: [
        onTable(tables.runs, 'UpdateItem'),
        onTable(tables.trials, 'Query', 'PutItem'),
        onObjects(lake, 'Get', 'bars', 'studies', 'tables'),
        ...results,
      ],
    }),
  };
}
