import { mkdtempSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { pause } from './terminal.ts';
import { fileError, UserError } from './user-error.ts';

const CHUNK_BYTES = 1 << 16;

let kept: string | undefined;

/** A file with all that is piped in, which worker threads read like any other; it is gone when the program ends. Throws `UserError` where nothing is piped in. */
export function standardInputFile(): string {
  kept ??= keep(readStandardInput());
  return kept;
}

function keep(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'skytape-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'stdin');
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw fileError('write', path, error);
  }
  return path;
}

/** To its end. */
function readStandardInput(): Uint8Array {
  if (isatty(0)) throw new UserError('- is what is piped in, but nothing is; pipe a file in, like zcat btc.csv.gz | skytape ...');
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const read = readChunk(chunk);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
  }
}

/** Bytes read, 0 at the end. */
function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // As Windows says that a pipe is at its end.
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw fileError('read', 'standard input', error);
      pause();
    }
  }
}
