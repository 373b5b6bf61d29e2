import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = [
  'analysers',
  'costs',
  'feeds',
  'cli',
  'scripts',
  'shared',
  'strategies',
  'test/setup',
  'test/support',
  'package.json',
  'package-lock.json',
  'vitest.config.ts',
  'tsconfig.json',
];

/** A copy of the repository that a test may write strategies into; it shares the installed packages and is gone after the test. */
export function copyOfRepository(): string {
  const root = mkdtempSync(join(tmpdir(), 'skytape-copy-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const own = (path: string) => !/\.part$|\.tmp$/.test(basename(path));
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true, filter: own });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** Where a copy keeps what was compiled, so that it goes with the copy. */
export function compileCacheOf(root: string): string {
  return join(root, '.compile-cache');
}

/** A folder with an `npx` and an `npm` that reach the copy, to stand first on the PATH of what a guide tells its reader to type. */
export function commandsOf(root: string): string {
  const bin = join(root, 'bin-of-test');
  const script = (name: string, line: string) => {
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), `#!/bin/sh\nexport NODE_COMPILE_CACHE='${compileCacheOf(root)}'\n${line}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const node = `exec "${process.execPath}"`;
  script('npx', `shift\n${node} "${join(root, 'cli', 'skytape.mjs')}" "$@"`);
  script('npm', `shift 2\ncd "${root}" && ${node} node_modules/vitest/vitest.mjs run --project core "$@"`);
  return bin;
}
