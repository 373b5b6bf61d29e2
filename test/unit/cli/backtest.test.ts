import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape, startSkytape } from '../../support/command-line.ts';
import { copyOfRepository } from '../../support/copy-of-repository.ts';

/** Closes that fall for 40 hours, rise for 80 and fall for 60: one round trip of sma-cross 3/10. */
const closes = Array.from({ length: 180 }, (_, i) => 1000 + (i < 40 ? -i : i < 120 ? i - 80 : 160 - i));
const iso = (hour: number) => new Date(Date.UTC(2024, 0, 1, hour)).toISOString().replace('.000', '');
const csv = `time,open,high,low,close,volume\n${closes
  .map((close, i) => {
    const open = closes[i - 1] ?? close;
    return `${iso(i)},${open},${Math.max(open, close) + 1},${Math.min(open, close) - 1},${close},10`;
  })
  .join('\n')}\n`;
const CROSS = ['--strategy', 'sma-cross', '--param', 'fast=3', '--param', 'slow=10'];

function folderWithBars(): string {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'bars.csv'), csv);
  return cwd;
}

test('[BT-03] a CSV file gives a report as one JSON object with manifest, summary, trades and equity', async () => {
  const cwd = folderWithBars();
  const { code, stdout, stderr } = await skytape(['backtest', '--data', 'bars.csv', ...CROSS, '--json'], { cwd });
  expect([code, stderr]).toEqual([0, expect.stringContaining('180 bars')]);
  const { manifest, summary, trades, equity } = JSON.parse(stdout);
  expect(manifest).toMatchObject({ bars: 180, strategy: 'sma-cross', params: { fast: 3, slow: 10 }, seed: null, timeframe: '1h' });
  expect(manifest).toMatchObject({ from: '2024-01-01T00:00:00Z', to: '2024-01-08T12:00:00Z', symbols: ['BTC/USDT'] });
  expect(manifest.engine).toMatchObject({ cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 0 });
  expect(manifest.dataSha256).toMatch(/^[0-9a-f]{64}$/);
  // Closes are 960 + |i - 40| around the low. `a` hours after it the average of 3 is 960 + a - 1, that of 10 is 960 + (2a^2 - 18a + 90) / 20: the first
  // is above from a = 4 on (963 and 962.5). So the cross is at the close of hour 44, the fill at the open of 45, which is the close of 44: 964.
  // Mirrored at the high of hour 120: down at the close of 124, filled at the open of 125: 1036.
  expect(trades).toHaveLength(1);
  expect(trades[0]).toMatchObject({ entryTime: iso(45), exitTime: iso(125), side: 'long', entryPrice: 964, exitPrice: 1036 });
  expect(trades[0].quantity).toBeCloseTo(10_000 / (964 * 1.001), 7);
  expect(summary).toMatchObject({ startEquity: 10_000, tradeCount: 1, winRate: 1 });
  expect(equity).toHaveLength(181);
  expect(equity[0]).toEqual(['2024-01-01T00:00:00Z', 10_000]);
  expect(equity.at(-1)).toEqual(['2024-01-08T12:00:00Z', summary.endEquity]);
});

test('[MD-07] what a file left open, and what was made of it, is told on stderr; gaps of sessions are not', async () => {
  const cwd = emptyFolder();
  const lines = csv.replace('time,', 'date_newyork,').replaceAll('Z,', ',').split('\n');
  const without = [...lines.slice(0, 60), ...lines.slice(70)].map((line, i) => (i === 5 ? line.replace(/,10$/, ',-10') : line));
  writeFileSync(join(cwd, 'oracle.csv'), without.join('\n'));
  const { code, stderr } = await skytape(['backtest', '--data', 'oracle.csv', ...CROSS], { cwd });
  expect([code, stderr.split('\n').slice(1)]).toEqual([
    0,
    [
      'skytape: oracle.csv: 1 row rejected; `skytape data import` lists them with line and reason',
      'skytape: oracle.csv: time is read from column "date_newyork" as UTC',
      'skytape: oracle.csv: nothing says what it is about: it is taken for BTC/USDT, --symbol says otherwise',
      '',
    ],
  ]);
  const named = await skytape(['backtest', '--data', 'oracle.csv', ...CROSS, '--symbol', 'ORCL'], { cwd });
  expect(named.stderr).not.toContain('BTC/USDT');
});

test('[BT-01] [DX-04] the same command gives the same bytes and is one trial; a ledger that cannot be kept is a note', async () => {
  const cwd = folderWithBars();
  const args = ['backtest', '--data', 'bars.csv', ...CROSS, '--json', '--no-equity'];
  const first = await skytape(args, { cwd });
  mkdirSync(join(cwd, 'damaged'));
  writeFileSync(join(cwd, 'damaged', 'trials.jsonl'), 'once upon a time\n');
  const [second, third] = await Promise.all([skytape(args, { cwd }), skytape(args, { cwd, env: { SKYTAPE_HOME: 'damaged' } })]);
  expect([second.stdout, third.stdout]).toEqual([first.stdout, first.stdout]);
  expect(JSON.parse(first.stdout)).not.toHaveProperty('equity');
  expect(readdirSync(join(cwd, '.skytape'))).toEqual(['trials.jsonl']);
  const [trial, ...more] = readFileSync(join(cwd, '.skytape', 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(JSON.parse(trial as string)).toMatchObject({ instruments: ['BTC/USDT'], toUs: Date.UTC(2024, 0, 8, 12) * 1000 });
  expect(more).toEqual([]);
  expect([third.code, third.stderr]).toEqual([
    0,
    expect.stringMatching(/\nskytape: this run does not count among the trials: .*damaged.trials.jsonl: line 1 is no trial; [^\n]+\n$/),
  ]);
});

test('[BT-03] several files share the cash equally and their curves are summed', async () => {
  const cwd = folderWithBars();
  writeFileSync(join(cwd, 'ETHUSDT.csv'), csv);
  const args = ['backtest', '--data', 'bars.csv', 'ETHUSDT.csv', ...CROSS, '--json'];
  const both = JSON.parse((await skytape(args, { cwd })).stdout);
  const one = JSON.parse((await skytape(['backtest', '--data', 'bars.csv', ...CROSS, '--cash', '5000', '--json'], { cwd })).stdout);
  expect(both.manifest.symbols).toEqual(['BTC/USDT', 'ETH/USDT']);
  expect(both.summary.startEquity).toBe(10_000);
  expect(both.summary.endEquity).toBeCloseTo(2 * one.summary.endEquity, 8);
  expect(both.trades).toHaveLength(2);
});

test('[BT-05] --report writes one self-contained page, and the terminal gets a summary', async () => {
  const cwd = folderWithBars();
  mkdirSync(join(cwd, 'out'));
  const { code, stdout } = await skytape(['backtest', '--data', 'bars.csv', ...CROSS, '--report', 'out/report.html'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('Max drawdown');
  const page = readFileSync(join(cwd, 'out', 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/i);
  expect(page).not.toMatch(/(src|href)="https?:/);
  expect(readdirSync(join(cwd, 'out'))).toEqual(['report.html']);
});

test('[BT-01] --from is inclusive, --to exclusive, and the bars before warm up', async () => {
  const cwd = folderWithBars();
  const run = async (...args: string[]) =>
    JSON.parse((await skytape(['backtest', '--data', 'bars.csv', ...CROSS, '--json', ...args], { cwd })).stdout);
  const part = await run('--from', iso(43), '--to', iso(100));
  expect(part.manifest).toMatchObject({ bars: 57, from: iso(43), to: iso(100) });
  expect(part.trades).toEqual([expect.objectContaining({ entryTime: iso(45), exitTime: null, exitPrice: null })]);
});

const REFUSALS: readonly [what: string, args: readonly string[], said: string][] = [
  ['a file that is not there', ['--data', 'gone.csv', ...CROSS], 'cannot read gone.csv: no such file'],
  ['a file that holds no bars', ['--data', 'text.csv', ...CROSS], 'text.csv: '],
  ['a file beside the data that holds no bars', ['--data', 'bars.csv', ...CROSS, '--with', 'text.csv'], 'skytape: text.csv: '],
  ['a folder', ['--data', '.', ...CROSS], 'it is a folder'],
  ['an unknown strategy', ['--data', 'bars.csv', '--strategy', 'sma-cros'], 'there is no strategy "sma-cros"'],
  [
    'a parameter that breaks slow > fast',
    ['--data', 'bars.csv', '--strategy', 'sma-cross', '--param', 'fast=30', '--param', 'slow=20'],
    'slow is 20, but must be above fast (30)',
  ],
  [
    'a parameter out of its bounds',
    ['--data', 'bars.csv', '--strategy', 'sma-cross', '--param', 'fast=0'],
    'fast is 0, but must be a whole number from 1 to',
  ],
  [
    'a parameter it does not have',
    ['--data', 'bars.csv', '--strategy', 'sma-cross', '--param', 'speed=1'],
    'no parameter "speed" (it has: fast, slow)',
  ],
  ['a parameter without a value', ['--data', 'bars.csv', '--strategy', 'sma-cross', '--param', 'fast'], 'must be NAME=VALUE'],
  ['an empty range', ['--data', 'bars.csv', ...CROSS, '--from', '2030-01-01'], 'the data has bars from 2024-01-01T00:00:00Z'],
  [
    'a range that ends before it begins',
    ['--data', 'bars.csv', ...CROSS, '--from', '2024-01-03', '--to', '2024-01-02'],
    'to is 2024-01-02T00:00:00Z, but must be later than from (2024-01-03T00:00:00Z)',
  ],
  ['a time that is none', ['--data', 'bars.csv', ...CROSS, '--to', 'soon'], 'to is "soon"'],
  ['a sizing that is none', ['--data', 'bars.csv', ...CROSS, '--sizing', 'half'], 'sizing "half" is none of'],
  ['cash below zero', ['--data', 'bars.csv', ...CROSS, '--cash', '-1'], 'cash is -1'],
  [
    'a report that cannot be written',
    ['--data', 'bars.csv', ...CROSS, '--report', 'no/where.html'],
    'cannot write no/where.html: no such file or folder',
  ],
  ['a mistyped option', ['--data', 'bars.csv', ...CROSS, '--cahs', '5'], 'did you mean --cash?'],
  ['an option without its value', ['--strategy', 'sma-cross', '--data'], 'argument missing'],
  ['neither data nor strategy', [], '--data and --strategy must be given'],
  [
    'finer data for a platform that is not one for each',
    ['--data', 'bars.csv', ...CROSS, '--detail', 'bars.csv', 'bars.csv', '--api', 'http://127.0.0.1:1'],
    '--detail names 2 files for 1 data sets',
  ],
  [
    'trades for a platform',
    ['--data', 'bars.csv', ...CROSS, '--detail', 'trades.csv', '--api', 'http://127.0.0.1:1'],
    '--detail trades.csv holds trades, but the platform keeps bars',
  ],
  ['a platform that is none', ['--data', 'bars.csv', ...CROSS, '--api', 'here'], '--api is "here"'],
];

test.each(REFUSALS)('[BT-03] %s is refused in one line with exit code 2, and nothing is written', async (_, args, said) => {
  const cwd = folderWithBars();
  writeFileSync(join(cwd, 'text.csv'), 'once upon a time\n');
  writeFileSync(join(cwd, 'trades.csv'), 'time,price,quantity\n2024-01-01T00:00:01Z,1000,1\n2024-01-01T00:00:02Z,1001,1\n');
  const { code, stdout, stderr } = await skytape(['backtest', ...args], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/^skytape: [^\n]+\n$/);
  expect(readdirSync(cwd).sort()).toEqual(['bars.csv', 'text.csv', 'trades.csv']);
});

/** Says that it runs, then never comes back: the hardest case for Ctrl-C. */
const ENDLESS = `import { writeFileSync } from 'node:fs';
import { defineStrategy } from '../shared/strategies/define.ts';
export default defineStrategy({ id: 'endless', about: '', params: {}, indicators: () => ({}), onBar() { writeFileSync('running', ''); for (;;); } });
`;

test('[BT-03] Ctrl-C ends even a strategy that never comes back, with exit code 130 and no half-written file', async () => {
  const root = copyOfRepository();
  const cwd = folderWithBars();
  writeFileSync(join(root, 'strategies', 'endless.ts'), ENDLESS);
  const { child, ended } = startSkytape(['backtest', '--data', 'bars.csv', '--strategy', 'endless', '--report', 'out.html'], { cwd, root });
  await expect.poll(() => existsSync(join(cwd, 'running'))).toBe(true);
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: 130, stdout: '', stderr: 'skytape: interrupted\n' });
  expect(readdirSync(cwd).sort()).toEqual(['bars.csv', 'running']);
});
