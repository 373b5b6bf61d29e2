import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { SweepPlan } from '../shared/application/sweep/plan.ts';
import type { SweepState } from '../shared/application/sweep/run.ts';
import { writeWhole } from './files.ts';
import type { StudyData } from './study-data.ts';
import { fileError, UserError } from './user-error.ts';

const SweepFile = z.object({
  /** Plan and data, which must be the same when it goes on. */
  sweep: z.string(),
  search: z.record(z.string(), z.unknown()),
  /** The rows' doubles as they lie in memory: JSON has no NaN. */
  numbers: z.base64(),
});

/** What a sweep is, as text: its plan, and what it runs on with the hashes of all of it. */
export function sweepIdentity(plan: SweepPlan, { data, rates, beside }: StudyData): string {
  const on = data.map(({ instrument, origin, detail }) => ({ instrument, sha256: origin.sha256, detail: detail?.sha256 }));
  const pairs = rates.map(({ instrument, origin }) => ({ instrument, sha256: origin.sha256 }));
  return JSON.stringify({ plan, data: on, rates: pairs, beside: beside?.origins });
}

/** Keeps where a sweep stands. */
export function writeSweep(path: string, sweep: string, { search, numbers }: SweepState): void {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
  writeWhole(path, JSON.stringify({ sweep, search, numbers: bytes }));
}

/** Where the sweep of that identity stood; undefined when there is no such file. Throws `UserError` when it is of another sweep or damaged. */
export function readSweep(path: string, sweep: string): SweepState | undefined {
  if (!existsSync(path)) return undefined;
  const file = parsed(path);
  if (file.sweep !== sweep)
    throw new UserError(`${path} was left by another sweep; give the options and the data that it was started with, or another --resume`);
  const bytes = Buffer.from(file.numbers, 'base64');
  return { search: file.search, numbers: new Float64Array(Uint8Array.from(bytes).buffer) };
}

function parsed(path: string): z.infer<typeof SweepFile> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    return SweepFile.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(`${path} is no file that a sweep left; remove it to begin anew`, { cause: error });
  }
}
