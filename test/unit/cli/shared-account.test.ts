import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csvOf, folderOfMarkets } from '../../support/account-bars.ts';
import { skytape } from '../../support/command-line.ts';
import { halvesOf } from '../../support/halves.ts';

test('[SR-12] several strategies share an account, each with its part and its parameters', async () => {
  const cwd = folderOfMarkets();
  const data = ['--data', 'BTCUSDT-1h.csv', '--data', 'ETHUSDT-1h.csv'];
  const two = [
    '--strategy',
    'sma-cross=0.4',
    '--strategy',
    'equal-weight=0.6',
    '--param',
    'sma-cross.fast=3',
    '--param',
    'equal-weight.band=0.1',
  ];
  const { code, stdout } = await skytape(['backtest', ...data, ...two, '--account', 'shared', '--sizing', 'fraction:0.5', '--json'], {
    cwd,
  });
  expect(code).toBe(0);
  const { manifest, sleeves, summary } = JSON.parse(stdout);
  expect(manifest.symbols).toEqual(['BTC/USDT', 'ETH/USDT']);
  expect(manifest.account).toEqual({
    currency: 'USDT',
    strategies: [
      { strategy: 'sma-cross', params: { fast: 3, slow: 30 }, share: 0.4 },
      { strategy: 'equal-weight', params: { band: 0.1, invested: 1, months: 1 }, share: 0.6 },
    ],
  });
  expect(sleeves.map(({ startEquity }: { startEquity: number }) => startEquity)).toEqual([4000, 6000]);
  expect(sleeves[0].endEquity + sleeves[1].endEquity).toBeCloseTo(summary.endEquity, 6);
});

test('[SR-11] a portfolio strategy runs on one account, in the currency asked for', async () => {
  const cwd = folderOfMarkets();
  const args = ['--data', 'BTCEUR-1h.csv', 'ETHUSDT-1h.csv', '--strategy', 'equal-weight', '--currency', 'USDT'];
  const { code, stdout } = await skytape(['backtest', ...args, '--rates', 'EURUSDT-1h.csv'], { cwd });
  expect([code, stdout]).toEqual([0, expect.stringContaining('equal-weight band=0 invested=1 months=1')]);
  const listed = await skytape(['strategies', '--json'], { cwd });
  const kinds = (JSON.parse(listed.stdout) as { id: string; kind: string }[]).filter(({ id }) =>
    ['sma-cross', 'equal-weight'].includes(id),
  );
  expect(kinds.map(({ id, kind }) => [id, kind])).toEqual([
    ['equal-weight', 'portfolio'],
    ['sma-cross', 'single'],
  ]);
});

test('[SR-11] --cash 10000:USDT --cash 5000:EUR starts with both, and the summary says what became of each', async () => {
  const cwd = folderOfMarkets();
  const args = [
    '--data',
    'BTCEUR-1h.csv',
    'ETHUSDT-1h.csv',
    '--strategy',
    'equal-weight',
    '--currency',
    'USDT',
    '--rates',
    'EURUSDT-1h.csv',
  ];
  const cash = ['--cash', '10000:USDT', '--cash', '5000:EUR', '--conversion-bps', '10'];
  const { code, stdout } = await skytape(['backtest', ...args, ...cash, '--json', '--no-equity'], { cwd });
  expect(code).toBe(0);
  const { manifest, wallets } = JSON.parse(stdout);
  expect(manifest.account).toMatchObject({ currency: 'USDT', cash: { EUR: 5000, USDT: 10_000 }, conversionBps: 10 });
  expect(wallets.map(({ currency, start }: { currency: string; start: number }) => [currency, start])).toEqual([
    ['USDT', 10_000],
    ['EUR', 5000],
  ]);
});

test('[DX-03] --detail of each instrument looks inside the bars of a shared account: of one instrument it is the run apart', async () => {
  const cwd = folderOfMarkets();
  for (const [i, name] of ['BTCUSDT', 'ETHUSDT'].entries()) writeFileSync(join(cwd, `${name}-30m.csv`), halvesOf(csvOf(5 * i)));
  const rules = { entry: { long: { above: ['close', 'sma(3)'] } }, stopLoss: { percent: 0.4 }, takeProfit: { percent: 0.4 } };
  writeFileSync(join(cwd, 'rules.json'), JSON.stringify(rules));
  const btc = ['BTCUSDT-1h.csv', '--detail', 'BTCUSDT-30m.csv', '--rules', 'rules.json', '--json', '--no-equity'];
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await skytape(['backtest', '--data', ...args], { cwd });
    return { code, stderr, ...(code === 0 ? JSON.parse(stdout) : {}) };
  };
  const both = ['BTCUSDT-1h.csv', 'ETHUSDT-1h.csv', '--strategy', 'equal-weight', '--json', '--detail', 'BTCUSDT-30m.csv'];
  const [apart, shared, blind, weights, short] = await Promise.all([
    run(...btc),
    run(...btc, '--account', 'shared'),
    run('BTCUSDT-1h.csv', '--rules', 'rules.json', '--json', '--account', 'shared'),
    run(...both, 'ETHUSDT-30m.csv'),
    run(...both),
  ]);
  expect(shared.summary).toEqual(apart.summary);
  expect(shared.trades).toEqual(apart.trades);
  expect(shared.manifest.data).toEqual(apart.manifest.data);
  expect(shared.manifest.data[0].detail).toMatchObject({ timeframe: '30m', bars: 900, covered: 900, refused: 0 });
  expect(shared.summary.endEquity).not.toBe(blind.summary.endEquity);
  expect(weights.manifest.data.map(({ detail }: { detail: { covered: number } }) => detail.covered)).toEqual([900, 900]);
  expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('detail names 1 data sets for 2 instruments that are traded')]);
});

test('[DX-05] what a shared account cannot do is one readable line with exit code 2', async () => {
  const cwd = folderOfMarkets();
  const data = ['--data', 'BTCEUR-1h.csv', 'ETHUSDT-1h.csv'];
  const cases: [args: string[], said: string][] = [
    [['--strategy', 'equal-weight'], 'the instruments count in EUR and USDT; name the one that the account counts in'],
    [['--strategy', 'equal-weight', '--currency', 'USDT', '--cash', '5:CHF'], 'give the bars of EUR/USDT or USDT/EUR'],
    [
      ['--strategy', 'equal-weight', '--cash', '5', '--cash', '7:CHF'],
      '--cash is "7:CHF", but must be one amount, or amounts with their currencies like 10000:USD',
    ],
    [['--strategy', 'equal-weight', '--cash', '5:chf'], '--cash is "5:chf", but must be a number'],
    [['--strategy', 'sma-cross=lots'], 'its share must be above 0 and at most 1, like sma-cross=0.5'],
    [['--strategy', 'sma-cross', '--strategy', 'equal-weight', '--param', 'fast=3'], 'write which one it belongs to, like sma-cross.fast'],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await skytape(['backtest', ...data, ...args], { cwd });
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  const explored = await skytape(['explore', '--data', 'ETHUSDT-1h.csv', '--strategy', 'equal-weight'], { cwd });
  expect([explored.code, explored.stderr]).toEqual([2, expect.stringContaining('sees several instruments at once')]);
});
