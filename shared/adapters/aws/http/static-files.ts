import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reply } from './reply.ts';

/** Files of a folder by their path in it, `/` between its parts. Only names that were there at the start can be asked for, so no path leads out. */
export interface StaticFiles {
  has(name: string): boolean;
  /** The reply that serves a file; `name` must be there. */
  serve(name: string, headers?: Readonly<Record<string, string>>): Reply;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
/** A build puts the hash of a file's content into its name: such a name never changes its meaning. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const FOREVER = 'public, max-age=31536000, immutable';

export function staticFiles(folder: URL): StaticFiles {
  const root = fileURLToPath(folder);
  const names = new Set(existsSync(root) ? filesUnder(root) : []);
  return {
    has: (name) => names.has(name),
    serve: (name, headers = {}) => {
      if (!names.has(name)) throw new Error(`there is no file ${name}`);
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      const bytes = readFileSync(join(root, name));
      const body = /^text\/|json|svg/.test(type) ? bytes.toString('utf8') : bytes;
      return new Reply(200, { 'content-type': type, 'cache-control': HASHED.test(name) ? FOREVER : 'no-cache', ...headers }, body);
    },
  };
}

function filesUnder(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
