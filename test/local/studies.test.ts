import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import { bundleFunctions } from '../../infra/bundle.ts';
import type { FunctionName } from '../../infra/functions.ts';
import { resolveStage } from '../../infra/stages.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { type Client, createClient } from '../../shared/contracts/client.ts';
import { HOUR_US } from '../../shared/domain/time.ts';
import { formatCsv } from '../../shared/market/csv-write.ts';
import { synthesiseBars } from '../../shared/market/synthetic-bars.ts';
import { skytape } from '../support/command-line.ts';
import { halvesOf } from '../support/halves.ts';
import { temporaryHome } from './fixtures/toy.ts';

/** The functions and state machines of studies on the embedded cloud, over HTTP, beside the same commands in processes of their own. */
const ROOT = join(import.meta.dirname, '../..');
const BUNDLED: readonly FunctionName[] = [
  'create-dataset',
  'complete-dataset',
  'start-backtest',
  'plan-backtest',
  'run-backtest',
  'summarise-backtest',
  'read-backtests',
  'start-study',
  'read-studies',
  'change-study',
  'plan-study',
  'run-study',
  'summarise-study',
];
/** A strategy that breaks at one of its settings. */
const FRAGILE = `import { int } from '../shared/indicators/parameters.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: 'fragile',
  about: 'Holds while bars rise, and breaks at a setting of 4.',
  params: { setting: int(1, { min: 1, max: 90 }) },
  indicators: () => ({}),
  onBar({ bar, params, target }) {
    if (params.setting === 4) throw new Error('out of bananas');
    target(bar.close > bar.open * (1 + params.setting / 1e4) ? 1 : 0);
  },
});
`;
const home = temporaryHome();
let cloud: Cloud;
let api: Client;
let dataset = '';

beforeAll(async () => {
  const synthesise = async (origin: string, directory: string) => {
    const [copy, out, stub] = ['copy', 'bundles', 'stub'].map((name) => join(home.path, name)) as [string, string, string];
    const parts = ['analysers', 'costs', 'functions', 'indicators', 'scripts', 'shared', 'strategies', 'package.json', 'tsconfig.json'];
    for (const part of parts) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'strategies', 'fragile.ts'), FRAGILE);
    await bundleFunctions(copy, { only: BUNDLED, out });
    mkdirSync(stub);
    writeFileSync(join(stub, 'index.mjs'), 'export const handler = async () => ({ statusCode: 501 });\n');
    const assets = (name: FunctionName) => (BUNDLED.includes(name) ? join(out, name) : stub);
    buildApp({ stage: resolveStage('local', { origin, collectors: 0 }), outdir: directory, assets }).synth();
    return readAssembly(directory);
  };
  cloud = await startCloud({ port: 0, home: home.path, synthesise });
  const token = await cloud.token();
  api = createClient({ baseUrl: cloud.url, token: () => token });
  const csv = formatCsv(synthesiseBars({ seed: 5, bars: 1500, timeframeUs: HOUR_US, startUs: 1_704_067_200_000_000 }));
  writeFileSync(join(home.path, 'bars.csv'), csv);
  dataset = await put('BTC/USDT', csv);
});
const put = async (symbol: string, csv: string) =>
  (await api.uploadDataset({ name: 'bars', symbol, content: new TextEncoder().encode(csv) })).id;
afterAll(async () => {
  await cloud?.stop();
  home[Symbol.dispose]();
});

/** What a command prints here with `--json`. */
const here = (...args: string[]) => printed([...args, '--data', 'bars.csv', '--symbol', 'BTC/USDT']);

async function printed(args: readonly string[], env = {}) {
  const ended = await skytape([...args, '--json'], { cwd: home.path, env: { SKYTAPE_HOME: join(home.path, 'here'), ...env } });
  expect(ended.stderr.replaceAll(/^skytape: \S+: detail covers .*$/gm, '')).not.toMatch(/^skytape: /m);
  return JSON.parse(ended.stdout) as Record<string, unknown>;
}

type Ended = Record<string, unknown> & { readonly status: string; readonly result: Record<string, unknown> | null };

/** The study as HTTP brings it once it has ended, not parsed by any schema. */
async function ended(path: string): Promise<Ended> {
  const authorization = `Bearer ${await cloud.token()}`;
  const get = async () => (await (await fetch(cloud.url + path, { headers: { authorization } })).json()) as Ended;
  await expect.poll(async () => (await get()).status, { interval: 100 }).not.toMatch(/QUEUED|RUNNING/);
  return get();
}

/** Where two texts of JSON begin to differ; nothing when they are the same. Versions of the code are left out: the tree may change while the test runs. */
function difference(one: unknown, other: unknown): string {
  const [a, b] = [one, other].map((value) => JSON.stringify(value).replaceAll(/"codeVersion":"[^"]*"/g, '')) as [string, string];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a === b ? '' : `${a.slice(Math.max(0, at - 60), at + 60)} / ${b.slice(Math.max(0, at - 60), at + 60)}`;
}

const SEARCH = { strategy: 'sma-cross', ranges: { fast: '2:12:1', slow: '14:23:1' } };
const FLAGS = ['--strategy', 'sma-cross', '--range', 'fast=2:12:1', '--range', 'slow=14:23:1'];

test('[BT-08] a sweep over HTTP has the rows, the best, the verdict and the manifest of the command line, byte for byte', async () => {
  const { seconds: _, barsPerSecond: __, ...printed } = await here('sweep', ...FLAGS);
  const { id, status, runs } = await api.startSweep({ body: { ...SEARCH, datasets: [dataset] } });
  expect([status, runs.total]).toEqual(['QUEUED', 110]);
  const sweep = await ended(`/sweeps/${id}`);
  expect([sweep['error'], sweep['shards'], sweep['progress']]).toEqual([null, { total: 3, done: 3, failed: 0 }, 1]);
  expect(difference(sweep.result, printed)).toBe('');
  const { rows, next } = await api.sweepRows({ id, query: { limit: 200 } });
  expect([difference(rows, printed['rows']), next]).toEqual(['', null]);
  const { url } = await api.sweepReport({ id });
  expect(await (await fetch(url)).text()).toMatch(/<!doctype html>/i);
  const again = await api.startSweep({ body: { ...SEARCH, datasets: [dataset] } });
  expect(difference((await ended(`/sweeps/${again.id}`)).result, sweep.result)).toBe('');
  expect((await api.listSweeps()).sweeps.map((one) => one.id)).toEqual([again.id, id]);
});

test('[BT-08] a search that learns goes batch by batch, to the same bytes', async () => {
  const { seconds: _, barsPerSecond: __, ...printed } = await here('sweep', ...FLAGS, '--method', 'tpe', '--trials', '30', '--seed', '4');
  const { id } = await api.startSweep({ body: { ...SEARCH, datasets: [dataset], method: 'tpe', trials: 30, seed: 4 } });
  expect(difference((await ended(`/sweeps/${id}`)).result, printed)).toBe('');
});

test('[BT-06] a walk-forward over HTTP has the folds of the command line, byte for byte', async () => {
  const printed = await here('walk-forward', ...FLAGS, '--folds', '3', '--cpcv', '6,2', '--spa');
  const walk = { folds: 3, cpcv: { groups: 6, testGroups: 2 }, spa: true };
  const { id } = await api.startWalkForward({ body: { ...SEARCH, datasets: [dataset], ...walk } });
  const walked = await ended(`/walk-forwards/${id}`);
  expect([walked.status, walked['error']]).toEqual(['DONE', null]);
  expect(difference(walked.result, printed)).toBe('');
});

test('[BT-07] a simulation over HTTP has the fans of the command line, byte for byte, of a strategy or of a backtest that is done', async () => {
  const params = { fast: 5, slow: 20 };
  const flags = ['--strategy', 'sma-cross', '--param', 'fast=5', '--param', 'slow=20', '--paths', '600', '--seed', '7'];
  const printed = await here('monte-carlo', ...flags, '--reruns', '8', '--null', 'random-entry');
  const body = { strategy: 'sma-cross', params, datasets: [dataset], paths: 600, reruns: 8, entries: true, seed: 7 };
  const { id } = await api.startMonteCarlo({ body });
  const drawn = await ended(`/monte-carlos/${id}`);
  expect([drawn.status, drawn['error']]).toEqual(['DONE', null]);
  expect(difference(drawn.result, printed)).toBe('');
  const run = await api.startBacktest({ body: { strategy: 'sma-cross', params, datasets: [dataset] } });
  await ended(`/backtests/${run.id}`);
  const again = await api.startMonteCarlo({ body: { backtest: run.id, paths: 600, kinds: ['shuffle', 'blocks'], seed: 7 } });
  const { kinds } = (await ended(`/monte-carlos/${again.id}`)).result as { kinds: Record<string, unknown> };
  const { shuffle, blocks } = printed['kinds'] as Record<string, unknown>;
  expect(difference(kinds, { shuffle, blocks })).toBe('');
});

test('[DX-05] a combination that breaks is named and sinks no other; a retry runs its shard again and no other', async () => {
  const body = { strategy: 'fragile', ranges: { setting: '1:60:1' }, datasets: [dataset] };
  const { id } = await api.startSweep({ body });
  const first = await ended(`/sweeps/${id}`);
  expect([first.status, first['shards'], first['runs']]).toEqual([
    'DONE',
    { total: 2, done: 1, failed: 1 },
    { total: 60, done: 59, failed: 1 },
  ]);
  expect(first['failures']).toEqual([{ shard: 1, runs: 1, error: 'out of bananas', params: { setting: 4 } }]);
  expect((await api.retrySweep({ id })).status).toBe('QUEUED');
  const second = await ended(`/sweeps/${id}`);
  expect([JSON.stringify(second.result), second['failures']]).toEqual([JSON.stringify(first.result), first['failures']]);
  const none = await api.startSweep({ body: { ...body, ranges: { setting: '4:4:1' } } });
  expect(await ended(`/sweeps/${none.id}`)).toMatchObject({
    status: 'FAILED',
    result: null,
    error: expect.stringMatching(/out of bananas/),
  });
});

test('[DX-05] a quote says shards, seconds and dollars; above a cap nothing starts, and the answer names both', async () => {
  const request = { ...SEARCH, datasets: [dataset], maxDollars: 1 };
  const quote = await api.quoteStudy({ body: { kind: 'sweep', request } });
  expect([quote.bars, quote.runs, quote.aws.shards, quote.withinCap]).toEqual([165_000, 110, 3, true]);
  const before = (await api.listSweeps()).sweeps.length;
  await expect(api.startSweep({ body: { ...request, maxDollars: 0.000_01 } })).rejects.toMatchObject({
    status: 422,
    field: 'maxDollars',
    message: expect.stringMatching(/^the quote is \$0\.\d{4} and \d+\.\d Lambda-seconds, which is above the cap of \$0\.00001$/),
  });
  expect((await api.listSweeps()).sweeps).toHaveLength(before);
});

test('[DX-05] a study under way is cancelled, goes on from there by a retry, and once it has ended is deleted', async () => {
  const body = { ...SEARCH, datasets: [dataset], ranges: { fast: '2:13:1', slow: '30:79:1' } };
  let id = '';
  const isGone = async () => !(await api.listSweeps()).sweeps.some((one) => one.id === id);
  // One that had ended before it could be cancelled is deleted; then another is started.
  do {
    ({ id } = await api.startSweep({ body }));
    await api.deleteSweep({ id });
  } while (await isGone());
  expect((await ended(`/sweeps/${id}`)).status).toBe('CANCELLED');
  await api.retrySweep({ id });
  const whole = await ended(`/sweeps/${id}`);
  expect([whole.status, whole['runs']]).toEqual(['DONE', { total: 600, done: 600, failed: 0 }]);
  await expect(api.retrySweep({ id })).rejects.toMatchObject({ status: 409 });
  await api.deleteSweep({ id });
  await expect(api.getSweep({ id })).rejects.toMatchObject({ status: 404 });
});

/** A second market in another currency, what converts into the first one's, and what happened inside the bars of both. */
async function secondMarket() {
  const made = (seed: number, price: number) =>
    formatCsv(synthesiseBars({ seed, bars: 1500, timeframeUs: HOUR_US, startUs: 1_704_067_200_000_000, price }));
  const [other, rates] = [made(6, 50), made(7, 1.1)];
  const [fine, finer] = [halvesOf(readFileSync(join(home.path, 'bars.csv'), 'utf8')), halvesOf(other)];
  const files = Object.entries({ 'other.csv': other, 'EUR-USDT.csv': rates, 'fine.csv': fine, 'finer.csv': finer });
  for (const [name, text] of files) writeFileSync(join(home.path, name), text);
  return {
    datasets: [dataset, await put('ETH/EUR', other)],
    rates: [await put('EUR/USDT', rates)],
    detail: [await put('BTC/USDT', fine), await put('ETH/EUR', finer)],
  };
}

test('[BT-08] [SR-12] studies of a shared account over HTTP have the bytes of the command line: two strategies, two currencies, finer data', async () => {
  const { datasets, rates, detail } = await secondMarket();
  const account = { account: 'shared' as const, currency: 'USDT', cash: { USDT: 8000, EUR: 2000 }, conversionBps: 5 };
  const files = ['--data', 'bars.csv', 'other.csv', '--symbol', 'BTC/USDT', 'ETH/EUR', '--rates', 'EUR-USDT.csv'];
  const fine = ['--detail', 'fine.csv', 'finer.csv'];
  const cash = ['--account', 'shared', '--currency', 'USDT', '--cash', '8000:USDT', '--cash', '2000:EUR', '--conversion-bps', '5'];
  const two = ['--strategy', 'sma-cross=0.6', '--strategy', 'rsi-reversion', '--param', 'sma-cross.slow=30'];
  const ranges = { 'sma-cross.fast': '3:9:3', 'rsi-reversion.period': '5:15:5' };
  const crossing = { strategy: 'sma-cross', params: { slow: 30 }, share: 0.6 };
  const strategies = [crossing, { strategy: 'rsi-reversion' }];
  const searched = Object.entries(ranges).flatMap(([name, range]) => ['--range', `${name}=${range}`]);
  const weights = { strategy: 'equal-weight', ranges: { invested: '0.25:0.75:0.25' } };
  const drawn = ['--paths', '300', '--reruns', '2', '--seed', '7'];
  const folded = ['--strategy', 'equal-weight', '--range', 'invested=0.25:0.75:0.25', '--folds', '2'];
  const seventh = [crossing, { strategy: 'rsi-reversion', params: { period: 7 } }];
  const common = { ...account, datasets, rates };
  // One after the other, here and there: what was tried before is part of what a search says.
  const { seconds: _, barsPerSecond: __, ...rows } = await printed(['sweep', ...files, ...fine, ...cash, ...two, ...searched]);
  const sweep = await api.startSweep({ body: { ...common, detail, strategies, ranges } });
  expect(difference((await ended(`/sweeps/${sweep.id}`)).result, rows)).toBe('');
  const walked = await printed(['walk-forward', ...files, ...cash, ...folded]);
  const walk = await api.startWalkForward({ body: { ...common, ...weights, folds: 2 } });
  expect(difference((await ended(`/walk-forwards/${walk.id}`)).result, walked)).toBe('');
  const chance = await printed(['monte-carlo', ...files, ...cash, ...two, '--param', 'rsi-reversion.period=7', ...drawn]);
  const simulation = await api.startMonteCarlo({ body: { ...common, strategies: seventh, paths: 300, reruns: 2, seed: 7 } });
  expect(difference((await ended(`/monte-carlos/${simulation.id}`)).result, chance)).toBe('');
  expect((rows['rows'] as unknown[]).length).toBe(9);
  const run = await api.startBacktest({ body: { ...common, strategies } });
  await ended(`/backtests/${run.id}`);
  const request = { backtest: run.id, kinds: ['shuffle' as const], paths: 1000 };
  const quote = await api.quoteStudy({ body: { kind: 'monte-carlo', request } });
  expect([quote.unit, quote.runs, quote.aws.shards]).toEqual(['steps', 1001, 2]);
  await expect(api.startMonteCarlo({ body: { ...request, maxLambdaSeconds: 1 } })).rejects.toMatchObject({
    status: 422,
    field: 'maxLambdaSeconds',
  });
  const wrong = { ...common, strategies: [{ strategy: 'sma-cross', params: { slow: 1e9 } }], ranges: { fast: '3:9:3' } };
  await expect(api.startSweep({ body: wrong })).rejects.toMatchObject({ status: 400, field: 'strategies.0.params.slow' });
});
