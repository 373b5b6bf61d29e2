import { join } from 'node:path';
import { readJson, writeAtomically } from '../files.ts';

/** The shard has been read to its end, which a split or a merge gave it. */
export const SHARD_END = 'SHARD_END';

/** How far a mapping has read each shard; on disk, so that a restart goes on where it stopped. Deleting the file reads the stream again from its start. */
export class Checkpoints {
  readonly #file: string;
  readonly #sequences: Record<string, string>;

  constructor(directory: string, mapping: string) {
    this.#file = join(directory, `${mapping}.json`);
    this.#sequences = (readJson(this.#file) ?? {}) as Record<string, string>;
  }

  get(shard: string): string | undefined {
    return this.#sequences[shard];
  }

  set(shard: string, sequence: string): void {
    this.#sequences[shard] = sequence;
    writeAtomically(this.#file, JSON.stringify(this.#sequences));
  }
}
