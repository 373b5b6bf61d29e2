import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { EXAMPLES } from '../../../shared/contracts/examples.ts';
import { emptyFolder, skytape, startSkytape } from '../../support/command-line.ts';

interface Asked {
  readonly call: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A platform that answers as the examples do, but for what `answers` says of a call. */
async function platform(answers: Readonly<Record<string, (api: string) => unknown>>) {
  const asked: Asked[] = [];
  let api = '';
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const call = `${request.method} ${pathname}`;
    asked.push({ call, query: Object.fromEntries(searchParams), body });
    const said = answers[call]?.(api);
    response.setHeader('content-type', 'application/json');
    response.statusCode = said === undefined ? 204 : 200;
    response.end(said === undefined ? undefined : JSON.stringify(said));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { api, asked, options: { cwd: emptyFolder(), env: { SKYTAPE_TOKEN: 'any' } } };
}

const example = (id: string): Record<string, unknown> =>
  (EXAMPLES as Readonly<Record<string, { response?: object }>>)[id]?.response as Record<string, unknown>;

test('[BT-03] Ctrl-C cancels a backtest of a platform, with exit code 130', async () => {
  const id = '01J00000000000000000000001';
  const running = { ...example('getBacktest'), id, status: 'RUNNING' };
  const { api, asked, options } = await platform({
    'GET /strategies': () => ({ strategies: [{ id: 'sma-cross', about: '', params: [] }] }),
    'POST /backtests': () => running,
    [`GET /backtests/${id}`]: () => running,
  });
  const args = ['backtest', '--api', api, '--data', '01J00000000000000000000009', '--strategy', 'sma-cross'];
  const { child, ended } = startSkytape(args, options);
  await expect.poll(() => asked.some(({ call }) => call === `GET /backtests/${id}`)).toBe(true);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect([code, stdout, stderr]).toEqual([130, '', expect.stringContaining(`skytape: backtest ${id} is cancelled\n`)]);
  expect(asked.at(-1)?.call).toBe(`DELETE /backtests/${id}`);
});

test('[MD-07] data synthesise --api puts the market there, labelled synthetic, and keeps nothing here', async () => {
  const dataset = { ...example('getDataset'), id: '01J00000000000000000000002' };
  const { api, asked, options } = await platform({
    'GET /datasets': () => ({ datasets: [], next: null }),
    'POST /datasets': (origin) => ({
      dataset,
      upload: { method: 'PUT', url: `${origin}/put`, headers: {}, expiresAt: '2026-01-01T00:00:00Z' },
    }),
    'PUT /put': () => ({}),
    [`POST /datasets/${dataset.id}/complete`]: () => dataset,
  });
  const args = ['data', 'synthesise', 'demo', '--bars', '3', '--symbol', 'ETH/USDT', '--api', api];
  const { code, stdout } = await skytape(args, options);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`put demo there as ${dataset.id}`)]);
  const created = JSON.parse(asked.find(({ call }) => call === 'POST /datasets')?.body ?? '{}');
  expect(created).toMatchObject({ name: 'demo', symbol: 'ETH/USDT', timeframe: '1h', assetClass: 'crypto', synthetic: true });
  expect(
    asked
      .find(({ call }) => call === 'PUT /put')
      ?.body.trim()
      .split('\n'),
  ).toHaveLength(4);
  expect((await skytape(['data', 'list', '--json'], options)).stdout.trim()).toBe('{"datasets":[]}');
});

test('[MD-06] data fetch --api has the platform download, watches it, and says what came', async () => {
  const request = { venue: 'kraken', symbol: 'BTC/USD', timeframe: '1h', from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' };
  const backfill = { id: 'b1', status: 'DONE', request, chunks: { total: 2, done: 1, failed: 1 }, written: 20, missing: 3, error: null };
  let looks = 0;
  const { api, asked, options } = await platform({
    'POST /backfills': () => ({ ...backfill, status: 'QUEUED' }),
    'GET /backfills/b1': () => ({ ...backfill, status: ++looks === 1 ? 'RUNNING' : 'DONE' }),
  });
  const fetch = (source: string, ...more: string[]) =>
    skytape(
      ['data', 'fetch', '--source', source, '--symbol', 'BTC/USD', '--from', '2024-01-01', '--to', '2024-01-02', '--api', api, ...more],
      options,
    );
  const [done, elsewhere, named] = await Promise.all([fetch('ccxt:kraken'), fetch('alpaca'), fetch('ccxt:kraken', '--name', 'mine')]);
  expect([done.code, done.stdout]).toEqual([
    0,
    'kraken BTC/USD 1h: 20 bars came, 3 the venue does not have; 1 of 2 parts failed, the same command tries them again\n',
  ]);
  expect(JSON.parse(asked.find(({ call }) => call === 'POST /backfills')?.body ?? '{}')).toEqual(request);
  expect([elsewhere.code, elsewhere.stderr]).toEqual([
    2,
    expect.stringContaining('--source is "alpaca", but a platform downloads from binance, bybit'),
  ]);
  expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('--name is of the catalogue here')]);
});

test('[CO-01] [PT-01] correlate and patterns scan --api ask the platform for its datasets; of a range what became known in it', async () => {
  const match = (confirmedAt: string) => ({ ...(example('scanPatterns')['matches'] as object[])[0], confirmedAt });
  const [early, late] = [match('2024-01-01T23:00:00Z'), match('2024-01-02T00:00:00Z')];
  const { api, asked, options } = await platform({
    'GET /correlations': () => example('correlations'),
    'GET /patterns/scan': () => ({ ...example('scanPatterns'), matches: [early, late], next: null }),
  });
  const [a, b] = ['01J00000000000000000000001', '01J00000000000000000000002'];
  const range = ['--from', '2024-01-02', '--to', '2024-02-01'];
  const [correlated, scanned] = await Promise.all([
    skytape(['correlate', '--data', a, b, '--max-lag', '5', ...range, '--api', api, '--json'], options),
    skytape(['patterns', 'scan', '--data', a, '--pattern', 'doji', 'engulfing', ...range, '--api', api, '--json'], options),
  ]);
  expect(JSON.parse(correlated.stdout)).toEqual(example('correlations'));
  expect(JSON.parse(scanned.stdout)).toEqual([late]);
  const query = (call: string) => asked.find((one) => one.call === call)?.query;
  const to = '2024-02-01T00:00:00Z';
  expect(query('GET /correlations')).toEqual({ datasets: `${a},${b}`, maxLag: '5', from: '2024-01-02T00:00:00Z', to });
  expect(query('GET /patterns/scan')).toEqual({ dataset: a, pattern: 'doji,engulfing', limit: '5000', to });
});
