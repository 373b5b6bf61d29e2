import type { SFNClient } from '@aws-sdk/client-sfn';
import type { WorkflowOf } from '../../application/studies/workflow-of.ts';
import type { StudyKind } from '../../contracts/studies.ts';
import { SfnWorkflow } from './sfn-workflow.ts';

interface MachineArns {
  readonly SWEEP_STATE_MACHINE_ARN: string;
  readonly WALK_FORWARD_STATE_MACHINE_ARN: string;
  readonly MONTE_CARLO_STATE_MACHINE_ARN: string;
}

/** The state machine of each kind of study, out of a function's environment. */
export function studyWorkflows(client: SFNClient, environment: MachineArns): WorkflowOf {
  const arns: Readonly<Record<StudyKind, string>> = {
    sweep: environment.SWEEP_STATE_MACHINE_ARN,
    'walk-forward': environment.WALK_FORWARD_STATE_MACHINE_ARN,
    'monte-carlo': environment.MONTE_CARLO_STATE_MACHINE_ARN,
  };
  return (kind) => new SfnWorkflow(client, arns[kind]);
}
