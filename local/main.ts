/** `npm start`: the whole platform on this machine, until Ctrl-C. */
import '../scripts/sound-code.ts';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCloud } from './cloud.ts';
import { Refusal } from './refusal.ts';

const DEFAULT_PORT = 4600;
const STOP_MS_MAX = 2000;
const HELP = `Runs Skytape on this machine.

  --port N     port of the console and the API (${DEFAULT_PORT}, or SKYTAPE_PORT)
  --home DIR   where state is kept (.skytape in the repository, or SKYTAPE_HOME)
  --no-feed    without the synthetic market
`;

const startedMs = performance.now();
const seconds = (): string => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;

try {
  await run();
} catch (error) {
  const told = error as Error;
  process.stderr.write(`${told.message}\n`);
  // What a person can put right is one line; anything else is a fault of ours, and says where.
  const theirs = told instanceof Refusal || told.name === 'RegistryError' || told.name === 'StageError';
  if (!theirs) process.stderr.write(`${told.stack ?? ''}\n`);
  process.exit(theirs ? 2 : 1);
}

async function run(): Promise<void> {
  const options = readOptions();
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const stopping = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.resolve());
  const starting = startCloud({
    ...options,
    containers: true,
    progress: (step) => process.stdout.write(`  ${seconds().padStart(6)}  ${step}\n`),
  });
  const cloud = await Promise.race([starting, stopping.promise]);
  if (cloud === undefined) process.exit(0);
  process.stdout.write(`Skytape is up after ${seconds()}; its state is in ${options.home}, Ctrl-C stops it.\n`);
  process.stdout.write(`  console  ${cloud.url}\n  API      ${cloud.url}/docs\n  health   ${cloud.url}/health\n`);
  await stopping.promise;
  setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
  await cloud.stop();
  process.exit(0);
}

function readOptions(): { port: number; home: string; feed: boolean } | undefined {
  const values = parse();
  if (values.help === true) return undefined;
  const port = values.port ?? process.env['SKYTAPE_PORT'] ?? String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Refusal(`--port is ${port}; it must be a number from 0 to 65535`);
  const home = values.home ?? process.env['SKYTAPE_HOME'] ?? join(import.meta.dirname, '..', '.skytape');
  return { port: Number(port), home: resolve(home), feed: values['no-feed'] !== true };
}

function parse() {
  try {
    const options = {
      port: { type: 'string' },
      home: { type: 'string' },
      'no-feed': { type: 'boolean' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0]}; --help lists the options`);
  }
}
