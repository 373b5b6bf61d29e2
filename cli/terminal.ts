import { writeSync } from 'node:fs';

/** Writes to standard output to the end, also into a pipe whose reader is slow; a reader that went away ends the program quietly. */
export function print(text: string): void {
  let rest = Buffer.from(text.endsWith('\n') ? text : `${text}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
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

/** A bar that moves on a terminal; one line at the end where standard error is a file or a pipe. */
export function startProgress(label: string): Progress {
  const terminal = process.stderr.isTTY === true;
  let shown = -1;
  return {
    update(share) {
      const percent = Math.floor(100 * Math.min(1, Math.max(0, share)));
      if (!terminal || percent === shown) return;
      shown = percent;
      const filled = Math.round(percent / 4);
      process.stderr.write(`\r${label} [${'#'.repeat(filled)}${'.'.repeat(25 - filled)}] ${percent} %`);
    },
    done(text = `${label}: done`) {
      process.stderr.write(terminal ? `\r\u001b[2K${text}\n` : `${text}\n`);
    },
  };
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
