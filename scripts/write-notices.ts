import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface LockEntry {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Its licence file and notice, as shipped; empty when it ships none. */
  readonly text: string;
}

/** Every package that reaches a user of the product: those of the lockfile that are neither for development nor optional. */
function productionPackages(root: string): Package[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> };
  const packages = Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license ?? 'not stated',
      text: licenceText(join(root, path)),
    }));
  return packages.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

function licenceText(folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file));
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}

/** The text of THIRD-PARTY-NOTICES: a list of packages, then each licence text once with the packages that ship it. */
export function noticesText(root: string): string {
  const packages = productionPackages(root);
  const byText = new Map<string, Package[]>();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const label = ({ name, version }: Package) => `${name} ${version}`;
  const blocks = [...byText].map(([text, users]) => {
    const body =
      text === '' ? `Ships no licence file; its manifest states ${[...new Set(users.map(({ licence }) => licence))].join(', ')}.` : text;
    return `${'-'.repeat(80)}\n${users.map(label).join('\n')}\n\n${body}\n`;
  });
  return [
    'Skytape is under the Apache License 2.0 (LICENSE). It uses these packages; written by scripts/write-notices.ts from what each of them ships.\n',
    `${packages.map((one) => `${label(one)}: ${one.licence}`).join('\n')}\n`,
    ...blocks,
  ].join('\n');
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES'), noticesText(root));
}
