import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR_US } from '../../shared/domain/time.ts';
import { aggregateBars } from '../../shared/market/aggregate.ts';
import { encodeCsv } from '../../shared/market/csv-write.ts';
import { skytape } from '../support/command-line.ts';
import { halvesOf } from '../support/halves.ts';
import { randomBars } from '../support/random-bars.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HOURLY = join(ROOT, '..', 'shared', 'data', 'crypto', 'binance_1h');

/** The command line against the platform that `npm start` runs: real sign-in, uploads, state machine and pages. */
let cwd = '';
let platform: ChildProcess;
let url = '';

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'skytape-api-'));
  platform = spawn(process.execPath, [join(ROOT, 'scripts', 'start.mjs'), '--port', '0', '--no-feed', '--home', join(cwd, 'home')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  url = await new Promise<string>((resolve, reject) => {
    let said = '';
    platform.on('exit', () => reject(new Error(`the platform ended before it was up: ${said}`)));
    platform.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const first = /health +http/.test(said) && /https?:\/\/\S+/.exec(said);
      if (first) resolve(first[0]);
    });
  });
  await skytape(['data', 'synthesise', 'demo', '--symbol', 'BTC/USDT', '--bars', '3000'], { cwd });
});

afterAll(async () => {
  const ended = new Promise((resolve) => platform.once('exit', resolve));
  platform.kill('SIGINT');
  await ended;
  rmSync(cwd, { recursive: true, force: true });
});

/** The same command in this process and on the platform, as parsed objects and as they were printed. */
async function bothWays(args: readonly string[]) {
  const here = await skytape(['backtest', ...args, '--json'], { cwd });
  const there = await skytape(['backtest', ...args, '--json', '--api', url], { cwd });
  expect([here.code, there.code, there.stderr]).toEqual([0, 0, expect.stringContaining('DONE')]);
  return { here: JSON.parse(here.stdout), there: JSON.parse(there.stdout), bytes: { here: here.stdout, there: there.stdout } };
}

test('[BT-03] --api prints what a run in this process prints, byte for byte', async () => {
  const { here, there, bytes } = await bothWays(['--data', 'demo', '--strategy', 'sma-cross', '--param', 'fast=5', '--slippage-bps', '2']);
  expect(there).toEqual(here);
  expect(bytes.there).toBe(bytes.here);
  expect(Object.keys(there)).toEqual(['manifest', 'summary', 'positions', 'trades', 'unfilled', 'analysis', 'equity']);
  expect([there.positions.length, there.unfilled.length]).toEqual([1, there.summary.unfilledOrders]);
  expect(here.trades.length).toBeGreaterThan(50);
});

test('[SR-12] a shared account of two strategies prints the same bytes here and there', async () => {
  await skytape(['data', 'synthesise', 'other', '--symbol', 'ETH/USDT', '--bars', '3000', '--seed', '2'], { cwd });
  const two = ['--strategy', 'sma-cross=0.4', '--strategy', 'equal-weight=0.6', '--param', 'sma-cross.fast=5'];
  const { here, bytes } = await bothWays(['--data', 'demo', 'other', '--account', 'shared', ...two, '--sizing', 'fraction:0.5']);
  expect(bytes.there).toBe(bytes.here);
  expect(Object.keys(here).slice(0, 3)).toEqual(['manifest', 'summary', 'sleeves']);
  expect(here.sleeves.map(({ name }: { name: string }) => name)).toEqual(['sma-cross', 'equal-weight']);
  expect(here.trades.length).toBeGreaterThan(50);
  const searched = [
    'sweep',
    '--data',
    'demo',
    'other',
    ...two,
    '--range',
    'sma-cross.slow=20:40:10',
    '--range',
    'equal-weight.months=1:2:1',
  ];
  const [swept, there] = await Promise.all([[], ['--api', url]].map((where) => skytape([...searched, '--json', ...where], { cwd })));
  const rowsOf = (ended: typeof swept) => JSON.stringify(JSON.parse(ended?.stdout ?? '{}').rows);
  expect(rowsOf(swept)).toContain('"sma-cross.fast":5,"sma-cross.slow":20');
  expect(rowsOf(there)).toBe(rowsOf(swept));
});

test('[DX-03] [SR-11] finer data of each instrument of a shared account gives the same bytes here and there, and other trades than without', async () => {
  const files = ['LTCUSDT', 'ADAUSDT'].map((name, i) => {
    const hours = encodeCsv(aggregateBars(randomBars(36_000, 7 + i), HOUR_US));
    writeFileSync(join(cwd, `${name}-1h.csv`), hours);
    writeFileSync(join(cwd, `${name}-30m.csv`), halvesOf(new TextDecoder().decode(hours)));
    return name;
  });
  const stops = { stopLoss: { percent: 0.2 }, takeProfit: { percent: 0.2 } };
  writeFileSync(join(cwd, 'stops.json'), JSON.stringify({ entry: { long: { above: ['close', 'sma(3)'] } }, ...stops }));
  const run = [
    '--account',
    'shared',
    '--rules',
    'stops.json',
    '--sizing',
    'fraction:0.4',
    '--data',
    ...files.map((name) => `${name}-1h.csv`),
  ];
  const { here, bytes } = await bothWays([...run, '--detail', ...files.map((name) => `${name}-30m.csv`)]);
  expect(bytes.there).toBe(bytes.here);
  expect(here.manifest.data.map(({ detail }: { detail: { covered: number } }) => detail.covered)).toEqual([600, 600]);
  const blind = JSON.parse((await skytape(['backtest', ...run, '--json'], { cwd })).stdout);
  expect(here.summary.endEquity).toBeGreaterThan(blind.summary.endEquity);
});

test('[MD-16] [MD-17] numbers from outside, as a file and as rows of a registered schema, trade the same here and there', async () => {
  const json = async (...args: readonly string[]) => {
    const { stdout, stderr } = await skytape([...args, '--json'], { cwd });
    expect(stdout, stderr).not.toBe('');
    return JSON.parse(stdout);
  };
  // The market of `demo` begins with 2024.
  const known = Array.from({ length: 20 }, (_, i) => new Date(Date.UTC(2024, 0, 1, i * 100, 30)).toISOString());
  writeFileSync(join(cwd, 'scores.csv'), `knownAt,value\n${known.map((at, i) => `${at},${i % 2 === 0 ? 0.8 : -0.8}\n`).join('')}`);
  const rules = { entry: { long: { sentiment: { above: 0.5 } } }, exit: { long: { sentiment: { below: 0 } } } };
  writeFileSync(join(cwd, 'mood.json'), JSON.stringify(rules));
  const run = ['--data', 'demo', '--rules', 'mood.json'];
  const { here, there } = await bothWays([...run, '--feature', 'sentiment=scores.csv']);
  expect(here.trades).toHaveLength(10);
  expect([there.trades, there.summary]).toEqual([here.trades, here.summary]);

  const column = (name: string, type: string) => ({ name, type });
  const columns = [column('ticker', 'text'), column('seenAt', 'time'), { ...column('score', 'number'), min: -1, max: 1 }];
  const schema = { name: 'posts', about: 'Scores of posts.', columns, key: ['ticker'], knownAt: 'seenAt', symbol: 'ticker' };
  writeFileSync(join(cwd, 'posts.json'), JSON.stringify(schema));
  const rows = known.map((at, i) => `BTC/USDT,${at},${i % 2 === 0 ? 0.8 : -0.8}\n`);
  writeFileSync(join(cwd, 'posts.csv'), `ticker,seenAt,score\n${rows.join('')}BTC/USDT,${known[0]},7\n`);
  const posts = ['data', 'rows', 'posts.csv', '--schema', 'posts.json', '--api', url];
  const first = await json(...posts);
  expect(first).toMatchObject({ added: 20, repeated: 0, rejected: 1, defects: [{ code: 'out-of-range', line: 22 }] });
  expect(await json(...posts, '--dataset', first.table.id)).toMatchObject({ added: 0, repeated: 20 });
  const registered = await json('backtest', ...run, '--feature', `sentiment=${first.table.id}:score`, '--api', url);
  expect(registered.trades).toEqual(here.trades);
  expect(registered.manifest.beside).toEqual([{ kind: 'feature', name: 'sentiment', sha256: first.table.sha256 }]);

  const levels = { params: { level: { default: 0.5, min: 0, max: 1, step: 0.1 } }, entry: { long: { sentiment: { above: '$level' } } } };
  writeFileSync(join(cwd, 'levels.json'), JSON.stringify({ ...levels, exit: { long: { sentiment: { below: 0 } } } }));
  const sweep = ['sweep', '--data', 'demo', '--rules', 'levels.json', '--range', 'level=0.7:0.9:0.2', '--feature', 'sentiment=scores.csv'];
  const [sweptHere, sweptThere] = [await json(...sweep), await json(...sweep, '--api', url)];
  expect(sweptThere.rows).toEqual(sweptHere.rows);
  expect(sweptHere.rows.map(({ summary }: { summary: { tradeCount: number } }) => summary.tradeCount)).toEqual([10, 0]);

  const analysis = await json('analyse', 'BTC/USDT', '--api', url);
  expect(analysis).toMatchObject({ symbol: 'BTC/USDT', technical: { status: 'known', bars: 3000 }, fundamental: { status: 'missing' } });
});

test('[BT-03] the ten hourly markets in ten shards, with the tearsheet of all', async ({ skip }) => {
  skip(!existsSync(HOURLY), 'skipped: no ../shared/data');
  const files = readdirSync(HOURLY)
    .filter((file) => file.endsWith('.csv'))
    .map((file) => join(HOURLY, file));
  expect(files).toHaveLength(10);
  const { here, there } = await bothWays(['--data', ...files, '--strategy', 'donchian-breakout', '--report', 'ten.html']);
  expect(there).toEqual(here);
  expect(there.manifest.symbols).toHaveLength(10);
  const page = readFileSync(join(cwd, 'ten.html'), 'utf8');
  for (const symbol of there.manifest.symbols) expect(page).toContain(symbol);
});

test('[BT-03] the same file is put on the platform once, and the summary reads as in this process', async () => {
  const args = ['backtest', '--data', 'demo', '--strategy', 'rsi-reversion'];
  const before = JSON.parse((await skytape(['data', 'list', '--json', '--api', url], { cwd })).stdout).datasets.length;
  const there = await skytape([...args, '--api', url], { cwd });
  const here = await skytape(args, { cwd });
  expect(there.stdout).toBe(here.stdout);
  expect(JSON.parse((await skytape(['data', 'list', '--json', '--api', url], { cwd })).stdout).datasets).toHaveLength(before);
});

test('[MD-07] import, list and show work on the platform; a backtest takes the dataset by its id', async () => {
  const file = join(cwd, '.skytape', 'datasets', 'demo', 'bars.csv');
  const imported = JSON.parse(
    (await skytape(['data', 'import', file, '--name', 'again', '--symbol', 'SOL/USDT', '--json', '--api', url], { cwd })).stdout,
  );
  expect(imported).toMatchObject({ status: 'READY', symbol: 'SOL/USDT', bars: 3000 });
  expect(JSON.parse((await skytape(['data', 'show', imported.id, '--json', '--api', url], { cwd })).stdout)).toEqual(imported);
  const run = await skytape(['backtest', '--data', imported.id, '--strategy', 'buy-and-hold', '--json', '--no-equity', '--api', url], {
    cwd,
  });
  expect(JSON.parse(run.stdout).manifest).toMatchObject({ symbols: ['SOL/USDT'], bars: 3000 });
});

test('[SR-01] strategies and indicators read the same on the platform', async () => {
  for (const args of [['strategies'], ['indicators'], ['indicators', 'macd']]) {
    const [here, there] = [await skytape([...args, '--json'], { cwd }), await skytape([...args, '--json', '--api', url], { cwd })];
    expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
  }
});

test('[DX-05] sweep, walk-forward and monte-carlo print the same bytes with --api; a quote says what they take', async () => {
  const search = ['--data', 'demo', '--strategy', 'sma-cross', '--range', 'fast=2:12:2', '--range', 'slow=14:23:3', '--json'];
  const timing = /"seconds":[^}]*/;
  const both = async (args: readonly string[]) => {
    const here = await skytape(args, { cwd });
    const there = await skytape([...args, '--api', url], { cwd });
    expect([here.code, there.code, there.stderr]).toEqual([0, 0, expect.stringContaining('DONE')]);
    return [here.stdout.replace(timing, ''), there.stdout.replace(timing, '')] as const;
  };
  const [sweep, sweepThere] = await both(['sweep', ...search, '--top', '5']);
  expect(sweepThere === sweep).toBe(true);
  expect(JSON.parse(`${sweep.slice(0, sweep.lastIndexOf(','))}}`).rows).toHaveLength(5);
  const [walk, walkThere] = await both(['walk-forward', ...search, '--folds', '2']);
  expect(walkThere === walk).toBe(true);
  const run = ['--data', 'demo', '--strategy', 'sma-cross', '--paths', '200', '--kinds', 'shuffle,costs', '--json'];
  const [drawn, drawnThere] = await both(['monte-carlo', ...run]);
  expect(drawnThere === drawn).toBe(true);
  const quote = await skytape(['quote', 'sweep', ...search, '--api', url], { cwd });
  expect(JSON.parse(quote.stdout)).toMatchObject({ kind: 'sweep', runs: 24, bars: 72_000, aws: { shards: 1 }, withinCap: true });
  const refused = await skytape(['quote', 'sweep', ...search, '--cap-usd', '0', '--api', url], { cwd });
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^skytape: it would cost about \$0\.\d+ in AWS/m)]);
  const local = await skytape(['sweep', ...search, '--resume', 'half.json', '--api', url], { cwd });
  expect([local.code, local.stderr]).toEqual([2, 'skytape: --resume goes with a run on this machine only; leave --api or --resume out\n']);
});

test('[BT-03] what the platform refuses is one line with exit code 2, and no file is put there for it', async () => {
  const list = async () => JSON.parse((await skytape(['data', 'list', '--json', '--api', url], { cwd })).stdout).datasets.length;
  await skytape(['backtest', '--data', 'demo', '--strategy', 'buy-and-hold', '--api', url], { cwd });
  const before = await list();
  const cases: [args: string[], said: string][] = [
    [['--strategy', 'nope', '--symbol', 'NEW/USDT', '--api', url], 'there is no strategy "nope" on the platform'],
    [['--strategy', 'sma-cross', '--param', 'fast=50', '--api', url], 'slow is 30, but must be above fast (50)'],
    [['--strategy', 'sma-cross', '--from', '2035-01-01', '--api', url], '2035-01-01T00:00:00Z'],
    [['--strategy', 'sma-cross', '--api', 'http://127.0.0.1:9'], 'cannot reach http://127.0.0.1:9'],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await skytape(['backtest', '--data', 'demo', ...args], { cwd });
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
  }
  expect(await list()).toBe(before);
});

test('[OP-01] a token that is not of this platform is refused in one line', async () => {
  const { code, stderr } = await skytape(['strategies', '--api', url], { cwd, env: { SKYTAPE_TOKEN: 'made.up.token' } });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^skytape: [^\n]*Unauthorized[^\n]*\n$/i)]);
});
