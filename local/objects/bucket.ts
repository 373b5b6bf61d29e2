import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../files.ts';
import type { Algorithm } from './checksums.ts';
import { ObjectsError } from './error.ts';

/** What is kept of an object beside its bytes. */
export interface StoredObject {
  readonly key: string;
  /** Name of the file with the bytes, below `data/`. */
  readonly file: string;
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksums: Partial<Record<Algorithm, string>>;
}

export interface Precondition {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/**
 * A bucket on disk: each object's bytes in a file that never changes, and a log of what each key points at. A put shows when its line is in the log, never
 * before its bytes are whole; a line torn by a crash is dropped at the next start.
 */
export class Bucket {
  readonly name: string;
  readonly #directory: string;
  readonly #log: string;
  readonly #objects = new Map<string, StoredObject>();

  constructor(name: string, directory: string) {
    this.name = name;
    this.#directory = join(directory, 'data');
    this.#log = join(directory, 'index.jsonl');
    mkdirSync(this.#directory, { recursive: true });
    this.#load();
    this.#sweep();
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Keys in S3's order, that of their UTF-8 bytes. */
  keys(prefix: string): string[] {
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(prefix));
    return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  /** A fresh name for the bytes of a put, and where to write them. */
  draft(): { file: string; path: string } {
    const file = randomUUID();
    return { file, path: this.path(file) };
  }

  path(file: string): string {
    return join(this.#directory, file);
  }

  /** Makes a written draft the object of its key. Throws `PreconditionFailed` and drops the draft when the condition does not hold. */
  commit(object: StoredObject, condition: Precondition): void {
    const standing = this.#objects.get(object.key);
    const refused =
      (condition.ifNoneMatch === '*' && standing !== undefined) ||
      (condition.ifMatch !== undefined && standing?.etag !== condition.ifMatch);
    if (refused) {
      rmSync(this.path(object.file), { force: true });
      if (standing === undefined) throw new ObjectsError(404, 'NoSuchKey', 'The specified key does not exist.');
      throw new ObjectsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    }
    appendFileSync(this.#log, `${JSON.stringify(object)}\n`);
    this.#objects.set(object.key, object);
    if (standing !== undefined) rmSync(this.path(standing.file), { force: true });
  }

  delete(key: string): void {
    const standing = this.#objects.get(key);
    if (standing === undefined) return;
    appendFileSync(this.#log, `${JSON.stringify({ key })}\n`);
    this.#objects.delete(key);
    rmSync(this.path(standing.file), { force: true });
  }

  #load(): void {
    if (!existsSync(this.#log)) return;
    const text = readFileSync(this.#log, 'utf8');
    let lines = 0;
    for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
      if (line === '') continue;
      lines++;
      const entry = JSON.parse(line) as StoredObject | { key: string };
      if ('file' in entry) this.#objects.set(entry.key, entry);
      else this.#objects.delete(entry.key);
    }
    if (lines > 2 * this.#objects.size + 100 || !text.endsWith('\n')) {
      writeAtomically(this.#log, [...this.#objects.values()].map((object) => `${JSON.stringify(object)}\n`).join(''));
    }
  }

  /** Removes the bytes of puts that a crash cut short. */
  #sweep(): void {
    const kept = new Set([...this.#objects.values()].map((object) => object.file));
    for (const file of readdirSync(this.#directory)) if (!kept.has(file)) rmSync(this.path(file), { force: true });
  }
}
