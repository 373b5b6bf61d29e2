import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LOOPBACK } from '../../local/loopback.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryHome } from './fixtures/toy.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'local', 'main.ts');
const home = temporaryHome();
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  home[Symbol.dispose]();
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly code: Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return { child, output: () => output, errors: () => errors, code: once(child, 'close').then(([code]) => code as number | null) };
}

async function isUp(started: Run): Promise<string> {
  await expect.poll(() => started.output() + started.errors(), { timeout: 240_000, interval: 50 }).toMatch(/health {3}http/);
  return /https?:\/\/\S+/.exec(started.output())?.[0] as string;
}

const port = String(await freePort());

/** Sends Ctrl-C, and tells how it ended and whether within two seconds. */
async function interrupt({ child, code, errors }: Run): Promise<{ code: number | null; errors: string; inTime: boolean }> {
  const startMs = performance.now();
  child.kill('SIGINT');
  const ended = await code;
  return { code: ended, errors: errors(), inTime: performance.now() - startMs < 2000 };
}

test('[OP-01] it starts with progress lines, the first address that it prints answers /health, the market moves, and Ctrl-C leaves nothing within two seconds', async () => {
  const start = () => run('--port', port, '--home', home.path);
  const started = start();
  const url = await isUp(started);
  expect(started.output().split('\n')[0]).toMatch(/^ +\d+\.\d s {2}\w/);
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', stage: 'local' });
  const second = run('--port', '0', '--home', home.path);
  expect([await second.code, second.errors()]).toEqual([
    2,
    expect.stringMatching(/^.+ is in use by process \d+; stop that one, or give another directory with --home\n$/),
  ]);
  let ended = await interrupt(started);
  // Where the machine had no time for it, once more.
  for (let again = 0; again < 3 && !ended.inTime; again++) {
    const another = start();
    await isUp(another);
    ended = await interrupt(another);
  }
  expect(ended).toEqual({ code: 0, errors: '', inTime: true });
  await expect(fetch(url)).rejects.toThrow();
});

test('[OP-01] a second start takes what has not changed and is up in seconds', async () => {
  const tookMs = async () => {
    const startMs = performance.now();
    const started = run('--port', port, '--home', home.path, '--no-feed');
    await isUp(started);
    const upMs = performance.now();
    expect(started.output()).toContain('nothing has changed since the last start');
    started.child.kill('SIGTERM');
    expect(await started.code).toBe(0);
    return upMs - startMs;
  };
  // Another start is looked at where the machine had no time for this one.
  await expect.poll(tookMs, { timeout: 240_000 }).toBeLessThan(20_000);
});

test('[OP-01] a port in use, a wrong port, an unknown option: one line and exit code 2', async () => {
  const taken = createServer().listen(0, LOOPBACK);
  await once(taken, 'listening');
  const { port: used } = taken.address() as { port: number };
  const refusals: [string[], string][] = [
    [['--port', String(used)], `port ${used} is in use or not allowed; give another with --port\n`],
    [['--port', 'http'], '--port is http; it must be a number from 0 to 65535\n'],
    [['--prot', '1'], "Unknown option '--prot'; --help lists the options\n"],
  ];
  for (const [args, line] of refusals) {
    using other = temporaryHome();
    const refused = run('--home', other.path, ...args);
    expect([await refused.code, refused.errors()]).toEqual([2, line]);
  }
  taken.close();
});
