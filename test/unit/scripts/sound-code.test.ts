import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ES_MODULE } from '../../../scripts/es-module.ts';

/** The numbers of docs/decisions/0142: whether the first object of one call is still what it was after another call. */
const SHARES = `
function shares(count) {
  let sum = 0;
  const seen = { sum: 0 };
  for (let i = 0; i < count; i++) {
    sum += 0.7;
    seen.sum += 0.5;
  }
  const share = (part) => (part + 1) / (count + 1);
  const rows = [];
  for (let i = 0; i < 3; i++) rows.push({ a: share(sum + i), b: share(sum), c: share(count) });
  return rows;
}
shares(2_000);
const [first] = shares(300_000);
const before = first.a;
shares(200_000);
console.log(before === first.a ? 'kept' : 'changed');
`;
const SOUND_CODE = new URL('../../../scripts/sound-code.ts', import.meta.url).href;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skytape-sound-'));
  writeFileSync(join(folder, 'shares.mjs'), SHARES);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiled at the same moment on every run: otherwise a second thread does it when it comes to it. */
function run(file: string, ...args: string[]): string {
  return execFileSync(process.execPath, ['--no-warnings', '--single-threaded', ...args, join(folder, file)], { encoding: 'utf8' }).trim();
}

test('[OP-13] this Node lets two objects share their numbers once it has compiled a loop; with our option it does not', () => {
  // The day this is kept too, the option can go.
  expect(run('shares.mjs')).toBe('changed');
  expect(run('shares.mjs', '--import', SOUND_CODE)).toBe('kept');
});

test('[OP-13] a bundle sets the option before anything in it runs', async () => {
  await build({ ...ES_MODULE, entryPoints: [join(folder, 'shares.mjs')], outdir: join(folder, 'out') });
  expect(run(join('out', 'shares.mjs'))).toBe('kept');
});

test('[OP-13] the command line, the platform on this machine and the benchmarks set it first', () => {
  for (const door of ['cli/main.ts', 'local/main.ts', 'bench/measure.ts']) {
    const [first] = /^import .*$/m.exec(readFileSync(new URL(`../../../${door}`, import.meta.url), 'utf8')) ?? [];
    expect([door, first]).toEqual([door, "import '../scripts/sound-code.ts';"]);
  }
});
