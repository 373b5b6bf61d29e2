import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const BOOTSTRAP = new URL('../../../scripts/bootstrap.mjs', import.meta.url).href;

/** What npm start runs, in small: the starter, which hands over to `child`. The child writes its process id once it is ready. */
async function start(child: string, { throughShell = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'skytape-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'child.mjs'), `${child}\nprocess.stdout.write(process.pid + '\\n');\n`);
  writeFileSync(
    join(folder, 'start.mjs'),
    `import { runPinned } from '${BOOTSTRAP}';\nprocess.exitCode = await runPinned([new URL('./child.mjs', import.meta.url).pathname]);\n`,
  );
  // The second command keeps the shell from handing its process over.
  const command = throughShell ? ['/bin/sh', '-c', `"${process.execPath}" start.mjs; exit $?`] : [process.execPath, 'start.mjs'];
  const starter = spawn(command[0] as string, command.slice(1), { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => starter.on('exit', (code) => resolve(code)));
  onTestFinished(() => void starter.kill('SIGKILL'));
  const pid = await new Promise<number>((resolve) => starter.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
  return { starter, ended, pid };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 600 && isAlive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return !isAlive(pid);
}

const WAIT = 'setInterval(() => undefined, 1000);';

test('[OP-01] the exit code of what runs is the exit code of the starter', async () => {
  const { ended } = await start('setTimeout(() => process.exit(7), 50);');
  expect(await ended).toBe(7);
});

test('[OP-01] Ctrl-C reaches what runs once, however often it is passed on, and its own exit code counts', async () => {
  const { starter, ended, pid } = await start(
    `let seen = 0;\nprocess.on('SIGINT', () => { seen++; setTimeout(() => process.exit(40 + seen), 300); });\n${WAIT}`,
  );
  starter.kill('SIGINT');
  starter.kill('SIGINT');
  expect(await ended).toBe(41);
  expect(await gone(pid)).toBe(true);
});

test('[OP-01] what ends by a signal counts as 128 and its number', async () => {
  const { starter, ended } = await start(WAIT);
  starter.kill('SIGTERM');
  expect(await ended).toBe(143);
});

test('[OP-01] a starter that is killed outright leaves nothing running', async () => {
  const { starter, ended, pid } = await start(WAIT);
  starter.kill('SIGKILL');
  await ended;
  expect(await gone(pid)).toBe(true);
});

test('[OP-01] what runs may leave children of its own: they end with it', async () => {
  const { ended, pid } = await start(
    `import { spawn } from 'node:child_process';\nspawn(process.execPath, ['-e', '${WAIT}']).on('spawn', () => setTimeout(() => process.exit(0), 50));`,
  );
  expect(await ended).toBe(0);
  expect(await gone(-pid)).toBe(true);
});

test('[OP-01] a signal to npm alone, whose shell dies of it and tells nobody, ends what runs', async () => {
  const { starter, ended, pid } = await start(WAIT, { throughShell: true });
  starter.kill('SIGTERM');
  await ended;
  expect(await gone(pid)).toBe(true);
});
