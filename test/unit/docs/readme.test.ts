import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { copyOfRepository } from '../../support/copy-of-repository.ts';
import { codeBlocks } from '../../support/markdown.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...['docs', 'docs/guides', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
];

test('[SR-01] the strategy in the README compiles, stands in the list and trades', async () => {
  const root = copyOfRepository();
  const sample = codeBlocks(readme).find(({ language }) => language === 'ts')?.text ?? '';
  const [, path = ''] = /^\/\/ (strategies\/[a-z-]+\.ts)\n/.exec(sample) ?? [];
  expect(sample.trim().split('\n').length).toBeLessThanOrEqual(25);
  writeFileSync(join(root, path), sample);
  const config = { extends: './tsconfig.json', include: ['strategies'] };
  writeFileSync(join(root, 'tsconfig.sample.json'), JSON.stringify(config));
  await promisify(execFile)(process.execPath, [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    join(root, 'tsconfig.sample.json'),
  ]);
  const run = async (...args: string[]) => (await skytape(args, { cwd: root, root })).stdout;
  expect(await run('strategies')).toContain('trend-pullback');
  await run('data', 'synthesise', 'demo');
  const { summary } = JSON.parse(await run('backtest', '--data', 'demo', '--strategy', 'trend-pullback', '--json', '--no-equity'));
  expect(summary.tradeCount).toBeGreaterThan(0);
});

test('[BT-05] the output that the README shows is what its commands print', async () => {
  const cwd = emptyFolder();
  const [, shell = '', shown = ''] = /```sh\n(npx skytape data synthesise demo\n[\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme) ?? [];
  const commands = shell
    .trim()
    .split('\n')
    .map((line) => line.replace(/^npx skytape /, '').split(' '));
  expect(commands).toHaveLength(2);
  let stdout = '';
  for (const args of commands) ({ stdout } = await skytape(args, { cwd }));
  expect(shown).toBe(stdout);
});

test.each(documents)('[OP-01] every file that %s links to is there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#:]+?)(#[^)]*)?\)/g)].map(([, path]) => path as string);
  const missing = links.filter((path) => !existsSync(join(ROOT, dirname(document), path)));
  expect(missing).toEqual([]);
});

test('[OP-01] every npm script that the documents name is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = documents.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name as string),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('[OP-01] `npm run bench` runs every benchmark', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const run = [...scripts.bench.matchAll(/node (bench\/[a-z]+\.ts)/g)].map(([, path]) => path as string);
  const files = readdirSync(join(ROOT, 'bench')).map((file) => ({ file, text: readFileSync(join(ROOT, 'bench', file), 'utf8') }));
  const isPartOfAnother = (file: string) => files.some(({ text }) => text.includes(`from './${file}'`));
  const printing = files
    .filter(({ file, text }) => text.includes('console.log(') && !isPartOfAnother(file))
    .map(({ file }) => `bench/${file}`);
  expect(run.sort()).toEqual(printing.sort());
});

test('[OP-01] every record of a decision stands in their list', () => {
  const list = readFileSync(join(ROOT, 'docs', 'decisions', 'README.md'), 'utf8');
  const records = documents.filter((path) => /^docs\/decisions\/\d/.test(path)).map((path) => path.slice('docs/decisions/'.length));
  expect(records.filter((path) => !list.includes(`(${path})`))).toEqual([]);
});
