import type { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { KinesisPutter } from '../../../shared/adapters/aws/kinesis-putter.ts';
import type { MarketEvent } from '../../../shared/contracts/events.ts';

const AT = 1_700_000_000_000_000;
const trade = (n: number, instrument = 'A'): MarketEvent => ({
  v: 1,
  kind: 'trade',
  eventId: String(n),
  instrument,
  venue: 'v',
  price: '1',
  quantity: '1',
  side: 'buy',
  eventTimeUs: AT + n,
  receiveTimeUs: AT + n,
  synthetic: false,
});
const beat = (n: number, instrument = 'A'): MarketEvent => ({
  v: 1,
  kind: 'heartbeat',
  instrument,
  venue: 'v',
  watermarkUs: AT + n,
  synthetic: false,
});
const label = (event: MarketEvent) =>
  event.kind === 'trade' ? event.eventId : `beat ${event.kind === 'heartbeat' ? event.watermarkUs - AT : ''}`;

/** A stream that refuses what it is told to, once each, and remembers the calls. */
function stream(refuse: (label: string) => boolean = () => false, fail = 0) {
  const calls: string[][] = [];
  const refused = new Set<string>();
  let failures = fail;
  const send = async ({ input }: PutRecordsCommand) => {
    if (failures-- > 0) throw new Error('socket hang up');
    const events = (input.Records ?? []).map(({ Data }) => label(JSON.parse(new TextDecoder().decode(Data)) as MarketEvent));
    calls.push(events);
    return {
      Records: events.map((one) => {
        if (!refuse(one) || refused.has(one)) return { SequenceNumber: '1' };
        refused.add(one);
        return { ErrorCode: 'ProvisionedThroughputExceededException' };
      }),
    };
  };
  return {
    calls,
    putter: (more = {}) => new KinesisPutter({ client: { send } as unknown as KinesisClient, stream: 's', lingerMs: 1, ...more }),
  };
}

test('[MD-13] of a batch that is taken in part only the refused records go again', async () => {
  const { calls, putter } = stream((one) => one === '2' || one === '4');
  const one = putter();
  for (const n of [1, 2, 3, 4, 5]) await one.put(trade(n));
  await one.flush();
  expect(calls).toEqual([
    ['1', '2', '3', '4', '5'],
    ['2', '4'],
  ]);
});

test('[MD-13] a heartbeat never goes before or with the trades that it speaks of, also when they are refused', async () => {
  const { calls, putter } = stream((one) => one === '1');
  const one = putter();
  const acknowledged: string[] = [];
  for (const event of [trade(1), trade(2, 'B'), beat(10), trade(3), beat(20, 'C')])
    await one.put(event, () => acknowledged.push(label(event)));
  await one.flush();
  expect(calls).toEqual([['1', '2', 'beat 20'], ['1'], ['beat 10', '3']]);
  expect(acknowledged).toEqual(['2', 'beat 20', '1', 'beat 10', '3']);
});

test('[MD-13] a call that fails is made again; nothing is lost and the fault is told', async () => {
  const { calls, putter } = stream(undefined, 2);
  const faults: unknown[] = [];
  const one = putter({ onError: (error: unknown) => faults.push(error) });
  await one.put(trade(1));
  await one.flush();
  expect([calls, faults.length]).toEqual([[['1']], 2]);
});

test('[MD-13] 1,200 records go in calls of 500 at most, and who puts waits while too many wait', async () => {
  const { calls, putter } = stream();
  const one = putter({ maxWaiting: 600 });
  let most = 0;
  for (let n = 0; n < 1200; n++) {
    await one.put(trade(n));
    most = Math.max(most, one.waiting);
  }
  await one.flush();
  expect(most).toBeLessThanOrEqual(600);
  expect(calls.flat()).toEqual(Array.from({ length: 1200 }, (_, n) => String(n)));
  expect(Math.max(...calls.map((call) => call.length))).toBeLessThanOrEqual(500);
});
