import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

const TRADES = [
  'timestamp_ms,id,side,price,amount',
  '1610064000278,1,buy,10,0.1',
  '1610064030000,2,sell,12,0.2',
  '1610064060000,3,buy,11,1',
];

test('[MD-11] data aggregate writes the bars of a file of trades, and --json says what they are', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'BTCUSDT-trades.csv'), `${[...TRADES, '1610064061000,4,buy,-1,1'].join('\n')}\n`);
  const args = ['data', 'aggregate', '--ticks', 'BTCUSDT-trades.csv', '--timeframe', '1m', '--symbol', 'BTC/USDT', '--out', 'bars.csv'];
  const ended = await skytape([...args, '--rejects', 'bad.csv', '--json'], { cwd });
  expect(JSON.parse(ended.stdout)).toEqual({
    out: 'bars.csv',
    symbol: 'BTC/USDT',
    assetClass: 'crypto',
    timeframe: '1m',
    kind: 'trades',
    ticks: 3,
    rejectedRows: 1,
    bars: 2,
    from: '2021-01-08T00:00:00Z',
    to: '2021-01-08T00:02:00Z',
  });
  expect(readFileSync(join(cwd, 'bars.csv'), 'utf8')).toBe(
    'timestamp,open,high,low,close,volume\n2021-01-08T00:00:00Z,10,12,10,12,0.3\n2021-01-08T00:01:00Z,11,11,11,11,1\n',
  );
  expect(readFileSync(join(cwd, 'bad.csv'), 'utf8')).toContain('5,price-not-positive');
});

test('[MD-11] data aggregate refuses what it cannot do in one line, exits 2 and writes nothing', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'trades.csv'), `${TRADES.join('\n')}\n`);
  writeFileSync(join(cwd, 'bars.csv'), 'time,open\n2021-01-08,1\n');
  for (const [args, line] of [
    [['--ticks', 'none.csv'], 'skytape: cannot read none.csv: no such file or folder\n'],
    [
      ['--ticks', 'bars.csv'],
      'skytape: no column for price; found: time, open. A tick file has a time, and price and quantity of trades or bid and ask of quotes\n',
    ],
    [['--ticks', 'trades.csv', '--price', 'mid'], 'skytape: --price is "mid", but the file holds trades; it chooses a side of quotes\n'],
  ] as const) {
    expect(await skytape(['data', 'aggregate', '--timeframe', '1m', '--out', 'out.csv', ...args], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: line,
    });
  }
  expect(existsSync(join(cwd, 'out.csv'))).toBe(false);
});
