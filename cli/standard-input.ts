import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { pause } from './terminal.ts';
import { fileError, UserError } from './user-error.ts';

const CHUNK_BYTES = 1 << 16;

/** All that is piped in, to its end. Throws `UserError` where nothing is, as at a terminal. */
export function readStandardInput(): Uint8Array<ArrayBuffer> {
  if (isatty(0)) throw new UserError('- is what is piped in, but nothing is; pipe a file in, like zcat btc.csv.gz | skytape ...');
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const read = readChunk(chunk);
    if (read === 0) return new Uint8Array(Buffer.concat(chunks));
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
