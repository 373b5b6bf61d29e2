import * as z from 'zod';
import { documentClient, workflowClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { DynamoSchedules } from '../../shared/adapters/aws/dynamo-schedules.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { SfnWorkflow } from '../../shared/adapters/aws/sfn-workflow.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import {
  deleteSchedule,
  getSchedule,
  listRuns,
  listSchedules,
  redriveRun,
  runSchedule,
  saveSchedule,
} from '../../shared/application/schedules/administer.ts';

const Environment = z.object({
  INSTRUMENTS_TABLE: z.string().min(1),
  SCHEDULES_TABLE: z.string().min(1),
  SCHEDULE_STATE_MACHINE_ARN: z.string().min(1),
});
const { INSTRUMENTS_TABLE, SCHEDULES_TABLE, SCHEDULE_STATE_MACHINE_ARN } = Environment.parse(process.env);

const documents = documentClient();
const world = {
  schedules: new DynamoSchedules(documents, SCHEDULES_TABLE),
  instruments: new DynamoInstruments(documents, INSTRUMENTS_TABLE),
  workflow: new SfnWorkflow(workflowClient(), SCHEDULE_STATE_MACHINE_ARN),
  clock: systemClock,
};
const [list, get, save, remove] = [listSchedules(world), getSchedule(world), saveSchedule(world), deleteSchedule(world)];
const [run, runs, redrive] = [runSchedule(world), listRuns(world), redriveRun(world)];

export const handler = api('administer-schedules', {
  listSchedules: () => list(),
  getSchedule: ({ path }) => get(path.id),
  saveSchedule: ({ caller, path, body }) => save(caller.tenant, path.id, body),
  deleteSchedule: ({ path }) => remove(path.id),
  runSchedule: ({ path }) => run(path.id),
  listScheduleRuns: ({ path, query }) => runs(path.id, query),
  redriveScheduleRun: ({ path }) => redrive(path.id, path.run),
});
