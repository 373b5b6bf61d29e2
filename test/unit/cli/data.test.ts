import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeParquet } from '../../../shared/adapters/files/parquet-write.ts';
import { importBars } from '../../../shared/market/import.ts';
import { emptyFolder, skytape } from '../../support/command-line.ts';

const GOOD = ['2024-01-01T00:00:00Z,10,12,9,11,5', '2024-01-01T01:00:00Z,11,12,10,10.5,4', '2024-01-01T02:00:00Z,10.5,11,10,11,3'];
const HEADER = 'time,open,high,low,close,volume';

test('[MD-07] import keeps what is good and lists what it rejects with line number and reason', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'ETHUSDT-1h.csv'), [HEADER, GOOD[0], '2024-01-01T00:30:00Z,1,0.5,2,1,1', GOOD[1], GOOD[2], ''].join('\n'));
  const imported = await skytape(['data', 'import', 'ETHUSDT-1h.csv', '--name', 'eth', '--json'], { cwd });
  expect(imported.code).toBe(0);
  expect(JSON.parse(imported.stdout)).toMatchObject({
    name: 'eth',
    symbol: 'ETH/USDT',
    assetClass: 'crypto',
    bars: 3,
    rejectedRows: 1,
    synthetic: false,
  });
  expect(imported.stderr).toMatch(/line 3: .*high/);
  expect(readFileSync(join(cwd, '.skytape', 'datasets', 'eth', 'rejects.csv'), 'utf8')).toMatch(/^line,code,reason,raw\n3,high-below-low,/);
  const listed = await skytape(['data', 'list', '--json'], { cwd });
  expect(JSON.parse(listed.stdout).datasets).toEqual([JSON.parse(imported.stdout)]);
  const shown = await skytape(['data', 'show', 'eth'], { cwd });
  expect(shown.stdout).toContain('2024-01-01T02:00:00Z  10.5  11    10   11     3');
});

test('[MD-07] SKYTAPE_HOME moves the catalogue; the same file again changes nothing, another one of that name needs --replace', async () => {
  const cwd = emptyFolder();
  const home = emptyFolder();
  writeFileSync(join(cwd, 'a.csv'), `${[HEADER, ...GOOD].join('\n')}\n`);
  const run = (...args: string[]) => skytape(['data', 'import', 'a.csv', ...args], { cwd, env: { SKYTAPE_HOME: home } });
  const first = await run('--json');
  expect(first.code).toBe(0);
  const same = await run('--json');
  expect(same).toEqual({
    code: 0,
    stdout: first.stdout,
    stderr: expect.stringMatching(/a is of this very file already; nothing is changed\n$/),
  });
  writeFileSync(join(cwd, 'a.csv'), `${[HEADER, ...GOOD.slice(0, 2)].join('\n')}\n`);
  const other = await run();
  expect([other.code, other.stderr.split('\n').at(-2)]).toEqual([
    2,
    'skytape: the catalogue has a dataset a; give --replace or another name',
  ]);
  expect((await run('--replace')).code).toBe(0);
  const elsewhere = await skytape(['data', 'list', '--json'], { cwd });
  expect(JSON.parse(elsewhere.stdout)).toEqual({ datasets: [] });
});

test('[MD-08] a synthetic market is the same for the same seed and labelled synthetic in every report of it', async () => {
  const cwd = emptyFolder();
  const make = async (name: string, seed: string) =>
    JSON.parse((await skytape(['data', 'synthesise', name, '--seed', seed, '--bars', '500', '--json'], { cwd })).stdout);
  const [a, b, c] = [await make('a', '7'), await make('b', '7'), await make('c', '8')];
  expect(a).toMatchObject({ bars: 500, synthetic: true, symbol: 'DEMO/USDT', from: '2024-01-01T00:00:00Z' });
  expect(b.sha256).toBe(a.sha256);
  expect(c.sha256).not.toBe(a.sha256);
  expect(await make('a', '7')).toEqual(a);
  const minutes = await skytape(['backtest', '--data', 'a', '--strategy', 'buy-and-hold', '--timeframe', '5m'], { cwd });
  expect([minutes.code, minutes.stderr]).toEqual([2, 'skytape: --timeframe is 5m, but the dataset a has bars of 1h; leave it out\n']);
  const other = await skytape(['data', 'synthesise', 'a', '--seed', '8', '--bars', '500'], { cwd });
  expect([other.code, other.stderr]).toEqual([2, 'skytape: the catalogue has a dataset a; give --replace or another name\n']);
  const report = await skytape(['backtest', '--data', 'a', '--strategy', 'buy-and-hold', '--json', '--no-equity'], { cwd });
  expect(JSON.parse(report.stdout).manifest).toMatchObject({ synthetic: true, bars: 500, dataSha256: a.sha256 });
  expect((await skytape(['backtest', '--data', 'a', '--strategy', 'buy-and-hold'], { cwd })).stdout).toContain('SYNTHETIC');
});

test('[BT-01] a file and its import into the catalogue give the same report', async () => {
  const cwd = emptyFolder();
  await skytape(['data', 'synthesise', 'demo', '--bars', '2000', '--symbol', 'BTC/USDT'], { cwd });
  const source = join(cwd, '.skytape', 'datasets', 'demo', 'bars.csv');
  writeFileSync(join(cwd, 'BTCUSDT.csv'), readFileSync(source));
  await skytape(['data', 'import', 'BTCUSDT.csv', '--name', 'btc'], { cwd });
  const run = (data: string) => skytape(['backtest', '--data', data, '--strategy', 'sma-cross', '--json'], { cwd });
  const [file, catalogue] = await Promise.all([run('BTCUSDT.csv'), run('btc')]);
  expect(file.code).toBe(0);
  expect(catalogue.stdout).toBe(file.stdout);
});

test.each([
  ['a dataset that is not there', ['data', 'show', 'dmo'], 'there is no file and no dataset "dmo"; the catalogue is empty'],
  ['a name that is a path', ['data', 'synthesise', '../x'], 'dataset name "../x" must be letters'],
  ['half a bar', ['data', 'synthesise', 'x', '--bars', '1.5'], '--bars is 1.5'],
  [
    'a timeframe that is none',
    ['data', 'synthesise', 'x', '--timeframe', '1 hour'],
    '--timeframe is "1 hour", but must be a number and a unit',
  ],
  ['an import of nothing', ['data', 'import', 'gone.csv'], 'cannot read gone.csv: no such file'],
  ['a command that is none', ['data', 'imprt'], 'did you mean import?'],
])('[MD-07] %s is refused in one line with exit code 2', async (_, args, said) => {
  const { code, stdout, stderr } = await skytape(args, { cwd: emptyFolder() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/^skytape: [^\n]+\n$/);
});

test('[MD-07] a Parquet file runs like the CSV file of the same bars', async () => {
  const cwd = emptyFolder();
  await skytape(['data', 'synthesise', 'demo', '--bars', '2000', '--symbol', 'BTC/USDT'], { cwd });
  const csv = readFileSync(join(cwd, '.skytape', 'datasets', 'demo', 'bars.csv'));
  writeFileSync(join(cwd, 'BTCUSDT.csv'), csv);
  writeFileSync(join(cwd, 'BTCUSDT.parquet'), writeParquet(importBars(csv).bars));
  const run = async (file: string) =>
    JSON.parse((await skytape(['backtest', '--data', file, '--strategy', 'sma-cross', '--json'], { cwd })).stdout);
  const [fromCsv, fromParquet] = [await run('BTCUSDT.csv'), await run('BTCUSDT.parquet')];
  expect(fromParquet.trades.length).toBeGreaterThan(10);
  expect({ ...fromParquet, manifest: {} }).toEqual({ ...fromCsv, manifest: {} });
});
