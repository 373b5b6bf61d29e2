import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { encodeMarketEvent, type MarketEvent } from '../../../shared/contracts/events.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import { type CallOptions, CONTEXT, eventOf, invoke } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';

type Batch = (event: unknown, context: typeof CONTEXT) => Promise<{ batchItemFailures: unknown[] }>;
let cloud: TestCloud;
const handlers = new Map<string, unknown>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ['read-bars', 'read-market', 'archive-market', 'ingest-market', 'create-dataset', 'complete-dataset'])
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: unknown }).handler);
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const HOUR_MS = 3_600_000;
const nowUs = Date.now() * 1000;

let n = 0;
/** What Lambda hands over of the stream. */
async function stream(...events: readonly MarketEvent[]): Promise<void> {
  const Records = events.map((event) => ({
    eventID: `shard-0:${++n}`,
    eventSourceARN: 'arn',
    kinesis: {
      sequenceNumber: String(1e15 + n),
      partitionKey: event.instrument,
      data: Buffer.from(encodeMarketEvent(event)).toString('base64'),
      approximateArrivalTimestamp: nowUs / 1e6,
    },
  }));
  for (const name of ['ingest-market', 'archive-market'])
    expect(await (handlers.get(name) as Batch)({ Records }, CONTEXT)).toEqual({ batchItemFailures: [] });
}
const trade = (eventId: string, timeUs = nowUs): MarketEvent => ({
  v: 1,
  kind: 'trade',
  eventId,
  instrument: 'BTC/USDT',
  venue: 'test',
  price: '100.10',
  quantity: '1',
  side: 'buy',
  eventTimeUs: timeUs,
  receiveTimeUs: timeUs,
  synthetic: true,
});
const quote = (bid: string, timeUs = nowUs): MarketEvent => ({
  v: 1,
  kind: 'quote',
  instrument: 'BTC/USDT',
  venue: 'test',
  bid,
  ask: '102',
  bidQuantity: '1',
  askQuantity: '1',
  eventTimeUs: timeUs,
  receiveTimeUs: timeUs,
  synthetic: true,
});

test('[SG-05] the header says whether the quote was at hand, and a new one is shown at once', async () => {
  await stream(trade('a'), quote('100'));
  const ask = () => call('latestQuotes', { query: 'instruments=BTC/USDT' });
  const [first, second] = [await ask(), await ask()];
  expect([first.status, first.headers['x-cache'], second.headers['x-cache']]).toEqual([200, 'miss', 'hit']);
  expect(ROUTES.latestQuotes.response.parse(second.body).quotes).toMatchObject([
    { mid: 101, spread: 2, trade: { price: 100.1 }, stale: false },
  ]);
  await stream(quote('101', nowUs + 1));
  const third = await ask();
  expect([third.headers['x-cache'], third.body.quotes[0].quote.bid]).toEqual(['miss', 101]);
});

test('[SG-05] instruments that are none, unknown, given twice or too many are refused by name', async () => {
  for (const [query, status] of [
    ['', 400],
    ['instruments=', 400],
    ['instruments=a,,b', 400],
    ['instruments=a,a', 400],
    [`instruments=${Array.from({ length: 51 }, (_, i) => `I${i}`).join(',')}`, 400],
    ['instruments=a%20b', 400],
    ['instruments=NONE', 404],
  ] as const) {
    const { status: found, body } = await call('latestQuotes', { query });
    expect([query, found, String(body.field).startsWith('query.instruments')]).toEqual([query, status, true]);
  }
});

test('[SG-04] ticks come back as JSON and as CSV with the cursor in a header; a bad range is refused by name', async () => {
  const early = nowUs - 3_600_000_000;
  await stream(trade('one', early), trade('two, with a comma', early + 1000));
  const range = `from=${new Date(early / 1000).toISOString()}&to=${new Date(early / 1000 + 60_000).toISOString()}`;
  const page = ROUTES.readTicks.response.parse((await call('readTicks', { query: `instrument=BTC/USDT&${range}` })).body);
  expect([page.ticks.map((tick) => 'eventId' in tick && tick.eventId), page.next]).toEqual([['one', 'two, with a comma'], null]);
  const csv = await call('readTicks', { query: `instrument=BTC/USDT&${range}&format=csv&limit=1` });
  const time = page.ticks[0]?.time;
  expect([csv.headers['content-type'], csv.text]).toEqual([
    'text/csv; charset=utf-8',
    `time,eventId,price,quantity,side,venue,synthetic\n${time},one,100.10,1,buy,test,true\n`,
  ]);
  const rest = await call('readTicks', { query: `instrument=BTC/USDT&${range}&format=csv&cursor=${csv.headers['x-next-cursor']}` });
  expect(rest.text.split('\n')[1]).toContain(',"two, with a comma",');
  for (const [query, field] of [
    ['instrument=BTC/USDT&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'query.to'],
    ['instrument=BTC/USDT&from=2026-01-02T00:00:00Z', 'query.to'],
    ['instrument=BTC/USDT&from=yesterday&to=2026-01-01T00:00:00Z', 'query.from'],
    ['from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', 'query.instrument'],
  ] as const)
    expect([query, await call('readTicks', { query })]).toMatchObject([query, { status: 400, body: { field } }]);
});

test('[SG-04] 10,001 bars arrive over 3 pages without overlap, as JSON and as CSV; a bad range is refused with 400', async () => {
  const start = Date.UTC(2021, 0, 1);
  const times = Array.from({ length: 10_001 }, (_, i) => new Date(start + i * HOUR_MS).toISOString().replace('.000Z', 'Z'));
  const content = new TextEncoder().encode(
    ['timestamp,open,high,low,close,volume', ...times.map((time, i) => `${time},${100 + (i % 7)},110,90,${100 + (i % 5)},1`), ''].join(
      '\n',
    ),
  );
  const sha256 = createHash('sha256').update(content).digest('hex');
  const created = await call('createDataset', { body: { name: 'long.csv', symbol: 'BTC/USDT', bytes: content.byteLength, sha256 } });
  const { upload, dataset } = created.body;
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content });
  expect((await call('completeDataset', { path: { id: dataset.id } })).body).toMatchObject({ status: 'READY', bars: 10_001 });
  const pages = async (format: 'json' | 'csv') => {
    const found: string[][] = [];
    let cursor = '';
    do {
      const answer = await call('readBars', { query: `dataset=${dataset.id}&limit=5000&format=${format}${cursor && `&cursor=${cursor}`}` });
      const bars: { time: string }[] = format === 'json' ? answer.body.bars : [];
      found.push(
        format === 'json'
          ? bars.map(({ time }) => time)
          : answer.text
              .trim()
              .split('\n')
              .slice(1)
              .map((line) => line.split(',')[0] as string),
      );
      cursor = (format === 'json' ? answer.body.next : answer.headers['x-next-cursor']) ?? '';
    } while (cursor !== '');
    return found;
  };
  for (const format of ['json', 'csv'] as const) {
    const found = await pages(format);
    expect(found.map((page) => page.length)).toEqual([5000, 5000, 1]);
    expect(found.flat()).toEqual(times);
  }
  const bad = await call('readBars', { query: `dataset=${dataset.id}&from=2022-01-01T00:00:00Z&to=2021-01-01T00:00:00Z` });
  expect(bad).toMatchObject({ status: 400, body: { field: 'query.to', detail: expect.stringContaining('is not after') } });
});
