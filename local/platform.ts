import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './files.ts';
import { readAssembly } from './template/assembly.ts';
import type { Stack } from './template/template.ts';

const ROOT = join(import.meta.dirname, '..');
/** Folder of the collector's image among the bundles. */
const COLLECTOR = 'collector';
/** All that the synthesised app is made of. */
const SOURCES = [
  'package.json',
  'package-lock.json',
  '{containers,functions,infra,shared,strategies}/**/*.ts',
  'containers/*/Dockerfile',
  'console/**/*.{ts,tsx,css,html,svg,json}',
  'scripts/*.{ts,mjs}',
];

export type Progress = (step: string) => void;

/**
 * The platform's own CDK app, bundled and synthesised for stage `local` into `directory`. What no source has changed since the last time is taken as it lies:
 * the bundles, and the templates too where the origin is the same.
 */
export async function synthesisePlatform(origin: string, directory: string, progress: Progress): Promise<Stack[]> {
  const sources = fingerprint();
  const app = new Stamp(directory, `${sources} ${origin}`);
  if (app.fits()) {
    progress('nothing has changed since the last start');
    return readAssembly(directory);
  }
  // A folder of our own: another process may be bundling into dist/ at this moment.
  const bundles = new Stamp(`${directory}.bundles`, sources);
  const [{ buildApp }, { AssetStaging }] = await Promise.all([
    import('../infra/build-app.ts'),
    import('aws-cdk-lib'),
    bundles.fits() ? undefined : bundle(bundles, progress),
  ]);
  app.clear();
  // The CDK remembers what it staged in this process, even when the copy is gone.
  AssetStaging.clearAssetHashCache();
  const collector = join(bundles.directory, COLLECTOR);
  buildApp({ stage: 'local', origin, outdir: directory, assets: (name) => join(bundles.directory, name), collector }).synth();
  const stacks = readAssembly(directory);
  progress(`synthesised ${stacks.length} stacks`);
  app.set();
  return stacks;
}

async function bundle(bundles: Stamp, progress: Progress): Promise<void> {
  const [{ bundleFunctions }, { bundleCollector }] = await Promise.all([
    import('../infra/bundle.ts'),
    import('../scripts/bundle-collector.ts'),
  ]);
  bundles.clear();
  const made = await bundleFunctions(ROOT, { out: bundles.directory });
  await bundleCollector(ROOT, { out: join(bundles.directory, COLLECTOR) });
  bundles.set();
  progress(`bundled ${made.length} functions, the collector and the console`);
}

/** A folder that was made from something, and the note of what. The note is written last, so a half-made folder never fits. */
class Stamp {
  readonly directory: string;
  readonly #file: string;
  readonly #wanted: string;

  constructor(directory: string, wanted: string) {
    this.directory = directory;
    this.#file = `${directory}.stamp`;
    this.#wanted = wanted;
  }

  fits(): boolean {
    return existsSync(this.#file) && readFileSync(this.#file, 'utf8') === this.#wanted;
  }

  clear(): void {
    rmSync(this.#file, { force: true });
    rmSync(this.directory, { recursive: true, force: true });
  }

  set(): void {
    writeAtomically(this.#file, this.#wanted);
  }
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const files = globSync(SOURCES, { cwd: ROOT }).filter((file) => !file.endsWith('.generated.ts'));
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}
