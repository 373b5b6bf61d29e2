import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { compileCacheOf } from './copy-of-repository.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skytape-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface SkytapeOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A copy of the repository to run, in place of this one. */
  readonly root?: string;
}

/** Starts the real command line as a process of its own. */
export function startSkytape(args: readonly string[], { cwd, env = {}, root = ROOT }: SkytapeOptions) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SKYTAPE_')));
  const launcher = join(root, 'cli', 'skytape.mjs');
  const cache = root === ROOT ? {} : { NODE_COMPILE_CACHE: compileCacheOf(root) };
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { ...inherited, ...cache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs the real command line to its end. */
export function skytape(args: readonly string[], options: SkytapeOptions): Promise<Ended> {
  return startSkytape(args, options).ended;
}
