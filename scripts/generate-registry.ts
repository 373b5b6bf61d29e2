import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const REGISTRY = 'registry.generated.ts';

/** A file of the user's, like those under strategies/, that cannot go into the registry; the message names the file and says what would be right. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

/** A folder whose files each hold one thing of the user's, as the default export. */
interface Folder {
  readonly folder: string;
  readonly noun: string;
  /** What the default export is written with. */
  readonly define: string;
  /** The id of a default export that is what belongs here. */
  readonly idOf: (value: unknown) => string | undefined;
  readonly list: string;
  readonly type: { readonly name: string; readonly from: string };
}

const STRATEGIES: Folder = {
  folder: 'strategies',
  noun: 'strategy',
  define: 'defineStrategy',
  idOf: (value) => (hasFunctions(value, ['parse', 'onBar']) || hasFunctions(value, ['parse', 'onBars']) ? textOf(value, 'id') : undefined),
  list: 'STRATEGIES',
  type: { name: 'AnyStrategy', from: '../shared/strategies/portfolio.ts' },
};

const INDICATORS: Folder = {
  folder: 'indicators',
  noun: 'indicator',
  define: 'defineIndicator',
  idOf: (value) => {
    const { definition } = typeof value === 'function' ? (value as { definition?: unknown }) : {};
    return hasFunctions(definition, ['kernel', 'warmup', 'settle']) ? textOf(definition, 'id') : undefined;
  },
  list: 'USER_INDICATORS',
  type: { name: 'Indicator', from: '../shared/indicators/define.ts' },
};

const COSTS: Folder = {
  folder: 'costs',
  noun: 'model of costs',
  define: 'defineFees',
  idOf: (value) => (hasFunctions(value, ['fee']) || hasFunctions(value, ['slip']) ? textOf(value, 'id') : undefined),
  list: 'COSTS',
  type: { name: 'CostModel', from: '../shared/engine/costs/define.ts' },
};

const ANALYSERS: Folder = {
  folder: 'analysers',
  noun: 'analyser',
  define: 'defineAnalyser',
  idOf: (value) => (hasFunctions(value, ['analyse']) ? textOf(value, 'id') : undefined),
  list: 'ANALYSERS',
  type: { name: 'Analyser', from: '../shared/performance/analyser.ts' },
};

const FEEDS: Folder = {
  folder: 'feeds',
  noun: 'feed',
  define: 'defineFeed',
  idOf: (value) => (hasFunctions(value, ['records', 'row']) ? textOf(value, 'id') : undefined),
  list: 'FEEDS',
  type: { name: 'Feed', from: '../shared/market/feed.ts' },
};

/**
 * Writes `registry.generated.ts` into `strategies/`, `indicators/`, `analysers/`, `costs/` and `feeds/`, and `shared/adapters/connectors.generated.ts`: the imports of every file
 * of the folder and their list, sorted by id. Left alone when nothing changed. Loads each file to check that its default export is what belongs there, with an id that equals the file name.
 * Returns the ids of the strategies; throws `RegistryError`.
 */
export async function generateRegistry(root: string): Promise<string[]> {
  const ids = await registerFolder(root, STRATEGIES);
  await registerFolder(root, INDICATORS);
  await registerFolder(root, ANALYSERS);
  await registerFolder(root, COSTS);
  await registerFolder(root, FEEDS);
  registerConnectors(root);
  return ids;
}

/** Every folder of adapters that holds a `connector.ts`, by its name. Each is loaded and looked at when it is opened, and not before: exchanges are heavy. */
function registerConnectors(root: string): void {
  const folder = path.join(root, 'shared', 'adapters');
  if (!existsSync(folder)) return;
  const ids = readdirSync(folder)
    .filter((id) => existsSync(path.join(folder, id, 'connector.ts')))
    .sort();
  writeIfChanged(path.join(folder, 'connectors.generated.ts'), connectorsText(ids));
}

function connectorsText(ids: readonly string[]): string {
  return [
    '// Written by scripts/generate-registry.ts; not kept in git.',
    "import type { ConnectorDefinition } from './connector/settings.ts';",
    '',
    '/** All connectors under shared/adapters/, by id. */',
    'export const CONNECTORS: Readonly<Record<string, () => Promise<ConnectorDefinition>>> = {',
    ...ids.map((id) => `  ${JSON.stringify(id)}: async () => (await import('./${id}/connector.ts')).default,`),
    '};',
    '',
  ].join('\n');
}

async function registerFolder(root: string, kind: Folder): Promise<string[]> {
  const folder = path.join(root, kind.folder);
  mkdirSync(folder, { recursive: true });
  const ids = readdirSync(folder)
    .filter(isSource)
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  for (const id of ids) await check(folder, id, kind);
  writeIfChanged(path.join(folder, REGISTRY), registryText(ids, kind));
  return ids;
}

function isSource(file: string): boolean {
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts') && file !== REGISTRY;
}

async function check(folder: string, id: string, { folder: name, noun, define, idOf }: Folder): Promise<void> {
  const file = `${name}/${id}.ts`;
  if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new RegistryError(`${file}: the file name must be kebab-case, like sma-cross.ts`);
  const found = idOf(await loadDefault(path.join(folder, `${id}.ts`), file));
  if (found === undefined)
    throw new RegistryError(
      `${file}: its default export is not a${/^[aeiou]/.test(noun) ? 'n' : ''} ${noun}; write "export default ${define}({ ... })"`,
    );
  if (found !== id) {
    throw new RegistryError(
      `${file}: its id is "${found}", but must equal the file name: write id: '${id}' or rename the file to ${found}.ts`,
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

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function');
}

function textOf(value: unknown, name: string): string | undefined {
  const text = (value as Readonly<Record<string, unknown>>)[name];
  return typeof text === 'string' ? text : undefined;
}

function registryText(ids: readonly string[], { folder, list, type }: Folder): string {
  const imports = ids.map((id, i) => `import s${i} from './${id}.ts';`);
  return [
    '// Written by scripts/generate-registry.ts; not kept in git.',
    `import type { ${type.name} } from '${type.from}';`,
    ...imports,
    '',
    `/** All that is under ${folder}/, sorted by id. */`,
    `export const ${list}: readonly ${type.name}[] = [${ids.map((_, i) => `s${i}`).join(', ')}];`,
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
