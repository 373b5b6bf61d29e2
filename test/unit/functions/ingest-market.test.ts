import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { encodeMarketEvent, type MarketEvent } from '../../../shared/contracts/events.ts';
import { CONTEXT, eventOf, invoke } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
let ingest: (event: KinesisStreamEvent, context: typeof CONTEXT) => Promise<KinesisStreamBatchResponse>;
let readBars: ApiHandler;
beforeAll(async () => {
  cloud = await startCloud();
  ({ handler: ingest } = await import('../../../functions/ingest-market/handler.ts'));
  ({ handler: readBars } = await import('../../../functions/read-bars/handler.ts'));
});
afterAll(() => cloud.stop());

const START = Date.UTC(2026, 0, 5, 12);
const instrument = 'BTC/USDT';
const trade = (second: number, price: string): MarketEvent => ({
  v: 1,
  kind: 'trade',
  eventId: `t${second}`,
  instrument,
  venue: 'test',
  price,
  quantity: '0.5',
  side: 'sell',
  eventTimeUs: (START + second * 1000) * 1000,
  receiveTimeUs: (START + second * 1000) * 1000,
  synthetic: true,
});
const heartbeat = (second: number): MarketEvent => ({
  v: 1,
  kind: 'heartbeat',
  instrument,
  venue: 'test',
  watermarkUs: (START + second * 1000) * 1000,
  synthetic: true,
});

/** A batch as Lambda's event source mapping sends it. Source: AWS, "Using AWS Lambda with Amazon Kinesis". */
function batchOf(events: readonly (MarketEvent | string)[], firstSequence: number): KinesisStreamEvent {
  return {
    Records: events.map((event, i) => ({
      eventID: `shardId-000000000000:${firstSequence + i}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventSourceARN: 'arn:aws:kinesis:eu-west-1:000000000000:stream/market',
      eventVersion: '1.0',
      awsRegion: 'eu-west-1',
      invokeIdentityArn: 'arn:aws:iam::000000000000:role/x',
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: instrument,
        sequenceNumber: String(firstSequence + i),
        data: Buffer.from(typeof event === 'string' ? event : encodeMarketEvent(event)).toString('base64'),
        approximateArrivalTimestamp: START / 1000 + 3600,
      },
    })),
  };
}
const bars = async (query: string) =>
  (await invoke(readBars, eventOf('readBars', { query: `symbol=${encodeURIComponent(instrument)}&${query}` }))).body;

test('[SG-04] records of the stream become bars that the API pages through, the open one last and marked', async () => {
  const events = [
    trade(1, '100'),
    trade(59, '101.5'),
    'poison',
    trade(61, '99'),
    heartbeat(60),
    trade(125, '98.25'),
    trade(130, '98.5'),
    heartbeat(120),
  ];
  const batch = batchOf(events, 1000);
  expect(await ingest(batch, CONTEXT)).toEqual({ batchItemFailures: [] });
  const closed = [
    { time: '2026-01-05T12:00:00Z', open: 100, high: 101.5, low: 100, close: 101.5, volume: 1, closed: true },
    { time: '2026-01-05T12:01:00Z', open: 99, high: 99, low: 99, close: 99, volume: 0.5, closed: true },
  ];
  const open = { time: '2026-01-05T12:02:00Z', open: 98.25, high: 98.5, low: 98.25, close: 98.5, volume: 1, closed: false };
  expect(await bars('')).toEqual({ symbol: instrument, timeframe: '1m', synthetic: true, bars: closed, next: null });
  expect((await bars('partial=true')).bars).toEqual([...closed, open]);
  const first = await bars('partial=true&limit=1');
  expect(first.bars).toEqual([closed[0]]);
  expect((await bars(`partial=true&limit=1&cursor=${first.next}`)).bars[0]).toEqual(closed[1]);

  expect(await cloud.letters()).toEqual([
    {
      source: 'arn:aws:kinesis:eu-west-1:000000000000:stream/market shardId-000000000000:1002',
      reason: 'record is not JSON in UTF-8',
      payload: 'poison',
    },
  ]);
  await ingest(batch, CONTEXT);
  expect((await bars('partial=true')).bars).toEqual([...closed, open]);
  expect(await cloud.letters()).toHaveLength(1);
});

test('[DX-01] what could not be processed is reported in the order of the batch, so the shard goes on from the first of it', async () => {
  const other = batchOf(['poison a', trade(200, '97'), 'poison b'], 2000);
  const { kinesisBatch } = await import('../../../shared/adapters/aws/kinesis-batch.ts');
  const failing = kinesisBatch('ingest-market', async (records) => new Map([...records].reverse().map(({ id }) => [id, 'down'])));
  expect(await failing(other, CONTEXT)).toEqual({
    batchItemFailures: [{ itemIdentifier: '2000' }, { itemIdentifier: '2001' }, { itemIdentifier: '2002' }],
  });
  const broken = kinesisBatch('ingest-market', () => Promise.reject(new Error('no table')));
  await expect(broken(other, CONTEXT)).rejects.toThrow('no table');
});
