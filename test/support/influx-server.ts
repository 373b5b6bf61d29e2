import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export interface InfluxServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian's package `influxdb` has it. */
export const hasInflux = spawnSync('influxd', ['version']).status === 0;

/** A real InfluxDB server on loopback in a directory of its own, with one database `skytape`. */
export async function startInflux(): Promise<InfluxServer> {
  const directory = mkdtempSync(join(tmpdir(), 'skytape-influx-'));
  const [http, rpc] = [await freePort(), await freePort()];
  const config = join(directory, 'influxdb.conf');
  writeFileSync(
    config,
    [
      'reporting-disabled = true',
      `bind-address = "127.0.0.1:${rpc}"`,
      `[meta]\ndir = "${directory}/meta"`,
      `[data]\ndir = "${directory}/data"\nwal-dir = "${directory}/wal"`,
      `[http]\nbind-address = "127.0.0.1:${http}"\nlog-enabled = false`,
      '[monitor]\nstore-enabled = false',
    ].join('\n'),
  );
  const child = spawn('influxd', ['run', '-config', config], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${http}`;
  const stop = async () => {
    await ended(child);
    rmSync(directory, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 500; waited++) {
    if (
      await fetch(`${url}/ping`).then(
        ({ ok }) => ok,
        () => false,
      )
    ) {
      await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: 'CREATE DATABASE skytape' }) });
      return { url, stop };
    }
    await sleep(100);
  }
  await stop();
  throw new Error('influxd did not answer within 50 s');
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
