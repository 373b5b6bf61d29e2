import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { overlaps } from '../shared/application/sweep/trials.ts';
import type { TrialLedger, TrialRecord, TriedOn } from '../shared/ports/trial-ledger.ts';
import { skytapeHome } from './catalogue-home.ts';
import { writeWhole } from './files.ts';
import { fileError, UserError } from './user-error.ts';

const Line = z.object({
  key: z.string(),
  /** Absent in lines that were written before it was kept. */
  strategy: z.string().optional(),
  instruments: z.array(z.string()),
  fromUs: z.number(),
  toUs: z.number(),
  sharpe: z.number().nullable(),
});
/** A trial as its line has it. */
export type TrialLine = z.infer<typeof Line>;

export function trialsPath(): string {
  return join(skytapeHome(), 'trials.jsonl');
}

/** The ledger of trials in the user's state: one JSON object a line, each with the `strategy` that is tried. Throws `UserError` when it cannot be read or written. */
export function trialsFile(strategy: string, path = trialsPath()): TrialLedger {
  const overlapping = async (on: TriedOn) => {
    const known = new Map<string, TrialRecord>();
    for (const { strategy: _, ...trial } of readTrials(path)) if (overlaps(trial, on) && !known.has(trial.key)) known.set(trial.key, trial);
    return [...known.values()];
  };
  return {
    overlapping,
    async add(trials) {
      const [first] = trials;
      if (first === undefined) return;
      const known = new Set((await overlapping(first)).map(({ key }) => key));
      const fresh = trials.filter(({ key }) => !known.has(key)).map((trial) => lineOf({ strategy, ...trial }));
      if (fresh.length > 0) append(path, fresh.join(''));
    },
  };
}

/** Every trial that is kept, in the order in which they were tried. Throws `UserError` that names a line that is none. */
export function readTrials(path: string): TrialLine[] {
  if (!existsSync(path)) return [];
  const lines = textOf(path).split('\n');
  // Behind the last line end is nothing, or what another program is writing.
  return lines.slice(0, -1).flatMap((line, i) => {
    if (line === '') return [];
    try {
      return [Line.parse(JSON.parse(line))];
    } catch (error) {
      throw new UserError(`${path}: line ${i + 1} is no trial; remove the line, or the file to forget all trials`, { cause: error });
    }
  });
}

/** Keeps these trials and no others. */
export function keepTrials(path: string, trials: readonly TrialLine[]): void {
  writeWhole(path, trials.map(lineOf).join(''));
}

function lineOf(trial: TrialRecord & Pick<TrialLine, 'strategy'>): string {
  return `${JSON.stringify(trial)}\n`;
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
