import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from './refusal.ts';

/** Locks of this very process: in a container every start may carry the same pid, so the file alone cannot tell a live holder from a dead one. */
const ours = new Set<string>();

/** Takes a state directory for this process, so that two clouds never write to one disk. Returns the release. Throws `Refusal` when another living process holds it. */
export function lockHome(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = resolve(directory, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${process.pid}\n`);
      closeSync(handle);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number.parseInt(readFileSync(join(directory, 'lock'), 'utf8'), 10);
      if (attempt > 0 || isHeld(file, holder)) {
        throw new Refusal(`${directory} is in use by process ${holder}; stop that one, or give another directory with --home`);
      }
      rmSync(file, { force: true });
    }
  }
  ours.add(file);
  return () => {
    if (ours.delete(file)) rmSync(file, { force: true });
  };
}

function isHeld(file: string, pid: number): boolean {
  if (pid === process.pid) return ours.has(file);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
