import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

test('[MD-14] the master of one machine: refresh from a file, show as of a day, activate, and what was changed', async () => {
  const cwd = emptyFolder();
  const run = async (...args: string[]) => skytape(['instruments', ...args], { cwd });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  writeFileSync(
    join(cwd, 'list.csv'),
    'symbol,assetClass,exchange,currency,listed\nAAPL,equity,NASDAQ,USD,1980-12-12\nIBM,equity,NYSE,USD,\n',
  );
  expect((await run('refresh', '--source', 'alpaca', '--csv', 'list.csv')).stdout).toBe(
    'alpaca lists 2: 2 added, 0 changed, 0 retired, 0 as they were, 0 skipped\n',
  );
  const [made, listed, then, active, history, refused] = await Promise.all([
    run('add', 'AAPL271217C00190000', '--class', 'option', '--exchange', 'CBOE', '--currency', 'USD'),
    json('list', '--exchange', 'NASDAQ'),
    json('show', 'AAPL', '--as-of', '1999-01-01'),
    json('show', 'IBM'),
    run('show', 'IBM', '--history'),
    run('activate', 'TSLA'),
  ]);
  expect(made.stdout).toMatch(/contract +\{"kind":"option","underlying":"AAPL","expiry":"2027-12-17","strike":190,"right":"call"\}/);
  expect(listed.instruments.map(({ id }: { id: string }) => id)).toEqual(['AAPL']);
  expect([then.status, active.names[0].source]).toEqual(['inactive', 'alpaca']);
  expect(history.stdout).toMatch(/owner +refresh +new/);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('there is no instrument "TSLA" in the security master')]);
  expect((await json('activate', 'AAPL', '--priority', '1')).status).toBe('active');
  expect((await run('show', 'AAPL', '--history')).stdout).toMatch(/activate +status: "inactive" -> "active", priority: 5 -> 1/);
});
