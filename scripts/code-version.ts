import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What decides the numbers of a run: the product, what the user adds to it, and the versions of what they use. A feed is seen in the hash of the data it reads. */
const FOLDERS = ['shared', 'strategies', 'indicators', 'costs', 'analysers'];

/**
 * Version of the code that runs, `0.1.0+3f9c2a61b7d0`: the package's version and the beginning of a hash over every source that decides the
 * numbers of a run, the user's own included. The same on every machine for the same files.
 */
export function codeVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const hash = createHash('sha256');
  const add = (path: string) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)).toString('utf8').replaceAll('\r\n', '\n'))
      .update('\0');
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  for (const path of folders.flatMap((folder) => sourcesUnder(root, folder)).sort()) add(path);
  add('package-lock.json');
  return `${version}+${hash.digest('hex').slice(0, 12)}`;
}

function sourcesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesUnder(root, path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.generated.ts') ? [path] : [];
  });
}
