/**
 * What `npm start`, `npm test` and `npx skytape` share: it installs what is missing and hands over to the pinned Node.
 * Plain JavaScript for Node 20 and with no dependency, because it runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
/** What was compiled once is kept here, also for worker threads: a command starts in half the time. */
export const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'compile');

/** One readable line, then exit 2: the caller's surroundings are at fault, not the program. */
export function refuse(message) {
  process.stderr.write(`skytape: ${message}\n`);
  process.exit(2);
}

export function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) refuse(`Node ${OLDEST_NODE} or newer is needed, this is ${process.version}: install it from nodejs.org`);
}

/** Path of the pinned Node 24 that the dependencies bring, or undefined before they are installed. */
export function pinnedNode() {
  const path = join(ROOT, 'node_modules', 'node', 'bin', 'node');
  return existsSync(path) ? path : undefined;
}

/** Whether what lies in node_modules is what the lockfile says: every package of it that is not optional, in its version. npm notes there what it installed. */
export function isInstalled() {
  const noted = join(ROOT, 'node_modules', '.package-lock.json');
  if (pinnedNode() === undefined || !existsSync(noted)) return false;
  const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const there = packagesOf(noted);
  return Object.entries(packagesOf(join(ROOT, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional }]) => path === '' || optional || devOptional || there[path]?.version === version,
  );
}

/** Runs `npm ci` unless the lockfile's packages are there already; a failure is one readable line with npm's own reason. */
export async function install() {
  if (isInstalled()) return;
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  process.stderr.write('skytape: installing the dependencies of package-lock.json (the first time takes about a minute)\n');
  const ticker = setInterval(() => process.stderr.write(`skytape: still installing, ${seconds()}\n`), 10_000);
  const { code, errors } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  clearInterval(ticker);
  if (code !== 0) refuse(`the dependencies could not be installed: ${npmReason(errors)}`);
  if (!isInstalled()) refuse('npm ci left no node_modules/node: install scripts seem to be off; run `npm ci` without --ignore-scripts');
  process.stderr.write(`skytape: dependencies installed in ${seconds()}\n`);
}

function npm(args) {
  return new Promise((resolve) => {
    const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', (error) => resolve({ code: 1, errors: error.code === 'ENOENT' ? 'npm is not on the PATH' : error.message }));
    child.on('close', (code) => resolve({ code, errors }));
  });
}

/** The first line of npm's output that says something: `npm error network request to ... failed` -> `network request to ... failed`. */
function npmReason(errors) {
  const lines = errors.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  return lines.find((line) => line !== '' && !/^(code|errno|syscall|type) /.test(line)) ?? 'npm ci failed and gave no reason';
}

/**
 * Runs the pinned Node with `args` and resolves to its exit code (128 + n when signal n ended it). The child has a process group of its own, so a
 * Ctrl-C reaches it once, through us, however many of npm, the shell and the terminal pass it on; it ends with us even when we are killed outright.
 */
export function runPinned(args, { env = process.env } = {}) {
  const watch = new URL('./end-with-parent.mjs', import.meta.url).href;
  const child = spawn(pinnedNode(), ['--import', watch, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${env.PATH}` },
    detached: true,
  });
  let lastSignalMs = 0;
  const forward = (signal) => {
    const now = performance.now();
    if (lastSignalMs !== 0 && now - lastSignalMs < 500) return;
    lastSignalMs = now;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  // Who started us may be killed outright: then our parent is another one.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid !== parent && forward('SIGTERM'), 250);
  return new Promise((resolve) => {
    child.on('error', (error) => refuse(`${pinnedNode()} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      clearInterval(orphaned);
      sweep(child.pid);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** Ends what the child may have left in its process group. */
function sweep(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
