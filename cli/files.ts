import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileError, UserError } from './user-error.ts';

/** Files that are being written; an interrupt removes them. */
const unfinished = new Set<string>();

/** Throws `UserError` unless a file can be written at `path`: called before the work, so that nothing is computed for nothing. */
export function checkWritable(path: string): void {
  const absolute = resolve(path);
  try {
    accessSync(dirname(absolute), constants.W_OK);
    if (statSync(dirname(absolute)).isDirectory() && !statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return;
  } catch (error) {
    throw fileError('write', path, error);
  }
  throw new UserError(`cannot write ${path}: it is a folder`);
}

/** Writes the whole file or nothing: beside its place first, then renamed into it. A device or a pipe is written to, a link is followed. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) return writeInto(path, content);
  const place = there === undefined ? resolve(path) : realpathSync(path);
  const aside = join(dirname(place), `.${basename(place)}.${randomBytes(4).toString('hex')}.part`);
  unfinished.add(aside);
  try {
    mkdirSync(dirname(aside), { recursive: true });
    writeFileSync(aside, content);
    renameSync(aside, place);
  } catch (error) {
    rmSync(aside, { force: true });
    throw fileError('write', path, error);
  } finally {
    unfinished.delete(aside);
  }
}

/** What is no file has no place to be renamed into: /dev/null would be a file from then on. */
function writeInto(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

/** Removes what an interrupt leaves half-written. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}
