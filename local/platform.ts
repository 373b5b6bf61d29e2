import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './files.ts';
import { readAssembly } from './template/assembly.ts';
import type { Stack } from './template/template.ts';

const ROOT = join(import.meta.dirname, '..');
/** All that the synthesised app is made of. */
const SOURCES = ['package.json', 'package-lock.json', '{functions,infra,shared,strategies}/**/*.ts', 'console/**/*.{ts,tsx,css,html,svg,json}', 'scripts/*.{ts,mjs}'];

export type Progress = (step: string) => void;

/**
 * The platform's own CDK app, bundled and synthesised for stage `local` into `directory`. When no source has changed since the last time, what lies there
 * is the same and is taken as it is.
 */
export async function synthesisePlatform(origin: string, directory: string, progress: Progress): Promise<Stack[]> {
  const stamp = `${directory}.sha256`;
  const wanted = fingerprint(origin);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    progress('nothing changed since the last start');
    return readAssembly(directory);
  }
  rmSync(stamp, { force: true });
  rmSync(directory, { recursive: true, force: true });
  const { bundleFunctions } = await import('../infra/bundle.ts');
  const bundles = await bundleFunctions(ROOT);
  progress(`bundled ${bundles.length} functions and the console`);
  const { buildApp } = await import('../infra/build-app.ts');
  buildApp({ stage: 'local', origin, outdir: directory }).synth();
  const stacks = readAssembly(directory);
  progress(`synthesised ${stacks.length} stacks`);
  writeAtomically(stamp, wanted);
  return stacks;
}

function fingerprint(origin: string): string {
  const hash = createHash('sha256').update(`${origin}\0`);
  const files = globSync(SOURCES, { cwd: ROOT }).filter((file) => !file.endsWith('.generated.ts'));
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file))).update('\0');
  return hash.digest('hex');
}
