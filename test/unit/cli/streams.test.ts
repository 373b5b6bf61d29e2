import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, lstatSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { writeWhole } from '../../../cli/files.ts';
import { encodeCsv } from '../../../shared/market/csv-write.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { emptyFolder } from '../../support/command-line.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../../cli/skytape.mjs');
const UNIX = process.platform !== 'win32';

test('[BT-05] a report goes to where a link points, and leaves the link', () => {
  const folder = emptyFolder();
  const [file, link] = [join(folder, 'out.html'), join(folder, 'link.html')];
  writeFileSync(file, 'old');
  symlinkSync(file, link);
  writeWhole(link, 'new');
  expect([lstatSync(link).isSymbolicLink(), readFileSync(file, 'utf8')]).toEqual([true, 'new']);
});

test.runIf(UNIX)('[BT-05] a report that is written to a pipe goes through it, and leaves the pipe', async () => {
  const pipe = join(emptyFolder(), 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void reader.kill());
  writeWhole(pipe, 'report');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  expect(await text(reader.stdout)).toBe('report');
});

test('[BT-03] --data - is what is piped in; once only', async () => {
  const run = async (...data: string[]) => {
    const args = [LAUNCHER, 'backtest', '--data', ...data, '--strategy', 'sma-cross', '--json', '--no-equity'];
    const child = spawn(process.execPath, args, { cwd: emptyFolder() });
    child.stdin.on('error', () => undefined).end(encodeCsv(fixedBars(100)));
    return Promise.all([text(child.stdout), text(child.stderr)]);
  };
  const [[stdout], [, refused]] = await Promise.all([run('-'), run('-', '-')]);
  expect(JSON.parse(stdout).manifest).toMatchObject({ bars: 100, symbols: ['BTC/USDT'] });
  expect(refused).toBe('skytape: - is given twice; give each once\n');
});

test.runIf(process.platform === 'linux')('[BT-03] output that finds no room is one line and exit code 2', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [LAUNCHER, 'rules', 'schema'], { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  const ended = once(child, 'close');
  expect(await text(child.stderr as NodeJS.ReadableStream)).toBe('skytape: cannot write to standard output: the disk is full\n');
  expect(await ended).toEqual([2, null]);
});
