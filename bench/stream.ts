import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { startCloud } from '../local/cloud.ts';
import { kinesisClient } from '../local/streams/streams.ts';
import { ofType } from '../local/template/check.ts';
import { type Client, createClient } from '../shared/contracts/client.ts';
import { encodeMarketEvent, type MarketEvent } from '../shared/contracts/events.ts';
import { MINUTE_US } from '../shared/domain/time.ts';
import { tradesToBars } from '../shared/market/aggregate.ts';

/**
 * `ingest-market` end to end on the embedded cloud: trades of many instruments put to the stream, read by the mapping, folded by the very bundle, stored, and read over
 * HTTP. Ends with an error unless the minutes of every instrument are those of its trades in order.
 */
const TRADES = Number(process.argv[2] ?? 100_000);
const INSTRUMENTS = 20;
const RECORDS_A_CALL = 500;
/** Old enough that nothing comes from the future. */
const START_US = Math.floor(Date.now() / 60_000 - 60) * MINUTE_US;
const SPAN_US = 20 * MINUTE_US;

function trade(i: number): Extract<MarketEvent, { kind: 'trade' }> {
  const eventTimeUs = START_US + Math.floor((i / TRADES) * SPAN_US);
  return {
    v: 1,
    kind: 'trade',
    eventId: String(1_000_000 + i),
    instrument: `BENCH${i % INSTRUMENTS}/USDT`,
    venue: 'bench',
    price: (100 + ((i * 7919) % 1009) / 100).toFixed(2),
    quantity: (((i * 104_729) % 9973) / 1000 + 0.001).toFixed(3),
    side: i % 2 === 0 ? 'buy' : 'sell',
    eventTimeUs,
    receiveTimeUs: eventTimeUs,
    synthetic: true,
  };
}

function heartbeat(instrument: number): MarketEvent {
  return {
    v: 1,
    kind: 'heartbeat',
    instrument: `BENCH${instrument}/USDT`,
    venue: 'bench',
    watermarkUs: START_US + SPAN_US,
    synthetic: true,
  };
}

async function put(client: KinesisClient, stream: string, events: readonly MarketEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += RECORDS_A_CALL) {
    const Records = events
      .slice(i, i + RECORDS_A_CALL)
      .map((event) => ({ PartitionKey: event.instrument, Data: encodeMarketEvent(event) }));
    await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
  }
}

/** Bars of an instrument as the API has them, once the last minute is there. */
async function stored(api: Client, instrument: number) {
  for (;;) {
    const { bars } = await api.readBars({ query: { symbol: `BENCH${instrument}/USDT`, limit: 1000 } }).catch(() => ({ bars: [] }));
    if (Date.parse(bars.at(-1)?.time ?? '1970-01-01') * 1000 >= START_US + SPAN_US - MINUTE_US) return bars;
    await sleep(50);
  }
}

const home = mkdtempSync(join(tmpdir(), 'skytape-bench-'));
const cloud = await startCloud({ port: 0, home });
try {
  const token = await cloud.token();
  const api = createClient({ baseUrl: cloud.url, token: () => token });
  const client = kinesisClient(cloud.endpoints.streams, cloud.endpoints.region);
  const stream = ofType(cloud.resources, 'AWS::Kinesis::Stream')[0]?.ref as string;
  const trades = Array.from({ length: TRADES }, (_, i) => trade(i));
  const beats = Array.from({ length: INSTRUMENTS }, (_, i) => heartbeat(i));
  const [start, before] = [performance.now(), process.cpuUsage()];
  await put(client, stream, [...trades, ...beats]);
  const sent = performance.now();
  const answers = [];
  for (let i = 0; i < INSTRUMENTS; i++) answers.push(await stored(api, i));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  for (const [i, bars] of answers.entries()) {
    const own = trades.filter(({ instrument }) => instrument === `BENCH${i}/USDT`);
    const direct = tradesToBars(
      {
        length: own.length,
        time: own.map((t) => t.eventTimeUs),
        price: own.map((t) => Number(t.price)),
        quantity: own.map((t) => Number(t.quantity)),
      },
      MINUTE_US,
    );
    const same = bars.every((bar, row) =>
      (['open', 'high', 'low', 'close', 'volume'] as const).every((column) => bar[column] === direct[column][row]),
    );
    if (!same || bars.length !== direct.length) throw new Error(`the bars of BENCH${i}/USDT are not those of its trades`);
  }
  console.log(`stream: ${TRADES} trades of ${INSTRUMENTS} instruments through ingest-market on the embedded cloud`);
  console.log(
    `  put, folded, stored and read  ${Math.round(TRADES / seconds)} trades/s in ${seconds.toFixed(1)} s (put alone ${((sent - start) / 1000).toFixed(1)} s)`,
  );
  console.log(
    `  of one core's time, the stream's own server and the sender included: ${Math.round((TRADES / (user + system)) * 1e6)} trades per second`,
  );
  console.log('  the minutes of every instrument equal the aggregation of its trades');
  client.destroy();
} catch (error) {
  console.error(readFileSync(join(cloud.logs, 'cloud.log'), 'utf8').slice(-2000));
  throw error;
} finally {
  await cloud.stop();
  rmSync(home, { recursive: true, force: true });
}
