import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

const iso = (hour: number, minute = 0) => new Date(Date.UTC(2024, 0, 1, hour, minute)).toISOString().replace('.000', '');
const csvOf = (closes: readonly number[]) =>
  `time,open,high,low,close,volume\n${closes.map((c, hour) => `${iso(hour)},${c},${c},${c},${c},1`).join('\n')}\n`;

function folder(files: Readonly<Record<string, string>>): string {
  const cwd = emptyFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

test('[BT-04] [SR-09] on a flat price the scores alone trade, from the first open after they were known', async () => {
  const rules = { entry: { long: { sentiment: { above: 0.5 } } }, exit: { long: { sentiment: { below: 0 } } } };
  // Known at 03:10, so at the close of hour 3, which is 04:00: in at the open of 4. Worse at 07:00 sharp, the close of hour 6: out at the open of 7.
  const scores = `knownAt,score\n${iso(0)},0.1\n${iso(3, 10)},0.8\n${iso(7)},-0.4\n${iso(8, 30)},0.4\n`;
  const cwd = folder({ 'BTCUSDT-1h.csv': csvOf(Array(12).fill(100)), 'rules.json': JSON.stringify(rules), 'scores.csv': scores });
  const run = ['backtest', '--data', 'BTCUSDT-1h.csv', '--rules', 'rules.json', '--commission-bps', '0', '--json'];
  const { code, stdout } = await skytape([...run, '--feature', 'sentiment=scores.csv'], { cwd });
  expect(code).toBe(0);
  const { trades, manifest, summary } = JSON.parse(stdout);
  expect(trades.map((trade: { entryTime: string; exitTime: string }) => [trade.entryTime, trade.exitTime])).toEqual([[iso(4), iso(7)]]);
  expect(summary.totalReturn).toBe(0);
  expect(manifest.beside).toEqual([{ kind: 'feature', name: 'sentiment', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);

  const without = await skytape(run, { cwd });
  expect(without.code).toBe(2);
  expect(without.stderr).toContain('an indicator reads feature "sentiment", which the run was not given (none was given)');
});

test('[CO-03] rules trade by the correlation with another file of bars, which is read and not traded', async () => {
  const up = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => 100 + step);
  const eth = [10, 9, 8, 7, 8, 9, 10, 11];
  const rules = { entry: { long: { correlation: { with: { symbol: 'ETH/USDT' }, bars: 3, above: 0.99 } } } };
  const cwd = folder({ 'BTCUSDT-1h.csv': csvOf(up), 'ETHUSDT-1h.csv': csvOf(eth), 'rules.json': JSON.stringify(rules) });
  const run = ['backtest', '--data', 'BTCUSDT-1h.csv', '--rules', 'rules.json', '--json'];
  const { stdout } = await skytape([...run, '--with', 'ETHUSDT-1h.csv'], { cwd });
  // Closes 3 to 5 are the first three that rise together: known at the close of 5, in at the open of 6.
  const { trades, manifest } = JSON.parse(stdout);
  expect(trades[0].entryTime).toBe(iso(6));
  expect(manifest.symbols).toEqual(['BTC/USDT']);
  expect(manifest.beside[0]).toMatchObject({ kind: 'instrument', name: 'ETH/USDT' });
});

test('[MD-16] what cannot be a feature is refused in one line', async () => {
  const cwd = folder({ 'BTCUSDT-1h.csv': csvOf([1, 2]), 'bad.csv': 'knownAt,value\n2024-01-01T00:00Z,high\n' });
  const run = ['backtest', '--data', 'BTCUSDT-1h.csv', '--strategy', 'buy-and-hold'];
  for (const [feature, said] of [
    ['mood', '--feature is "mood", but must be name=file, like sentiment=scores.csv'],
    ['mood=none.csv', 'none.csv: no such file'],
    ['mood=bad.csv', 'bad.csv: line 2: value "high" is not a number'],
  ] as const) {
    const { code, stderr } = await skytape([...run, '--feature', feature], { cwd });
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toContain(said);
  }
});
