import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const BYTES_MAX = 10 * 1024 * 1024;

/** A log on disk that keeps one older part, so that it never fills the disk. */
export class LogFile {
  readonly #file: string;
  #bytes: number;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    this.#bytes = existsSync(file) ? statSync(file).size : 0;
  }

  write(text: string): void {
    if (this.#bytes > BYTES_MAX) {
      renameSync(this.#file, `${this.#file}.1`);
      this.#bytes = 0;
    }
    appendFileSync(this.#file, text);
    this.#bytes += Buffer.byteLength(text);
  }
}
