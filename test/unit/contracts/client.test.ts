import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../shared/contracts/api-error.ts';
import { createClient } from '../../../shared/contracts/client.ts';

const DATASET = {
  id: '01J0000000000000000000000A',
  name: 'three bars',
  symbol: 'BTC/USDT',
  assetClass: 'crypto',
  timeframe: null,
  status: 'AWAITING_UPLOAD',
  synthetic: false,
  bars: 0,
  from: null,
  to: null,
  sha256: null,
  rejectedRows: 0,
  defects: [],
  createdAt: '2026-01-01T00:00:00Z',
};

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A fetch that answers from a list, in order, and keeps what it was sent. */
function scripted(...answers: readonly Response[]): { fetch: typeof globalThis.fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const queue = [...answers];
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    const body = await new Response(init.body ?? '').text();
    sent.push({ method: init.method ?? 'GET', url: String(url), headers: new Headers(init.headers), body });
    const answer = queue.shift();
    if (answer === undefined) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
    return answer;
  };
  return { fetch: fetch as unknown as typeof globalThis.fetch, sent };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe('[UI-01] the typed client', () => {
  test('[UI-01] a call puts path names, query, token and idempotency key where the route says', async () => {
    const { fetch, sent } = scripted(json({ trades: [], next: null }), json({ datasets: [], next: null }));
    const client = createClient({ baseUrl: 'http://127.0.0.1:4600', token: () => 'abc', fetch });
    await client.backtestTrades({ id: 'a/b', query: { limit: 5 } });
    await client.listDatasets();
    expect(sent[0]).toMatchObject({ method: 'GET', url: 'http://127.0.0.1:4600/backtests/a%2Fb/trades?limit=5' });
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer abc');
    expect(sent[1]?.url).toBe('http://127.0.0.1:4600/datasets');
  });

  test('[UI-01] a refusal arrives as an ApiError that names the field', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'slow is 5, but must be above fast (10)',
      field: 'params.slow',
    };
    const client = createClient({ baseUrl: '', fetch: scripted(json(problem, 400)).fetch });
    const refused = await client.startBacktest({ body: { datasets: ['a'], strategy: 'sma-cross' } }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ status: 400, field: 'params.slow', message: 'slow is 5, but must be above fast (10)' });
  });

  test("[UI-01] the gateway's own { message } and a page that is not JSON are errors too, with the status", async () => {
    const client = createClient({
      baseUrl: '',
      fetch: scripted(json({ message: 'Unauthorized' }, 401), new Response('<html>', { status: 502, statusText: 'Bad Gateway' })).fetch,
    });
    await expect(client.listStrategies()).rejects.toMatchObject({ status: 401, message: 'Unauthorized', problem: undefined });
    await expect(client.listStrategies()).rejects.toMatchObject({ status: 502, message: 'Bad Gateway' });
  });

  test('[UI-01] nobody listening is one readable line with status 0', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1', fetch: scripted().fetch });
    await expect(client.health()).rejects.toMatchObject({
      status: 0,
      message: 'cannot reach http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
    });
  });

  test('[SG-02] an upload registers the digest of the bytes, puts them with the headers it was given, then has them validated', async () => {
    const content = new TextEncoder().encode('time,open\n');
    const target = {
      method: 'PUT',
      url: 'http://store/put',
      headers: { 'x-amz-checksum-sha256': 'qqo=' },
      expiresAt: '2026-01-01T00:15:00Z',
    };
    const { fetch, sent } = scripted(
      json({ dataset: DATASET, upload: target }, 201),
      new Response(null),
      json({ ...DATASET, status: 'READY' }),
    );
    const client = createClient({ baseUrl: 'http://api', fetch });
    const dataset = await client.uploadDataset({ name: 'three bars', symbol: 'BTC/USDT', content, idempotencyKey: 'once' });
    expect(dataset.status).toBe('READY');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      name: 'three bars',
      symbol: 'BTC/USDT',
      bytes: 10,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(sent[0]?.headers.get('idempotency-key')).toBe('once');
    expect(sent[1]).toMatchObject({ method: 'PUT', url: 'http://store/put', body: 'time,open\n' });
    expect(sent[1]?.headers.get('x-amz-checksum-sha256')).toBe('qqo=');
    expect(sent[1]?.headers.has('authorization')).toBe(false);
    expect(sent[2]).toMatchObject({ method: 'POST', url: `http://api/datasets/${DATASET.id}/complete` });
  });

  test('[SG-02] a store that refuses the bytes ends the upload with its reason', async () => {
    const target = { method: 'PUT', url: 'http://store/put', headers: {}, expiresAt: '2026-01-01T00:15:00Z' };
    const refusal = new Response('<Error><Code>BadDigest</Code><Message>The SHA256 you specified did not match.</Message></Error>', {
      status: 400,
    });
    const client = createClient({ baseUrl: '', fetch: scripted(json({ dataset: DATASET, upload: target }, 201), refusal).fetch });
    await expect(client.uploadDataset({ name: 'x', symbol: 'X', content: new Uint8Array(1) })).rejects.toThrow(
      'the store refused the file: The SHA256 you specified did not match.',
    );
  });

  test('[SG-04] CSV bars come as text with the cursor of the next page', async () => {
    const { fetch, sent } = scripted(new Response('time\n', { headers: { 'x-next-cursor': 'abc' } }));
    const page = await createClient({ baseUrl: '', fetch }).readBarsCsv({ query: { dataset: 'd', limit: 1 } });
    expect(page).toEqual({ csv: 'time\n', next: 'abc' });
    expect(sent[0]?.url).toBe('/bars?dataset=d&limit=1&format=csv');
  });
});
