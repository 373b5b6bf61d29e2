import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { kinesisClient } from '../../local/streams/streams.ts';
import { ApiError } from '../../shared/contracts/api-error.ts';
import { type Client, createClient } from '../../shared/contracts/client.ts';
import { encodeMarketEvent, type MarketEvent } from '../../shared/contracts/events.ts';
import { HOUR_US, MINUTE_US } from '../../shared/domain/time.ts';
import { formatCsv } from '../../shared/market/csv-write.ts';
import { synthesiseBars } from '../../shared/market/synthetic-bars.ts';
import { PATTERNS } from '../../shared/patterns/catalogue.ts';
import { scanPatterns } from '../../shared/patterns/scan.ts';
import { correlate } from '../../shared/research/correlation/correlate.ts';
import { skytape } from '../support/command-line.ts';
import { temporaryHome } from './fixtures/toy.ts';

const home = temporaryHome();
const START_US = 1_704_067_200_000_000;
let cloud: Cloud;
let api: Client;

const open = async () => {
  cloud = await startCloud({ port: 0, home: home.path });
  const token = await cloud.token();
  api = createClient({ baseUrl: cloud.url, token: () => token });
};
const barsOf = (seed: number, bars = 2000) => synthesiseBars({ seed, bars, timeframeUs: HOUR_US, startUs: START_US });
const csv = (seed: number, bars = 2000) => formatCsv(barsOf(seed, bars));
const upload = (seed: number, symbol: string) =>
  api.uploadDataset({ name: `seed ${seed}`, symbol, format: 'csv', content: new TextEncoder().encode(csv(seed)) });
const ended = async (id: string) => {
  await expect.poll(async () => (await api.getBacktest({ id })).status, { interval: 200 }).not.toMatch(/QUEUED|RUNNING/);
  return api.getBacktest({ id });
};
/** Nothing, for what is not there any more. */
const unlessGone = (error: unknown): undefined => {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
};
const REQUEST = { strategy: 'sma-cross', params: { fast: 10, slow: 30 } };

beforeAll(open);
afterAll(async () => {
  await cloud.stop();
  home[Symbol.dispose]();
});

test('[OP-01] the platform answers: health, documentation, console and its settings', async () => {
  expect(await api.health({ query: { deep: 'true' } })).toMatchObject({ status: 'ok', stage: 'local' });
  for (const path of ['/', '/docs', '/openapi.json', '/config.json']) {
    const response = await fetch(cloud.url + path);
    expect([path, response.status]).toEqual([path, 200]);
  }
  expect(await (await fetch(`${cloud.url}/config.json`)).json()).toMatchObject({ signInUrl: cloud.url, stage: 'local' });
  expect((await api.listStrategies()).strategies.map((strategy) => strategy.id)).toContain('sma-cross');
});

describe('a backtest over HTTP', () => {
  test('[OP-01] an uploaded file becomes a dataset, and one backtest of it has the summary and the trades of the command line, byte for byte', async () => {
    const dataset = await upload(1, 'BTC/USDT');
    expect(dataset).toMatchObject({ status: 'READY', bars: 2000, timeframe: '1h' });
    const started = await api.startBacktest({ body: { ...REQUEST, datasets: [dataset.id] } });
    const run = await ended(started.id);
    expect(run).toMatchObject({ status: 'DONE', progress: 1, shards: { total: 1, done: 1, failed: 0 } });
    const { trades } = await api.backtestTrades({ id: run.id });
    const { equity } = await api.backtestEquity({ id: run.id });
    expect([trades.length > 10, equity.length]).toEqual([true, 1000]);
    const file = join(home.path, 'bars.csv');
    writeFileSync(file, csv(1));
    const line = await skytape(
      ['backtest', '--data', file, '--symbol', 'BTC/USDT', '--strategy', 'sma-cross', '--param', 'fast=10', '--param', 'slow=30', '--json'],
      { cwd: home.path },
    );
    const printed = JSON.parse(line.stdout) as { summary: unknown; trades: unknown };
    expect(JSON.stringify(run.summary)).toBe(JSON.stringify(printed.summary));
    expect(JSON.stringify(trades)).toBe(JSON.stringify(printed.trades));
    const { url } = await api.backtestReport({ id: run.id });
    expect(await (await fetch(url)).text()).toMatch(/<!doctype html>/i);
  });

  test('[OP-01] three datasets share the cash in three shards; a repeated idempotency key starts nothing new', async () => {
    const datasets = [];
    for (const seed of [2, 3, 4]) datasets.push((await upload(seed, `S${seed}/USDT`)).id);
    const body = { ...REQUEST, datasets };
    const first = await api.startBacktest({ body, idempotencyKey: 'key-of-three-shards' });
    const again = await api.startBacktest({ body, idempotencyKey: 'key-of-three-shards' });
    expect(again.id).toBe(first.id);
    const run = await ended(first.id);
    expect([run.status, run.shards, run.summary?.['startEquity']]).toEqual(['DONE', { total: 3, done: 3, failed: 0 }, 10_000]);
  });

  test('[OP-01] a running backtest is cancelled, an ended one deleted', async () => {
    const { datasets } = await api.listDatasets();
    const body = { ...REQUEST, datasets: datasets.map((dataset) => dataset.id) };
    let id = '';
    const status = async () => (await api.getBacktest({ id }).catch(unlessGone))?.status ?? 'gone';
    // One that had ended before its cancellation came is deleted by it; then another is started.
    do {
      ({ id } = await api.startBacktest({ body }));
      await api.cancelBacktest({ id });
      await expect.poll(status).not.toMatch(/QUEUED|RUNNING/);
    } while ((await status()) === 'gone');
    expect(await status()).toBe('CANCELLED');
    await api.cancelBacktest({ id });
    await expect(api.getBacktest({ id })).rejects.toMatchObject({ status: 404 });
  });

  test('[OP-01] what cannot run is refused with the field at fault, and a viewer may look but not start', async () => {
    await expect(api.startBacktest({ body: { ...REQUEST, datasets: ['nope'] } })).rejects.toMatchObject({ status: expect.any(Number) });
    const viewer = await cloud.token(['viewer']);
    const looking = createClient({ baseUrl: cloud.url, token: () => viewer });
    const { datasets } = await looking.listDatasets();
    await expect(looking.startBacktest({ body: { ...REQUEST, datasets: [datasets[0]?.id as string] } })).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe('rules and research over HTTP', () => {
  const RULES = {
    name: 'cross-by-rules',
    params: { fast: { default: 10, min: 2, max: 500 }, slow: { default: 30, min: 3, max: 2000 } },
    entry: { long: { crossesAbove: ['sma($fast)', 'sma($slow)'] } },
    exit: { long: { crossesBelow: ['sma($fast)', 'sma($slow)'] } },
  };

  test('[SR-13] rules that say sma-cross have its summary and its trades, byte for byte, and the manifest holds the rules', async () => {
    const { id } = await upload(11, 'RULE/USDT');
    const params = { fast: 12, slow: 40 };
    const runOf = async (what: { strategy: string } | { rules: typeof RULES }) => {
      const run = await ended((await api.startBacktest({ body: { datasets: [id], params, ...what } })).id);
      return { run, trades: (await api.backtestTrades({ id: run.id })).trades };
    };
    const [code, rules] = [await runOf({ strategy: 'sma-cross' }), await runOf({ rules: RULES })];
    expect([code.run.status, rules.run.status, code.trades.length > 10]).toEqual(['DONE', 'DONE', true]);
    expect(JSON.stringify(rules.run.summary)).toBe(JSON.stringify(code.run.summary));
    expect(JSON.stringify(rules.trades)).toBe(JSON.stringify(code.trades));
    expect(rules.run).toMatchObject({ request: { rules: RULES }, manifest: { strategy: 'cross-by-rules', rules: RULES, params } });
  });

  test('[SR-13] a fault in rules is refused with its place; their schema is public and takes what runs', async () => {
    const [dataset] = (await api.listDatasets()).datasets;
    const entry = { long: { all: [{ above: ['close', 'sma(20)'] }, { above: ['smaa(9)', 1] }] } };
    const start = api.startBacktest({ body: { datasets: [dataset?.id as string], rules: { entry } } });
    await expect(start).rejects.toMatchObject({
      status: 400,
      field: 'rules.entry.long.all[1].above[0]',
      problem: { errors: [{ field: 'rules.entry.long.all[1].above[0]', message: expect.stringContaining('did you mean "sma"?') }] },
    });
    expect(await api.explainRules({ body: RULES })).toMatchObject({
      name: 'cross-by-rules',
      text: expect.stringMatching(/^Enters long when/),
    });
    const schema = (await (await fetch(`${cloud.url}/schemas/rules.json`)).json()) as { properties: object };
    expect(schema).toMatchObject({ title: 'Skytape rules', required: ['entry'] });
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(RULES)));
  });

  test('[MD-09] a dataset is judged by its uploaded file, over HTTP and on the command line', async () => {
    const lines = csv(14).trimEnd().split('\n');
    lines.splice(101, 24);
    const content = new TextEncoder().encode(lines.join('\n'));
    const { id } = await api.uploadDataset({ name: 'holed', symbol: 'HOLED/USDT', format: 'csv', content });
    const answer = await api.datasetQuality({ id });
    expect(answer.defects.map(({ code, at }) => [code, at])).toEqual([['gap', '2024-01-05T04:00:00Z']]);
    expect([answer.score, answer.bars]).toEqual([98.8, 1976]);
    const { stdout } = await skytape(['data', 'check', id, '--api', cloud.url, '--json'], { cwd: home.path });
    expect(JSON.parse(stdout)).toMatchObject({ score: 98.8, dataset: id, defects: answer.defects });
  });

  test('[CO-01] two datasets correlate, and are scanned for patterns, as their files do', async () => {
    const ids = [(await upload(12, 'LEFT/USDT')).id, (await upload(13, 'RIGHT/USDT')).id];
    const answer = await api.correlations({ query: { datasets: ids.join(','), window: 100, maxLag: 3 } });
    const series = [
      { symbol: 'LEFT/USDT', bars: barsOf(12) },
      { symbol: 'RIGHT/USDT', bars: barsOf(13) },
    ];
    expect(JSON.stringify(answer)).toBe(JSON.stringify(correlate(series, { window: 100, maxLag: 3 })));
    await expect(api.correlations({ query: { datasets: `${ids[0]},nope` } })).rejects.toMatchObject({
      status: 404,
      field: 'query.datasets',
    });
    const { matches } = await api.scanPatterns({ query: { dataset: ids[0] as string, pattern: 'engulfing' } });
    const engulfing = PATTERNS.filter(({ definition }) => definition.id === 'engulfing').map((pattern) => pattern());
    expect(matches.map(({ rows }) => rows.confirmedAt)).toEqual(scanPatterns(barsOf(12), engulfing).map(({ confirmedAt }) => confirmedAt));
    expect(matches.length).toBeGreaterThan(10);
  });
});

describe('the market stream', () => {
  const symbol = 'TEST/USDT';
  const firstUs = Math.floor((Date.now() * 1000) / MINUTE_US - 30) * MINUTE_US;
  const trade = (minute: number, second: number, price: string): MarketEvent => {
    const eventTimeUs = firstUs + minute * MINUTE_US + second * 1e6;
    return {
      v: 1,
      kind: 'trade',
      eventId: `${minute}-${second}`,
      instrument: symbol,
      venue: 'test',
      price,
      quantity: '2',
      side: 'buy',
      eventTimeUs,
      receiveTimeUs: eventTimeUs,
      synthetic: true,
    };
  };
  const heartbeat = (minute: number): MarketEvent => ({
    v: 1,
    kind: 'heartbeat',
    instrument: symbol,
    venue: 'test',
    watermarkUs: firstUs + minute * MINUTE_US,
    synthetic: true,
  });
  const put = async (...data: Uint8Array[]) => {
    const kinesis = kinesisClient(cloud.endpoints.streams, cloud.endpoints.region);
    const stream = cloud.resources.find((resource) => resource.type === 'AWS::Kinesis::Stream')?.ref;
    await kinesis.send(new PutRecordsCommand({ StreamName: stream, Records: data.map((Data) => ({ PartitionKey: symbol, Data })) }));
    kinesis.destroy();
  };
  const bars = async () => (await api.readBars({ query: { symbol } }).catch(() => ({ bars: [] }))).bars;
  const EXPECTED = [
    { open: 10, high: 12, low: 9, close: 9, volume: 6, closed: true },
    { open: 11, high: 11, low: 11, close: 11, volume: 2, closed: true },
  ];

  test('[DX-01] trades become closed bars; doubled records and poison change nothing, and poison lies in the dead letters', async () => {
    const events = [trade(0, 1, '10'), trade(0, 2, '12'), trade(0, 59, '9'), trade(1, 5, '11')].map(encodeMarketEvent);
    await put(...events, ...events, new TextEncoder().encode('{poison'), encodeMarketEvent(heartbeat(2)));
    await expect.poll(bars, { interval: 100 }).toEqual(EXPECTED.map((bar) => expect.objectContaining(bar)));
    await put(...events, encodeMarketEvent(heartbeat(2)), encodeMarketEvent(trade(2, 1, '13')), encodeMarketEvent(heartbeat(3)));
    await expect.poll(async () => (await bars()).length, { interval: 100 }).toBe(3);
    expect((await bars()).slice(0, 2)).toEqual(EXPECTED.map((bar) => expect.objectContaining(bar)));
    // Not the queue of announcements, on which the bars of this very test may still lie.
    const letters = cloud.resources
      .filter(({ type, id }) => type === 'AWS::SQS::Queue' && id.startsWith('DeadLetters'))
      .map(({ ref }) => ref);
    expect(letters).toHaveLength(2);
    const sqs = new SQSClient({ endpoint: cloud.endpoints.services, region: cloud.endpoints.region, credentials: CREDENTIALS });
    const received = await Promise.all(
      letters.map(
        async (QueueUrl) =>
          (await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, MaxNumberOfMessages: 10 }))).Messages ?? [],
      ),
    );
    expect(received.flat()).toHaveLength(1);
    expect(JSON.parse(received.flat()[0]?.Body ?? '')).toMatchObject({ payload: '{poison' });
  });

  test('[OP-01] a restart keeps datasets, backtests and bars, and runs again what it interrupted', async () => {
    const [{ datasets }, { backtests }, before] = [await api.listDatasets(), await api.listBacktests(), await bars()];
    const { id } = await api.startBacktest({ body: { ...REQUEST, datasets: datasets.map((dataset) => dataset.id) } });
    // At once: whatever is asked first gives the backtest time to end.
    await cloud.stop();
    const executions = globSync('cloud/executions/**/*.json', { cwd: home.path }).map((file) =>
      readFileSync(join(home.path, file), 'utf8'),
    );
    expect(executions.filter((text) => text.includes('"status":"RUNNING"'))).toHaveLength(1);
    await open();
    expect([(await api.listDatasets()).datasets, (await api.listBacktests()).backtests.map((run) => run.id), await bars()]).toEqual([
      datasets,
      [id, ...backtests.map((run) => run.id)],
      before,
    ]);
    expect((await ended(id)).status).toBe('DONE');
  });
});

describe('real markets', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'crypto', 'binance_1h');

  test('[BT-01] ten markets in ten shards, by HTTP and by the command line, give the same report', async ({ skip }) => {
    skip(!existsSync(folder), 'skipped: no ../shared/data');
    const files = readdirSync(folder).sort();
    const datasets = [];
    for (const file of files) {
      const symbol = file.replace(/USDT-.*/, '/USDT');
      datasets.push((await api.uploadDataset({ name: file, symbol, format: 'csv', content: readFileSync(join(folder, file)) })).id);
    }
    const run = await ended((await api.startBacktest({ body: { ...REQUEST, datasets } })).id);
    expect(run).toMatchObject({ status: 'DONE', shards: { total: 10, done: 10, failed: 0 } });
    const options = files.flatMap((file) => ['--data', join(folder, file), '--symbol', file.replace(/USDT-.*/, '/USDT')]);
    const line = await skytape(
      ['backtest', ...options, '--strategy', 'sma-cross', '--param', 'fast=10', '--param', 'slow=30', '--json', '--no-equity'],
      { cwd: home.path },
    );
    const printed = JSON.parse(line.stdout) as { summary: unknown; trades: unknown[] };
    expect(JSON.stringify(run.summary)).toBe(JSON.stringify(printed.summary));
    const trades = [];
    let cursor: string | undefined;
    do {
      const page = await api.backtestTrades({ id: run.id, query: cursor === undefined ? {} : { cursor } });
      trades.push(...page.trades);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(JSON.stringify(trades)).toBe(JSON.stringify(printed.trades));
  });
});
