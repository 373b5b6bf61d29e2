import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EXAMPLES } from '../../../shared/contracts/examples.ts';
import { emptyFolder, skytape } from '../../support/command-line.ts';

test('[OP-03] schedules of a platform: saved from a file, run, and their runs with what failed', async () => {
  const cwd = emptyFolder();
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const id = request.method === 'PUT' ? 'saveSchedule' : request.url?.endsWith('/runs') ? 'listScheduleRuns' : 'runSchedule';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(EXAMPLES[id]?.response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(cwd, 'daily.json'), JSON.stringify(EXAMPLES.saveSchedule?.body));
  writeFileSync(join(cwd, 'wrong.json'), '{"instruments":"active","timeframe":"1d","at":"25:00"}');
  const run = (...args: string[]) => skytape(['schedules', ...args, '--api', api], { cwd, env: { SKYTAPE_TOKEN: 'any' } });
  const [saved, runs, wrong] = await Promise.all([
    run('save', 'daily', 'daily.json'),
    run('runs', 'daily'),
    run('save', 'daily', 'wrong.json'),
  ]);
  expect(saved.stdout).toMatch(/daily-bars +fetch +1d +00:15 UTC +BTC\/USDT ETH\/USDT +yes/);
  expect(runs.stdout).toMatch(/20261121T001500Z +FAILED +1 +2 /);
  expect(runs.stdout).toContain('20261121T001500Z ETH/USDT: 1 of 1 chunks failed');
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    expect.stringContaining('wrong.json: at cannot be used; it must be a time of day like 06:30'),
  ]);
  expect(seen.sort()).toEqual(['GET /schedules/daily/runs', 'PUT /schedules/daily']);
});
