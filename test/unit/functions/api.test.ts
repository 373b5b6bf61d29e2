import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Client } from '../../../shared/adapters/aws/clients.ts';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { S3Objects } from '../../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../../shared/adapters/aws/system.ts';
import type { RouteId } from '../../../shared/contracts/routes.ts';
import { ROUTES } from '../../../shared/contracts/routes.ts';
import type { Dataset } from '../../../shared/contracts/schemas.ts';
import { type CallOptions, CONTEXT, eventOf, invoke } from '../../support/api.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

type Step = (input: unknown, context: typeof CONTEXT) => Promise<unknown>;
let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
let steps: { readonly plan: Step; readonly run: Step; readonly summarise: Step };

beforeAll(async () => {
  cloud = await startCloud();
  for (const name of new Set(Object.values(ROUTES).map(({ handler }) => handler))) {
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
  }
  const step = async (name: string) => ((await import(`../../../functions/${name}/handler.ts`)) as { handler: Step }).handler;
  steps = { plan: await step('plan-backtest'), run: await step('run-backtest'), summarise: await step('summarise-backtest') };
});
afterAll(() => cloud.stop());
const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));

/** Hourly bars that swing, so that averages cross; whole numbers, so that the text is exact. */
function csv(bars: number, offset = 0): string {
  const rows = Array.from({ length: bars }, (_, i) => {
    const price = 1000 + Math.round(200 * Math.sin((i + offset) / 12)) + offset;
    return `${new Date(Date.UTC(2021, 0, 1) + i * 3_600_000).toISOString()},${price},${price + 5},${price - 5},${price + 1},10`;
  });
  return ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n');
}

async function upload(text: string, options: CallOptions & { readonly symbol?: string; readonly status?: number } = {}): Promise<Dataset> {
  const content = new TextEncoder().encode(text);
  const body = {
    name: 'file.csv',
    symbol: options.symbol ?? 'BTC/USDT',
    bytes: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  const created = await call('createDataset', { ...options, body });
  expect(created.status).toBe(201);
  const target = created.body.upload;
  if (target === null) return created.body.dataset;
  expect((await fetch(target.url, { method: 'PUT', headers: target.headers, body: content })).status).toBe(200);
  const completed = await call('completeDataset', { ...options, path: { id: created.body.dataset.id } });
  expect(completed.status).toBe(options.status ?? 200);
  return completed.status === 200 ? completed.body : created.body.dataset;
}

/** What the state machine does with a run. */
async function work(tenant: string, runId: string, { skip = [] as number[] } = {}): Promise<void> {
  const { shards } = (await steps.plan({ tenant, runId }, CONTEXT)) as { shards: number[] };
  for (const shard of shards) if (!skip.includes(shard)) await steps.run({ tenant, runId, shard }, CONTEXT);
  await steps.summarise({ tenant, runId }, CONTEXT);
}

describe('datasets', () => {
  test('[SG-02] a file goes up by presigned URL and comes out READY, with its range and the digest of its bytes', async () => {
    const text = csv(100);
    const dataset = await upload(text);
    expect(dataset).toMatchObject({
      status: 'READY',
      symbol: 'BTC/USDT',
      assetClass: 'crypto',
      timeframe: '1h',
      bars: 100,
      from: '2021-01-01T00:00:00Z',
      to: '2021-01-05T04:00:00Z',
      sha256: createHash('sha256').update(text).digest('hex'),
      rejectedRows: 0,
    });
    expect((await call('getDataset', { path: { id: dataset.id } })).body).toEqual(dataset);
    expect((await call('listDatasets')).body.datasets[0]).toEqual(dataset);
  });

  test('[SG-02] a row that cannot be is named with its line, and the rest is READY', async () => {
    const lines = csv(50).split('\n');
    lines[10] = (lines[10] as string).replace(/,(\d+),(\d+),(\d+),(\d+),10$/, ',$1,$3,$2,$4,10');
    const dataset = await upload(lines.join('\n'));
    expect(dataset).toMatchObject({ status: 'READY', bars: 49, rejectedRows: 1 });
    expect(dataset.defects).toContainEqual(expect.objectContaining({ code: 'high-below-low', line: 11 }));
  });

  test('[SG-02] a file that holds no bars is a 422 with one readable line, every time; the dataset is REJECTED and leaves no bars', async () => {
    const { id } = await upload('a,b\n1,2\n', { status: 422 });
    const again = await call('completeDataset', { path: { id } });
    expect(again).toMatchObject({ status: 422, body: { title: 'Not possible', field: 'file' } });
    expect(again.body.detail).toMatch(/^"file\.csv" was rejected: no columns for open, high, low/);
    const dataset = (await call('getDataset', { path: { id } })).body;
    expect(dataset.status).toBe('REJECTED');
    expect(dataset.defects).toHaveLength(1);
    expect(dataset.defects[0]?.detail).toMatch(/open, high, low/);
    const bars = await call('readBars', { query: `dataset=${dataset.id}` });
    expect(bars).toMatchObject({ status: 409, body: { detail: expect.stringContaining('REJECTED') } });
  });

  test('[DX-01] completing twice answers the same; completing before the put is a conflict and changes nothing', async () => {
    const dataset = await upload(csv(30));
    expect((await call('completeDataset', { path: { id: dataset.id } })).body).toEqual(dataset);
    const awaiting = (await call('createDataset', { body: { name: 'x', symbol: 'X', bytes: 1, sha256: '0'.repeat(64) } })).body.dataset;
    expect((await call('completeDataset', { path: { id: awaiting.id } })).status).toBe(409);
    expect((await call('getDataset', { path: { id: awaiting.id } })).body.status).toBe('AWAITING_UPLOAD');
  });

  test("[SG-02] a tenant neither sees nor completes nor backtests what is another's", async () => {
    const { id } = await upload(csv(30), { tenant: 'ann' });
    const asBob = { tenant: 'bob', path: { id } };
    expect((await call('getDataset', asBob)).status).toBe(404);
    expect((await call('completeDataset', asBob)).status).toBe(404);
    expect((await call('readBars', { tenant: 'bob', query: `dataset=${id}` })).status).toBe(404);
    expect((await call('startBacktest', { tenant: 'bob', body: { datasets: [id], strategy: 'sma-cross' } })).body.field).toBe('datasets.0');
    expect((await call('listDatasets', { tenant: 'bob' })).body.datasets).toEqual([]);
  });
});

describe('bars', () => {
  test('[SG-04] 10,001 bars arrive over three pages, none missing, none twice', async () => {
    const { id } = await upload(csv(10_001));
    const times: string[] = [];
    const sizes: number[] = [];
    let cursor = '';
    do {
      const page = (await call('readBars', { query: `dataset=${id}&limit=5000${cursor}` })).body;
      sizes.push(page.bars.length);
      times.push(...page.bars.map((bar: { time: string }) => bar.time));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(sizes).toEqual([5000, 5000, 1]);
    expect(times).toEqual(
      Array.from({ length: 10_001 }, (_, i) => new Date(Date.UTC(2021, 0, 1) + i * 3_600_000).toISOString().replace('.000', '')),
    );
  });

  test('[SG-04] from is inclusive and to exclusive; CSV has the same numbers and the cursor in a header', async () => {
    const { id } = await upload(csv(48));
    const range = 'from=2021-01-01T10:00:00Z&to=2021-01-01T13:00:00Z';
    const { body } = await call('readBars', { query: `dataset=${id}&${range}` });
    expect(body.bars.map((bar: { time: string }) => bar.time)).toEqual([
      '2021-01-01T10:00:00Z',
      '2021-01-01T11:00:00Z',
      '2021-01-01T12:00:00Z',
    ]);
    expect(body).toMatchObject({ symbol: 'BTC/USDT', timeframe: '1h', synthetic: false, next: null });
    const text = await call('readBars', { query: `dataset=${id}&${range}&limit=2&format=csv` });
    const rows = body.bars
      .slice(0, 2)
      .map((bar: Record<string, number | string>) => `${bar.time},${bar.open},${bar.high},${bar.low},${bar.close},${bar.volume},true`);
    expect(text.text).toBe(`time,open,high,low,close,volume,closed\n${rows.join('\n')}\n`);
    expect(text.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'x-next-cursor': String(Date.UTC(2021, 0, 1, 12) * 1000),
    });
  });

  test.each([
    ['from=2021-01-02T00:00:00Z&to=2021-01-01T00:00:00Z', 'query.to'],
    ['from=2021-01-01T00:00:00Z&to=2021-01-01T00:00:00Z', 'query.to'],
    ['from=yesterday', 'query.from'],
    ['from=2021-02-30T00:00:00Z', 'query.from'],
    ['limit=0', 'query.limit'],
    ['limit=5001', 'query.limit'],
    ['limit=ten', 'query.limit'],
    ['cursor=abc', 'query.cursor'],
    ['partial=true', 'query.partial'],
    ['symbol=BTC/USDT', 'query.dataset'],
    ['format=xml', 'query.format'],
    ['limit=1&limit=2', 'query.limit'],
    ['surprise=1', 'query.surprise'],
  ])('[SG-04] a bad range or page (%s) is a 400 that names its field', async (query, field) => {
    const answer = await call('readBars', { query: `dataset=any&${query}` });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
    expect(answer.body.detail).not.toBe('');
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test('[SG-04] neither dataset nor symbol is a 400; an instrument that never streamed is a 404', async () => {
    expect((await call('readBars')).status).toBe(400);
    expect((await call('readBars', { query: 'symbol=NOPE' })).status).toBe(404);
  });
});

describe('backtests', () => {
  test('[BT-03] a run goes from QUEUED to DONE with summary, manifest, trades, equity and a tearsheet', async () => {
    const dataset = await upload(csv(500));
    const started = await call('startBacktest', { body: { datasets: [dataset.id], strategy: 'sma-cross', params: { fast: 5, slow: 20 } } });
    expect(started).toMatchObject({
      status: 202,
      body: { status: 'QUEUED', progress: 0, symbols: ['BTC/USDT'], shards: { total: 1, done: 0, failed: 0 } },
    });
    const { id } = started.body;
    expect(cloud.executions.at(-1)).toMatchObject({
      operation: 'StartExecution',
      input: { name: id, input: JSON.stringify({ tenant: 'owner', runId: id }) },
    });
    expect((await call('backtestTrades', { path: { id } })).status).toBe(409);

    await work('owner', id);
    const run = (await call('getBacktest', { path: { id } })).body;
    expect(run).toMatchObject({ status: 'DONE', progress: 1, error: null, shards: { total: 1, done: 1, failed: 0 } });
    expect(run.manifest).toMatchObject({
      dataSha256: dataset.sha256,
      codeVersion: 'test',
      strategy: 'sma-cross',
      params: { fast: 5, slow: 20 },
      bars: 500,
    });
    expect(run.summary.startEquity).toBe(10_000);
    expect(run.summary.tradeCount).toBeGreaterThan(3);
    const listed = (await call('listBacktests')).body.backtests[0];
    expect(listed).toEqual({ ...run, manifest: null, positions: null, unfilled: null, analysis: null });

    const { trades } = (await call('backtestTrades', { path: { id } })).body;
    expect(trades.filter((trade: { exitTime: string | null }) => trade.exitTime !== null)).toHaveLength(run.summary.tradeCount);
    const curve: [string, number][] = [];
    let cursor = '';
    do {
      const page = (await call('backtestEquity', { path: { id }, query: `limit=200${cursor}` })).body;
      curve.push(...page.equity);
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(curve).toHaveLength(501);
    expect(new Set(curve.map(([time]) => time)).size).toBe(501);
    expect([curve[0]?.[1], curve.at(-1)?.[1]]).toEqual([10_000, run.summary.endEquity]);

    const { url } = (await call('backtestReport', { path: { id } })).body;
    const report = await fetch(url);
    expect(report.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await report.text()).toContain('sma-cross');
  });

  test('[ST-03] a step that runs again changes nothing and counts no shard twice', async () => {
    const ids = [(await upload(csv(300))).id, (await upload(csv(300, 7), { symbol: 'ETH/USDT' })).id];
    const { id } = (await call('startBacktest', { body: { datasets: ids, strategy: 'sma-cross' } })).body;
    const step = { tenant: 'owner', runId: id };
    await steps.plan(step, CONTEXT);
    await steps.run({ ...step, shard: 1 }, CONTEXT);
    await Promise.all([1, 1, 2, 2].map((shard) => steps.run({ ...step, shard }, CONTEXT)));
    expect((await call('getBacktest', { path: { id } })).body).toMatchObject({
      status: 'RUNNING',
      progress: 1,
      shards: { total: 2, done: 2, failed: 0 },
    });
    await steps.summarise(step, CONTEXT);
    const first = (await call('getBacktest', { path: { id } })).text;
    await steps.plan(step, CONTEXT).catch(() => undefined);
    await steps.run({ ...step, shard: 2 }, CONTEXT);
    await steps.summarise(step, CONTEXT);
    expect((await call('getBacktest', { path: { id } })).text).toBe(first);
  });

  test('[BT-03] a range before or after all bars of a dataset is a 400 that says which bars there are, and starts nothing', async () => {
    const { id } = await upload(csv(10));
    const before = (await call('listBacktests')).body.backtests.length;
    const start = (range: object) => call('startBacktest', { body: { datasets: [id], strategy: 'buy-and-hold', ...range } });
    const has = 'datasets.0 (BTC/USDT) has bars from 2021-01-01T00:00:00Z to 2021-01-01T09:00:00Z';
    const late = { field: 'from', detail: `from is 2021-01-01T09:00:01Z, but ${has}` };
    expect(await start({ from: '2021-01-01T09:00:01Z' })).toMatchObject({ status: 400, body: late });
    const early = { field: 'to', detail: `to is 2021-01-01T00:00:00Z, but ${has}` };
    expect(await start({ to: '2021-01-01T00:00:00Z' })).toMatchObject({ status: 400, body: early });
    expect((await call('listBacktests')).body.backtests).toHaveLength(before);
    expect((await start({ from: '2021-01-01T09:00:00Z' })).status).toBe(202);
    expect((await start({ to: '2021-01-01T00:00:01Z' })).status).toBe(202);
  });

  test('[ST-03] a shard that fails is named and sinks no other; when all fail the run is FAILED with the reason', async () => {
    const bars = csv(800);
    const long = await upload(bars);
    // Bars of four days, and one of the end of the month: the range falls into the hole between.
    const holey = [...bars.split('\n').slice(0, 101), bars.split('\n')[750], ''].join('\n');
    const short = await upload(holey, { symbol: 'ETH/USDT' });
    const range = { from: '2021-01-20T00:00:00Z', to: '2021-01-30T00:00:00Z' };
    const mixed = (await call('startBacktest', { body: { datasets: [long.id, short.id], strategy: 'buy-and-hold', ...range } })).body.id;
    await work('owner', mixed);
    const run = (await call('getBacktest', { path: { id: mixed } })).body;
    expect(run).toMatchObject({ status: 'DONE', shards: { total: 2, done: 1, failed: 1 } });
    expect(run.error).toMatch(/^1 of 2 shards failed: 2 \(ETH\/USDT\): .*from/);
    expect(run.summary.startEquity).toBe(5000);

    const none = (await call('startBacktest', { body: { datasets: [short.id], strategy: 'buy-and-hold', ...range } })).body.id;
    await work('owner', none);
    expect((await call('getBacktest', { path: { id: none } })).body).toMatchObject({
      status: 'FAILED',
      summary: null,
      error: expect.stringMatching(/^1 of 1 shards failed/),
    });
  });

  test('[ST-03] a shard whose Lambda died leaves no result and is named; a broken step marks the run FAILED with its cause', async () => {
    const ids = [(await upload(csv(100))).id, (await upload(csv(100, 7), { symbol: 'ETH/USDT' })).id];
    const lost = (await call('startBacktest', { body: { datasets: ids, strategy: 'buy-and-hold' } })).body.id;
    await work('owner', lost, { skip: [2] });
    expect((await call('getBacktest', { path: { id: lost } })).body).toMatchObject({
      status: 'DONE',
      error: '1 of 2 shards failed: 2 (ETH/USDT): it left no result',
    });
    const broken = (await call('startBacktest', { body: { datasets: ids, strategy: 'buy-and-hold' } })).body.id;
    await steps.summarise(
      { tenant: 'owner', runId: broken, error: { Error: 'Error', Cause: '{"errorMessage":"the lake is dry","errorType":"Error"}' } },
      CONTEXT,
    );
    expect((await call('getBacktest', { path: { id: broken } })).body).toMatchObject({
      status: 'FAILED',
      error: 'the run was broken off: the lake is dry',
    });
  });

  test('[ST-03] a run under way is cancelled and its execution stopped; an ended one is deleted with all it left', async () => {
    const { id: dataset } = await upload(csv(100));
    const { id } = (await call('startBacktest', { body: { datasets: [dataset], strategy: 'buy-and-hold' } })).body;
    expect((await call('cancelBacktest', { path: { id }, tenant: 'mallory' })).status).toBe(404);
    expect(await call('cancelBacktest', { path: { id } })).toMatchObject({ status: 204, text: '' });
    expect(cloud.executions.at(-1)).toMatchObject({
      operation: 'StopExecution',
      input: { executionArn: `arn:aws:states:eu-west-1:000000000000:execution:backtests:${id}` },
    });
    await expect(steps.plan({ tenant: 'owner', runId: id }, CONTEXT)).rejects.toThrow('ended already');
    await steps.summarise({ tenant: 'owner', runId: id, error: { Cause: 'stopped' } }, CONTEXT);
    expect((await call('getBacktest', { path: { id } })).body.status).toBe('CANCELLED');
    const left = async () => {
      const keys: string[] = [];
      for await (const key of new S3Objects({ client: s3Client(), bucket: NAMES.bucket, clock: systemClock }).list(`runs/owner/${id}/`))
        keys.push(key);
      return keys;
    };
    expect(await left()).not.toEqual([]);
    expect((await call('cancelBacktest', { path: { id } })).status).toBe(204);
    expect((await call('getBacktest', { path: { id } })).status).toBe(404);
    expect(await left()).toEqual([]);
  });

  test.each([
    [{ strategy: 'no-such' }, 'strategy', /there is no strategy "no-such" \(there are: .*sma-cross/],
    [{ params: { slow: 5 } }, 'params.slow', /slow.*above fast/],
    [{ params: { fast: 1e9 } }, 'params.fast', /fast is 1000000000/],
    [{ params: { quick: 5 } }, 'params.quick', /no parameter "quick"/],
    [{ datasets: ['nowhere'] }, 'datasets.0', /there is no dataset "nowhere"/],
    [{ datasets: ['a', 'a'] }, 'datasets.1', /named twice/],
    [{ datasets: [] }, 'datasets', /./],
    [{ cash: -1 }, 'cash', /./],
    [{ cash: 'lots' }, 'cash', /./],
    [{ sizing: 'half' }, 'sizing', /fraction:0.5/],
    [{ from: '2021-03-01T00:00:00Z', to: '2021-02-01T00:00:00Z' }, 'to', /./],
    [{ tenant: 'somebody' }, 'tenant', /no "tenant"/],
  ])('[UI-01] %j is refused with the field at fault, and nothing is started', async (wrong, field, detail) => {
    const before = cloud.executions.length;
    const answer = await call('startBacktest', { body: { datasets: ['nowhere'], strategy: 'sma-cross', ...wrong } });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
    expect(answer.body.detail).toMatch(detail);
    expect(answer.body.requestId).toBe('request-1');
    expect(cloud.executions).toHaveLength(before);
  });
});

describe('idempotency', () => {
  test('[DX-01] the same key and body again is the first answer and starts nothing twice', async () => {
    const { id: dataset } = await upload(csv(50));
    const options = { body: { datasets: [dataset], strategy: 'buy-and-hold' }, headers: { 'idempotency-key': 'abc-1' } };
    const first = await call('startBacktest', options);
    const started = cloud.executions.length;
    expect(await call('startBacktest', options)).toEqual(first);
    expect(cloud.executions).toHaveLength(started);
    const reordered = JSON.stringify({ strategy: 'buy-and-hold', datasets: [dataset] });
    expect((await call('startBacktest', { ...options, body: reordered })).body.id).toBe(first.body.id);
  });

  test("[DX-01] a changed body under the same key is 409; another tenant's same key is its own", async () => {
    const headers = { 'idempotency-key': 'abc-2' };
    const body = { name: 'one', symbol: 'X', bytes: 1, sha256: '0'.repeat(64) };
    const first = await call('createDataset', { body, headers });
    const changed = await call('createDataset', { body: { ...body, name: 'two' }, headers });
    expect(changed).toMatchObject({ status: 409, body: { field: 'idempotency-key' } });
    const other = await call('createDataset', { body, headers, tenant: 'bob' });
    expect(other.status).toBe(201);
    expect(other.body.dataset.id).not.toBe(first.body.dataset.id);
  });

  test('[DX-01] of two at once one is done; the other gets the same answer or a conflict', async () => {
    const options = {
      body: { name: 'race', symbol: 'X', bytes: 1, sha256: '0'.repeat(64) },
      headers: { 'idempotency-key': 'abc-3' },
      tenant: 'racer',
    };
    const answers = await Promise.all([call('createDataset', options), call('createDataset', options), call('createDataset', options)]);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect((await call('listDatasets', { tenant: 'racer' })).body.datasets).toHaveLength(1);
  });

  test('[DX-01] a refusal is not remembered: the corrected request under the same key is done', async () => {
    const headers = { 'idempotency-key': 'abc-4' };
    expect((await call('startBacktest', { body: { datasets: ['nowhere'], strategy: 'buy-and-hold' }, headers })).status).toBe(400);
    const { id } = await upload(csv(50));
    expect((await call('startBacktest', { body: { datasets: [id], strategy: 'buy-and-hold' }, headers })).status).toBe(202);
  });
});
