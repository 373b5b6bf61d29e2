import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, ROOT } from './modules.ts';

const TEXT = new Set(['.ts', '.tsx', '.mts', '.mjs', '.json', '.md', '.css', '.html', '.yml', '.yaml', '.sh', '.svg', '.csv', '.txt', '']);
const files = filesUnder('.').filter((path) => TEXT.has(extname(path)));
const lines = files.flatMap((path) =>
  readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .map((text, index) => ({ path, line: index + 1, text })),
);

/** Lines that match, as `path:line: text`; the patterns are put together from pieces so that this file does not match itself. */
const matching = (pattern: RegExp, only: (path: string) => boolean = () => true) =>
  lines
    .filter(({ path, text }) => only(path) && pattern.test(text))
    .map(({ path, line, text }) => `${path}:${line}: ${text.trim().slice(0, 120)}`);

test('[OP-13] no file names a package registry', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(matching(new RegExp(['registry', '(npmjs|yarnpkg)', '(org|com)'].join('\\.')))).toEqual([]);
});

test('[OP-13] no file names a path of the machine it was written on', () => {
  expect(matching(new RegExp(`(^|[\\s'"\`(=:])/(${['work', 'root', 'home', 'Users'].join('|')})/`))).toEqual([]);
  expect(matching(new RegExp(`(^|[\\s'"\`(=])/${'tmp'}/`))).toEqual([]);
});

test('[OP-13] no code file is longer than 400 lines', () => {
  const long = files
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.generated.ts'))
    .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 }))
    .filter((file) => file.lines > 400);
  expect(long).toEqual([]);
});

test('[OP-13] no test is skipped, singled out or left for later, and no note says so', () => {
  const tests = (path: string) => path.startsWith('test/') && path.endsWith('.ts');
  expect(matching(new RegExp(`\\b(test|it|describe|suite)\\.(${['skip', 'only', 'todo'].join('|')})\\b(?!If)`), tests)).toEqual([]);
  expect(
    matching(new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`), (path) => /\.(ts|tsx|mjs|md)$/.test(path)),
  ).toEqual([]);
});

test('[OP-13] the lockfile pins exact versions and names no address', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
    expect([name, lock.packages[`node_modules/${name}`].version]).toEqual([name, version]);
  }
  for (const entry of Object.values(lock.packages) as { resolved?: string; link?: boolean }[]) expect(entry.resolved).toBeUndefined();
});

test('[OP-01] the lockfile holds the binaries of every platform, without which npm ci refuses it', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; integrity?: string; inBundle?: boolean }>;
  };
  const names = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted.length).toBeGreaterThan(50);
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  const unsealed = Object.entries(packages).filter(
    ([path, { integrity, inBundle }]) => path !== '' && !inBundle && integrity === undefined,
  );
  expect(unsealed.map(([path]) => path)).toEqual([]);
});
