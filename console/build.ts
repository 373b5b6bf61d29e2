import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const STAMP = 'inputs.sha256';

/**
 * Builds the console into `dist/console` under `root`, the repository, and returns that folder.
 * Nothing is done when the sources and the lockfile are those of the last build.
 */
export async function buildConsole(root: string): Promise<string> {
  const out = join(root, 'dist', 'console');
  const hash = await hashInputs(root);
  const stamp = join(root, 'dist', `console.${STAMP}`);
  if (existsSync(join(out, 'index.html')) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return out;
  const { build } = await import('vite');
  const fresh = `${out}.${process.pid}`;
  // Packages pick their development builds by this variable, which a test runner sets to a name of its own.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: join(root, 'console', 'vite.config.ts'), logLevel: 'warn', build: { outDir: fresh } });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  // Two processes may build at once; each puts its own whole folder in place.
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
  await writeFile(stamp, hash);
  return out;
}

async function hashInputs(root: string): Promise<string> {
  const files = ['package-lock.json'];
  for await (const file of glob(
    ['console/**/*.{ts,tsx,css,html,svg,json}', 'shared/contracts/*.ts', 'shared/drawing/*.ts', 'shared/domain/*.ts'],
    { cwd: root },
  ))
    files.push(file);
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(await readFile(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}
