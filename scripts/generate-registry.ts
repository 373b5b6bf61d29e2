import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const REGISTRY = 'registry.generated.ts';

/** A file under strategies/ that cannot go into the registry; the message names the file and says what would be right. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

/**
 * Writes `strategies/registry.generated.ts`: the imports of every strategy file and `STRATEGIES`, sorted by id. Left alone when nothing changed.
 * Loads each file to check that its default export is a strategy whose id equals the file name. Returns the ids; throws `RegistryError`.
 */
export async function generateRegistry(root: string): Promise<string[]> {
  const folder = path.join(root, 'strategies');
  const ids = readdirSync(folder)
    .filter(isStrategyFile)
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  for (const id of ids) await checkStrategy(folder, id);
  writeIfChanged(path.join(folder, REGISTRY), registryText(ids));
  return ids;
}

function isStrategyFile(file: string): boolean {
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts') && file !== REGISTRY;
}

async function checkStrategy(folder: string, id: string): Promise<void> {
  const file = `strategies/${id}.ts`;
  if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new RegistryError(`${file}: the file name must be kebab-case, like sma-cross.ts`);
  const strategy = await loadDefault(path.join(folder, `${id}.ts`), file);
  if (!isStrategy(strategy))
    throw new RegistryError(`${file}: its default export is not a strategy; write "export default defineStrategy({ ... })"`);
  if (strategy.id !== id) {
    throw new RegistryError(
      `${file}: its id is "${strategy.id}", but must equal the file name: write id: '${id}' or rename the file to ${strategy.id}.ts`,
    );
  }
}

async function loadDefault(absolute: string, file: string): Promise<unknown> {
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(absolute).href)) as { default?: unknown }).default;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError(`${file}: cannot be loaded: ${reason}`, { cause });
  }
}

function isStrategy(value: unknown): value is { readonly id: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { id, parse, onBar } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof parse === 'function' && typeof onBar === 'function';
}

function registryText(ids: readonly string[]): string {
  const imports = ids.map((id, i) => `import s${i} from './${id}.ts';`);
  return [
    '// Written by scripts/generate-registry.ts; not kept in git.',
    "import type { Strategy } from '../shared/strategies/define.ts';",
    ...imports,
    '',
    '/** Every strategy under strategies/, sorted by id. */',
    `export const STRATEGIES: readonly Strategy[] = [${ids.map((_, i) => `s${i}`).join(', ')}];`,
    '',
  ].join('\n');
}

/** Several processes may generate at once: each writes aside and renames, so that no reader sees half a file. */
function writeIfChanged(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const aside = `${file}.${process.pid}.tmp`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}

if (import.meta.main) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  try {
    const ids = await generateRegistry(root);
    console.log(`strategies/${REGISTRY}: ${ids.length} strategies`);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
