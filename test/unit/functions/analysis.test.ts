import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import { type CallOptions, eventOf, invoke } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { ACME_HEAD, ACME_ROWS } from '../market/fundamentals/acme.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ['create-dataset', 'complete-dataset', 'change-tables', 'research-datasets'])
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const statements = `${ACME_HEAD}\n${ACME_ROWS.join('\n')}\n`;
/** Weekdays from the start of 2023, so that the stock exchange was open on most of them; a close that swings about 20. */
const days = Array.from({ length: 420 }, (_, day) => new Date(Date.UTC(2023, 0, 2 + day))).filter((date) => date.getUTCDay() % 6 !== 0);
const rows = days.map((date, i) => {
  const close = 20 + Math.round(300 * Math.sin(i / 9)) / 100;
  return `${date.toISOString().slice(0, 10)},${close},${close + 0.5},${close - 0.5},${close},${1000 + i}`;
});
const bars = `time,open,high,low,close,volume\n${rows.join('\n')}\n`;

function announced(text: string) {
  const content = new TextEncoder().encode(text);
  return { content, about: { bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') } };
}

async function put(target: { url: string; headers: Record<string, string> }, body: Uint8Array<ArrayBuffer>) {
  expect((await fetch(target.url, { method: 'PUT', headers: target.headers, body })).status).toBe(200);
}

test('[MD-17] the analysis is the same, byte for byte, on the command line and over the API, before and after a restatement', async () => {
  const history = announced(bars);
  const made = await call('createDataset', { body: { name: 'ACME.csv', symbol: 'ACME', timeframe: '1d', ...history.about } });
  await put(made.body.upload, history.content);
  const { id: dataset } = (await call('completeDataset', { path: { id: made.body.dataset.id } })).body;
  const { id: table } = (await call('createTable', { body: { name: 'statements', schema: 'fundamentals' } })).body;
  const filings = announced(statements);
  const { id: upload, upload: target } = (await call('addRows', { path: { id: table }, body: filings.about })).body;
  await put(target, filings.content);
  expect((await call('completeRows', { path: { id: table, upload } })).body).toMatchObject({ added: 9, restated: 1, rejected: 0 });

  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'ACME.csv'), bars);
  writeFileSync(join(cwd, 'statements.csv'), statements);
  const files = ['--data', 'ACME.csv', '--timeframe', '1d', '--fundamentals', 'statements.csv', '--json'];
  const net: (number | null)[] = [];
  for (const asOf of ['2024-02-20T00:00:00Z', '2024-03-21T00:00:00Z']) {
    const here = await skytape(['analyse', 'ACME', ...files, '--as-of', asOf], { cwd });
    expect(here.stderr).toBe('');
    // Neither dataset is named: the newest of the symbol and the newest statements are taken.
    const there = await call('analyseSymbol', { path: { symbol: 'ACME' }, query: `asOf=${asOf}` });
    expect(there.status).toBe(200);
    expect(here.stdout.trimEnd()).toBe(there.text);
    const named = await call('analyseSymbol', { path: { symbol: 'ACME' }, query: `asOf=${asOf}&dataset=${dataset}&fundamentals=${table}` });
    expect(named.text).toBe(there.text);
    net.push(there.body.fundamental.measures.find(({ id }: { id: string }) => id === 'net-margin').value);
  }
  expect(net).toEqual([50 / 540, 42 / 532]);
});

test('[MD-17] sections without data say why; what is not the symbol’s is refused', async () => {
  const tenant = 'nobody';
  const alone = await call('analyseSymbol', { tenant, path: { symbol: 'BTC/USDT' } });
  expect(alone.body).toMatchObject({
    technical: { status: 'missing', why: 'there is no dataset of bars of BTC/USDT, and no bar of 1m was streamed before' },
    fundamental: { status: 'missing', why: 'there is no dataset of rows of the schema fundamentals' },
    provenance: { status: 'missing' },
  });
  const { dataset } = (
    await call('createDataset', { body: { name: 'ACME.csv', symbol: 'ACME', timeframe: '1d', ...announced(bars).about } })
  ).body;
  const other = await call('analyseSymbol', { path: { symbol: 'EMCA' }, query: `dataset=${dataset.id}` });
  expect(other).toMatchObject({ status: 400, body: { field: 'query.dataset' } });
  const { body: feature } = await call('createTable', { body: { name: 'scores', schema: 'feature' } });
  const wrong = await call('analyseSymbol', { path: { symbol: 'ACME' }, query: `fundamentals=${feature.id}` });
  expect(wrong).toMatchObject({ status: 400, body: { field: 'query.fundamentals' } });
});
