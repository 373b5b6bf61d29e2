import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Folders that git ignores or that hold no text of ours. */
const SKIPPED = new Set(['node_modules', '.git', '.skytape', 'dist', 'cdk.out', 'coverage']);

export interface Module {
  /** Path from the repository root, with forward slashes. */
  readonly path: string;
  /** Specifiers as written, of imports, re-exports and `import()` of a literal. */
  readonly imports: readonly { readonly from: string; readonly names: readonly string[] }[];
  /** Names of the world that the code reads: `Date`, `Math.random`, `process`. */
  readonly world: readonly string[];
}

/** Every file under `folder`, as paths from the root, without what git ignores. */
export function filesUnder(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name) || entry.name.endsWith('.log')) continue;
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...filesUnder(path));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

/** Parses every TypeScript and JavaScript module of the repository. */
export function readModules(): Module[] {
  const isCode = (path: string) => ['.ts', '.tsx', '.mts', '.mjs'].includes(extname(path)) && !path.endsWith('.d.ts');
  return filesUnder('.')
    .filter(isCode)
    .map((path) => parseModule(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** Throws when the text is not valid TypeScript: a file that cannot be read must not count as one without imports. */
export function parseModule(path: string, text: string): Module {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: { from: string; names: string[] }[] = [];
  for (const statement of module.staticImports) {
    imports.push({ from: statement.moduleRequest.value, names: statement.entries.map((entry) => entry.importName.name ?? '*') });
  }
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) if (entry.moduleRequest) imports.push({ from: entry.moduleRequest.value, names: [] });
  }
  for (const call of module.dynamicImports) {
    const literal = /^['"`]([^'"`$]+)['"`]$/.exec(text.slice(call.moduleRequest.start, call.moduleRequest.end));
    if (literal?.[1]) imports.push({ from: literal[1], names: [] });
  }
  return { path, imports, world: [...new Set(worldNames(program as unknown as Node))] };
}

/** The room a path belongs to: `shared/engine`, or the top folder, or `.` for a file at the root. */
export function roomOf(path: string): string {
  const [top = '.', second] = path.split('/');
  if (!path.includes('/')) return '.';
  return top === 'shared' && second !== undefined ? `shared/${second}` : top;
}

/** Where an import leads: a path from the root for a relative one, the specifier itself for a package. */
export function target(module: Module, from: string): { readonly path: string } | { readonly package: string } {
  if (!from.startsWith('.')) return { package: from };
  return { path: normalize(join(dirname(module.path), from)).replaceAll('\\', '/') };
}

const WORLD = new Set([
  'Date',
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto',
  'console',
  'globalThis',
  'require',
  'WebSocket',
  'XMLHttpRequest',
]);
const WORLD_MEMBERS = new Set(['Math.random', 'performance.now', 'performance.timeOrigin']);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* worldNames(node: Node, parent?: Node, key?: string): Generator<string> {
  if (node.type === 'MemberExpression' && isNode(node['object']) && isNode(node['property'])) {
    const member = `${String(node['object']['name'])}.${String(node['property']['name'] ?? node['property']['value'])}`;
    if (WORLD_MEMBERS.has(member)) yield member;
  }
  if (node.type === 'Identifier' && WORLD.has(String(node['name'])) && !isOnlyAName(parent, key)) yield String(node['name']);
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* worldNames(child, node, name);
  }
}

/** `x.process`, `{ process: 1 }` and `interface { fetch(): void }` name a property, they do not reach the world. */
function isOnlyAName(parent: Node | undefined, key: string | undefined): boolean {
  if (!parent || parent['computed'] === true) return false;
  return (key === 'property' && parent.type === 'MemberExpression') || (key === 'key' && parent['shorthand'] !== true);
}
