import type { StudyKind } from '../../contracts/studies.ts';
import type { Workflow } from '../../ports/workflow.ts';

/** The state machine of a kind of study. */
export type WorkflowOf = (kind: StudyKind) => Workflow;
