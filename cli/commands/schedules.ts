import { SaveSchedule, type ScheduleInfo, type ScheduleRunInfo } from '../../shared/contracts/schedules.ts';
import { readJsonFile } from '../json-file.ts';
import { connect } from '../platform.ts';
import { print, table } from '../terminal.ts';
import { UserError } from '../user-error.ts';

interface Common {
  readonly json?: boolean;
  readonly api: string;
}

/** `skytape schedules list`. */
export async function schedulesList({ api, json }: Common): Promise<void> {
  const { schedules } = await connect(api).listSchedules();
  if (json) return print(JSON.stringify({ schedules }));
  print(table([['ID', 'KIND', 'TIMEFRAME', 'WHEN', 'INSTRUMENTS', 'ENABLED'], ...schedules.map(rowOf)]));
}

function rowOf({ id, kind, timeframe, at, zone, days, after, instruments, enabled }: ScheduleInfo): string[] {
  const when = at === null ? (after === null ? 'by hand' : `after ${after}`) : `${at} ${zone}${days === 'every' ? '' : `, ${days}`}`;
  const what =
    instruments === 'active'
      ? 'active'
      : `${instruments.slice(0, 3).join(' ')}${instruments.length > 3 ? ` +${instruments.length - 3}` : ''}`;
  return [id, kind, timeframe, when, what, enabled ? 'yes' : 'no'];
}

/** `skytape schedules save ID FILE`. */
export async function schedulesSave(id: string, file: string, { api, json }: Common): Promise<void> {
  const parsed = SaveSchedule.safeParse(readJsonFile(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError(`${file}: ${issue?.path.join('.') || 'it'} cannot be used; it must be ${issue?.message}`);
  }
  const saved = await connect(api).saveSchedule({ id, body: parsed.data });
  print(json ? JSON.stringify(saved) : table([['ID', 'KIND', 'TIMEFRAME', 'WHEN', 'INSTRUMENTS', 'ENABLED'], rowOf(saved)]));
}

/** `skytape schedules delete ID`. */
export async function schedulesDelete(id: string, { api, json }: Common): Promise<void> {
  await connect(api).deleteSchedule({ id });
  print(json ? JSON.stringify({ deleted: id }) : `${id} is deleted`);
}

/** `skytape schedules run ID`. */
export async function schedulesRun(id: string, { api, json }: Common): Promise<void> {
  show([await connect(api).runSchedule({ id })], json);
}

/** `skytape schedules runs ID`. */
export async function schedulesRuns(id: string, { api, json }: Common): Promise<void> {
  show((await connect(api).listScheduleRuns({ id })).runs, json);
}

/** `skytape schedules redrive ID RUN`. */
export async function schedulesRedrive(id: string, run: string, { api, json }: Common): Promise<void> {
  show([await connect(api).redriveScheduleRun({ id, run })], json);
}

function show(runs: readonly ScheduleRunInfo[], json: boolean | undefined): void {
  if (json) return print(JSON.stringify({ runs }));
  const rows = runs.map((run) => [run.id, run.status, String(run.execution), String(run.items), run.startedAt ?? '', run.finishedAt ?? '']);
  const failed = runs.flatMap(({ id, failed }) => failed.map(({ instrument, error }) => `${id} ${instrument}: ${error}`));
  print([table([['RUN', 'STATUS', 'EXECUTION', 'INSTRUMENTS', 'STARTED', 'FINISHED'], ...rows]), ...failed].join('\n'));
}
