import { writeSync } from 'node:fs';
import { fileError } from './user-error.ts';

/** Writes to standard output to the end, also into a pipe whose reader is slow; a reader that went away ends the program quietly. */
export function print(text: string): void {
  let rest = Buffer.from(text.endsWith('\n') ? text : `${text}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw fileError('write to', 'standard output', error);
      pause();
    }
  }
}

/** Waits a moment for the other end of a pipe. */
export function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

/** A line of progress or advice; never on standard output. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export interface Progress {
  /** Share done, 0 to 1, of what is named at the start. */
  readonly update: (share: number) => void;
  readonly done: (text?: string) => void;
}

/** How often a line says how far it is, where standard error is a file or a pipe. */
const LINE_MS = 10_000;
/** Before that nobody knows how long it will take. */
const FORECAST_MS = 1000;

/** A bar that moves on a terminal, with the time left; a line now and then, and one at the end, where standard error is a file or a pipe. */
export function startProgress(label: string): Progress {
  const terminal = process.stderr.isTTY === true;
  const startMs = performance.now();
  let shown = '';
  let nextMs = startMs + LINE_MS;
  return {
    update(share) {
      const done = Math.min(1, Math.max(0, share));
      const percent = Math.floor(100 * done);
      const nowMs = performance.now();
      const left = timeLeft(done, nowMs - startMs);
      if (!terminal) {
        if (nowMs < nextMs) return;
        nextMs = nowMs + LINE_MS;
        return note(`${label}: ${percent} %${left}`);
      }
      const filled = Math.round(percent / 4);
      const bar = `${label} [${'#'.repeat(filled)}${'.'.repeat(25 - filled)}] ${percent} %${left}`;
      if (bar === shown) return;
      shown = bar;
      process.stderr.write(`\r\u001b[2K${bar}`);
    },
    done(text = `${label}: done`) {
      process.stderr.write(terminal ? `\r\u001b[2K${text}\n` : `${text}\n`);
    },
  };
}

/** `, 1 min 20 s left`, or nothing while it cannot be told. */
function timeLeft(share: number, elapsedMs: number): string {
  if (elapsedMs < FORECAST_MS || share === 0 || share === 1) return '';
  const seconds = Math.ceil((elapsedMs / 1000) * (1 / share - 1));
  return `, ${seconds < 60 ? '' : `${Math.floor(seconds / 60)} min `}${seconds % 60} s left`;
}

/** Rows as aligned columns, the first row as the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
