import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { copyOfRepository } from '../../support/copy-of-repository.ts';

const closes = Array.from({ length: 120 }, (_, i) => 1000 + (i < 40 ? -i : i < 80 ? i - 80 : 80 - i));
const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i));
const csv = `time,open,high,low,close,volume\n${closes.map((close, i) => `${day(i).toISOString()},${close},${close},${close},${close},10`).join('\n')}\n`;
const klines = JSON.stringify(closes.map((close, i) => [day(i).getTime(), ...Array.from({ length: 4 }, () => `${close}`), '10']));
const cents = (i: number) => Array.from({ length: 4 }, () => `${(closes[i] as number) * 100}`).join('|');
const date = (i: number) => day(i).toISOString().slice(0, 10).split('-').reverse().join('.');
const STRATEGY = ['--strategy', 'sma-cross', '--param', 'fast=3', '--param', 'slow=10', '--symbol', 'BTC/USDT', '--json'];

function folder(): string {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'bars.csv'), csv);
  writeFileSync(join(cwd, 'bars.json'), klines);
  writeFileSync(join(cwd, 'bars.txt'), closes.map((_, i) => `${date(i)}|${cents(i)}|10`).join('\n'));
  return cwd;
}

const tradesOf = async (data: string, at: { cwd: string; root?: string }) => {
  const { stdout, stderr } = await skytape(['backtest', '--data', data, ...STRATEGY], at);
  const { trades, manifest } = JSON.parse(stdout || stderr);
  return { trades, data: manifest.data[0].sha256 };
};

test('[BT-09] a file that a feed reads gives the trades of the same bars as CSV, alone, in a sweep and out of the catalogue', async () => {
  const cwd = folder();
  const fed = await tradesOf('binance-klines:bars.json', { cwd });
  expect(fed.trades.length).toBeGreaterThan(0);
  expect(fed.trades).toEqual((await tradesOf('bars.csv', { cwd })).trades);
  const imported = await skytape(['data', 'import', 'binance-klines:bars.json', '--name', 'kept', '--symbol', 'BTC/USDT', '--json'], {
    cwd,
  });
  expect(JSON.parse(imported.stdout)).toMatchObject({ name: 'kept', bars: 120, timeframe: '1d', source: 'bars.json', sha256: fed.data });
  expect(await tradesOf('kept', { cwd })).toEqual(fed);
  const sweep = ['sweep', '--data', 'binance-klines:bars.json', '--strategy', 'sma-cross', '--range', 'fast=2:3:1', '--json'];
  expect(JSON.parse((await skytape(sweep, { cwd })).stdout).rows).toHaveLength(2);
});

test('[BT-09] a feed that is not there, and a file that it cannot read, are one line', async () => {
  const cwd = folder();
  const failing = async (data: string) => {
    const { code, stderr } = await skytape(['backtest', '--data', data, ...STRATEGY], { cwd });
    return [code, stderr];
  };
  expect(await failing('binance-kline:bars.json')).toEqual([
    2,
    expect.stringContaining('there is no feed "binance-kline" (did you mean binance-klines?); there are: binance-klines'),
  ]);
  expect(await failing('binance-klines:bars.csv')).toEqual([2, expect.stringContaining('feed binance-klines cannot read the file')]);
});

test('[BT-09] a new feed reads at once, and comes with a test', async () => {
  const root = copyOfRepository();
  const cwd = folder();
  expect((await skytape(['new', 'feed', 'my-broker'], { cwd, root })).stdout).toContain('--data my-broker:FILE');
  expect(readFileSync(join(root, 'test/unit/feeds/my-broker.test.ts'), 'utf8')).toContain("feeds/my-broker.ts'");
  expect((await tradesOf('my-broker:bars.txt', { cwd, root })).trades).toEqual((await tradesOf('bars.csv', { cwd, root })).trades);
});
