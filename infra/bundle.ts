import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildConsole } from '../console/build.ts';
import { generateRegistry } from '../scripts/generate-registry.ts';
import { ES_MODULE } from '../scripts/es-module.ts';
import { exchangeModules } from './exchange-modules.ts';
import { FUNCTION_NAMES, type FunctionName } from './functions.ts';

/** Largest `index.mjs` that a function may become, bytes; a test holds every bundle to it. Cold starts grow with it. */
export const MAX_BUNDLE_BYTES = 2_500_000;

/** What Swagger UI needs of its package; the page around it is `serve-docs`' own. */
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE'];

export interface BundleOptions {
  /** Only these functions; the others' bundles stay as they are. */
  readonly only?: readonly FunctionName[];
  /** Folder of the bundles; `dist/functions` under the root when absent. */
  readonly out?: string;
}

export interface Bundle {
  readonly name: FunctionName;
  readonly folder: string;
  /** Of `index.mjs` alone. */
  readonly bytes: number;
}

/**
 * Bundles every function under `root/functions` into `root/dist/functions/{name}/index.mjs`, the AWS SDK included, in one pass that shares its parsing.
 * The same sources give the same bytes. Writes the strategy registry and builds the console first. Throws what esbuild says.
 */
export async function bundleFunctions(
  root: string,
  { only = FUNCTION_NAMES, out = path.join(root, 'dist', 'functions') }: BundleOptions = {},
): Promise<readonly Bundle[]> {
  await generateRegistry(root);
  if (only === FUNCTION_NAMES) removeStrangers(out);
  for (const name of only) rmSync(path.join(out, name), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: only.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: out,
    ...ES_MODULE,
    plugins: [exchangeModules(root)],
  });
  if (only.includes('serve-console')) cpSync(await buildConsole(root), path.join(out, 'serve-console', 'assets'), { recursive: true });
  if (only.includes('serve-docs')) copySwagger(root, path.join(out, 'serve-docs', 'assets'));
  return only.map((name) => ({ name, folder: path.join(out, name), bytes: statSync(path.join(out, name, 'index.mjs')).size }));
}

/** Folders of functions that no longer exist. */
function removeStrangers(out: string): void {
  if (!existsSync(out)) return;
  for (const entry of readdirSync(out)) {
    if (!FUNCTION_NAMES.some((name) => name === entry)) rmSync(path.join(out, entry), { recursive: true });
  }
}

function copySwagger(root: string, assets: string): void {
  mkdirSync(assets, { recursive: true });
  for (const file of SWAGGER_FILES) cpSync(path.join(root, 'node_modules', 'swagger-ui-dist', file), path.join(assets, file));
}
