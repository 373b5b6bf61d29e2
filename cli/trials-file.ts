import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { overlaps } from '../shared/application/sweep/trials.ts';
import type { TrialLedger, TrialRecord } from '../shared/ports/trial-ledger.ts';
import { skytapeHome } from './catalogue-home.ts';
import { fileError, UserError } from './user-error.ts';

const Line = z.object({
  key: z.string(),
  instruments: z.array(z.string()),
  fromUs: z.number(),
  toUs: z.number(),
  sharpe: z.number().nullable(),
});

/** The ledger of trials in the user's state: one JSON object a line, only ever added to. Throws `UserError` when it cannot be read or written. */
export function trialsFile(path = join(skytapeHome(), 'trials.jsonl')): TrialLedger {
  const overlapping = async (on: Pick<TrialRecord, 'instruments' | 'fromUs' | 'toUs'>) => {
    const known = new Map<string, TrialRecord>();
    for (const trial of readTrials(path)) if (overlaps(trial, on) && !known.has(trial.key)) known.set(trial.key, trial);
    return [...known.values()];
  };
  return {
    overlapping,
    async add(trials) {
      const [first] = trials;
      if (first === undefined) return;
      const known = new Set((await overlapping(first)).map(({ key }) => key));
      const fresh = trials.filter(({ key }) => !known.has(key)).map((trial) => `${JSON.stringify(trial)}\n`);
      if (fresh.length > 0) append(path, fresh.join(''));
    },
  };
}

function readTrials(path: string): TrialRecord[] {
  if (!existsSync(path)) return [];
  const lines = textOf(path).split('\n');
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    try {
      return [Line.parse(JSON.parse(line))];
    } catch (error) {
      throw new UserError(`${path}: line ${i + 1} is no trial; remove the line, or the file to forget all trials`, { cause: error });
    }
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError('read', path, error);
  }
}

function append(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, text);
  } catch (error) {
    throw fileError('write', path, error);
  }
}
