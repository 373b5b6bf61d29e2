import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

/** An hour a bar, at 100; with a column that says what it is about. */
const csv = `time,symbol,open,high,low,close,volume\n${Array.from(
  { length: 40 },
  (_, i) => `${new Date(Date.UTC(2024, 0, 1, i)).toISOString()},DOGE/USDT,100,101,99,${100 + (i % 3)},10\n`,
).join('')}`;

test('[MD-14] a run here takes the rules of the master of this machine, by the symbol inside the file but for those that it is told', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'BTCUSDT-1h.csv'), csv);
  const add = ['instruments', 'add', 'DOGE/USDT', '--class', 'crypto', '--exchange', 'binance', '--currency', 'USDT', '--lot', '1'];
  const { code, stdout } = await skytape([...add, '--min-quantity', '2', '--min-notional', '5', '--json'], { cwd });
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ lot: 1, minQuantity: 2, minNotional: 5 })]);
  const args = ['backtest', '--data', 'BTCUSDT-1h.csv', '--strategy', 'dip-buyer', '--tick', '0.5', '--min-notional', '50', '--json'];
  const run = await skytape(args, { cwd });
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout).manifest.engine.execution).toEqual({
    tick: 0.5,
    minNotional: 50,
    instruments: { 'DOGE/USDT': { lot: 1, multiplier: 1, minQuantity: 2, calendar: '24/7' } },
  });
});
