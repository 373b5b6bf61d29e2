import { describe, expect, test } from 'vitest';
import { MemoryBars } from '../../../shared/adapters/memory/bars.ts';
import { MemoryDeadLetters } from '../../../shared/adapters/memory/dead-letters.ts';
import { MemoryIngest } from '../../../shared/adapters/memory/ingest.ts';
import { ingestMarket, type StreamRecord } from '../../../shared/application/ingest-market.ts';
import { encodeMarketEvent, type MarketEvent } from '../../../shared/contracts/events.ts';
import type { SocketBar } from '../../../shared/contracts/socket.ts';
import type { IngestState } from '../../../shared/market/ingest.ts';

const START_US = Date.UTC(2026, 0, 5, 12) * 1000;
const MINUTE_US = 60_000_000;
const SERIES = (symbol: string) => ({ symbol, timeframe: '1m' });
const ALL = { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit: 10_000 };

const trade = (n: number, instrument = 'BTC/USDT'): MarketEvent => ({
  v: 1,
  kind: 'trade',
  eventId: `t${n}`,
  instrument,
  venue: 'test',
  price: (100 + (n % 7)).toFixed(2),
  quantity: '0.1',
  side: 'buy',
  eventTimeUs: START_US + n * 10_000_000,
  receiveTimeUs: START_US + n * 10_000_000 + 1000,
  synthetic: true,
});
const heartbeat = (minute: number, instrument = 'BTC/USDT'): MarketEvent => ({
  v: 1,
  kind: 'heartbeat',
  instrument,
  venue: 'test',
  watermarkUs: START_US + minute * MINUTE_US,
  synthetic: true,
});

let sequence = 0;
const record = (event: MarketEvent | string, partition?: string): StreamRecord => ({
  id: `4960${String(++sequence).padStart(52, '0')}`,
  partition: partition ?? (typeof event === 'string' ? 'BTC/USDT' : event.instrument),
  source: `market shard-0:${sequence}`,
  bytes: typeof event === 'string' ? new TextEncoder().encode(event) : encodeMarketEvent(event),
  arrivedUs: START_US + 60 * MINUTE_US,
});

function world() {
  const bars = new MemoryBars();
  const ingest = new MemoryIngest<IngestState>();
  const deadLetters = new MemoryDeadLetters();
  return { bars, ingest, deadLetters, run: ingestMarket({ bars, ingest, deadLetters }) };
}

/** Three minutes of six trades each, then a watermark that closes them. */
const threeMinutes = (instrument = 'BTC/USDT') =>
  [...Array.from({ length: 18 }, (_, i) => trade(i, instrument)), heartbeat(3, instrument)].map((event) => record(event));
const OF_ALL = { volume: 0.6, trades: 6, synthetic: true, revision: 0, flags: [], mid: null, spread: null, imbalance: 1, session: null };
/** By hand: prices go 100 to 106 and round; a minute is six trades of 0.1. */
const BY_HAND = [
  { timeUs: START_US, open: 100, high: 105, low: 100, close: 105, return: null, ...OF_ALL },
  { timeUs: START_US + MINUTE_US, open: 106, high: 106, low: 100, close: 104, return: 104 / 105 - 1, ...OF_ALL },
  { timeUs: START_US + 2 * MINUTE_US, open: 105, high: 106, low: 100, close: 103, return: 103 / 104 - 1, ...OF_ALL },
];

describe('ingestion', () => {
  test('[ST-01] trades and a watermark become closed bars', async () => {
    const { run, bars } = world();
    expect([...(await run(threeMinutes()))]).toEqual([]);
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual(BY_HAND);
  });

  test('[DX-01] of a hundred records with one poison, 99 are processed and one is a dead letter with the path of its fault', async () => {
    const { run, bars, deadLetters } = world();
    const batch = [...threeMinutes(), ...Array.from({ length: 80 }, (_, i) => record(trade(100 + i)))];
    batch.splice(7, 0, record(JSON.stringify({ ...trade(99), price: '-1' })));
    expect(batch).toHaveLength(100);
    expect([...(await run(batch))]).toEqual([]);
    expect(deadLetters.letters).toEqual([
      { source: batch[7]?.source, reason: expect.stringMatching(/^price: must be/), payload: expect.stringContaining('"price":"-1"') },
    ]);
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual(BY_HAND);
  });

  test('[DX-01] the same batch again changes nothing: no bar, no state, no second dead letter', async () => {
    const { run, bars, ingest, deadLetters } = world();
    const batch = [...threeMinutes(), record('not json')];
    await run(batch);
    const before = JSON.stringify([await ingest.load('BTC/USDT'), await bars.read(SERIES('BTC/USDT'), ALL)]);
    await run(batch);
    await run(batch.slice(3));
    const { version, state } = (await ingest.load('BTC/USDT')) as { version: number; state: IngestState };
    expect(state.outbox).toEqual([]);
    expect(
      JSON.stringify([
        { version: version - 1, state: { ...state, outbox: JSON.parse(before)[0].state.outbox } },
        await bars.read(SERIES('BTC/USDT'), ALL),
      ]),
    ).toBe(before);
    expect(deadLetters.letters).toHaveLength(1);
  });

  test('[DX-01] a record put twice, under a new sequence number, counts once', async () => {
    const { run, bars } = world();
    const events = [...Array.from({ length: 18 }, (_, i) => trade(i)), heartbeat(3)];
    await run(events.flatMap((event) => [record(event), record(event)]));
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual(BY_HAND);
  });

  test('[DX-01] a shard read again from its start, in other batches, leaves the bars as they are', async () => {
    const { run, bars } = world();
    const shard = [...threeMinutes(), ...threeMinutes('ETH/USDT')];
    for (let i = 0; i < shard.length; i += 4) await run(shard.slice(i, i + 4));
    for (let i = 0; i < shard.length; i += 7) await run(shard.slice(i, i + 7));
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual(BY_HAND);
    expect(await bars.read(SERIES('ETH/USDT'), ALL)).toEqual(BY_HAND);
  });

  test('[DX-01] a commit that another made first is read again and folded anew', async () => {
    const { bars, ingest, deadLetters, run } = world();
    const [first, second] = [
      threeMinutes().slice(0, 9),
      [...Array.from({ length: 9 }, (_, i) => trade(9 + i)), heartbeat(3)].map((event) => record(event)),
    ];
    let interfered = 0;
    const racing = ingestMarket({
      bars,
      deadLetters,
      ingest: {
        load: async (instrument) => {
          const loaded = await ingest.load(instrument);
          if (interfered++ === 0) await run(first);
          return loaded;
        },
        commit: (...given) => ingest.commit(...given),
      },
    });
    expect([...(await racing(second))]).toEqual([]);
    expect(interfered).toBe(2);
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual(BY_HAND);
  });

  test('[DX-01] a partition that always loses is given back whole, in order; the other goes on', async () => {
    const { bars, ingest, deadLetters } = world();
    const stubborn = ingestMarket({
      bars,
      deadLetters,
      ingest: { load: (one) => ingest.load(one), commit: async (one, ...rest) => one === 'ETH/USDT' && ingest.commit(one, ...rest) },
    });
    const [lost, kept] = [threeMinutes(), threeMinutes('ETH/USDT')];
    const batch = lost.flatMap((one, i) => [one, kept[i] as StreamRecord]);
    const failed = await stubborn(batch);
    expect(batch.filter(({ id }) => failed.has(id))).toEqual(lost);
    expect([...failed.values()][0]).toMatch(/committed by others 5 times/);
    expect(await bars.read(SERIES('ETH/USDT'), ALL)).toEqual(BY_HAND);
  });

  test('[DX-01] bars that could not be stored wait in the state and go out first next time', async () => {
    const { bars, ingest, deadLetters, run } = world();
    const full = ingestMarket({
      ingest,
      deadLetters,
      bars: { put: async () => Promise.reject(new Error('throttled')), read: (...given) => bars.read(...given) },
    });
    const batch = threeMinutes();
    const failed = await full(batch);
    expect([failed.size, failed.get(batch[0]?.id ?? '')]).toEqual([batch.length, 'throttled']);
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual([]);
    expect([...(await run(batch))]).toEqual([]);
    expect(await bars.read(SERIES('BTC/USDT'), ALL)).toEqual(BY_HAND);
    expect((await ingest.load('BTC/USDT'))?.state.outbox).toEqual([]);
  });

  test('[DX-01] when the dead letter cannot be sent the poison is not swallowed: it comes again', async () => {
    const { bars, ingest } = world();
    const deaf = ingestMarket({ bars, ingest, deadLetters: { send: async () => Promise.reject(new Error('queue is down')) } });
    const poison = record('{}');
    expect(await deaf([poison])).toEqual(new Map([[poison.id, 'queue is down']]));
    expect(await ingest.load('BTC/USDT')).toBeUndefined();
  });

  test.each([
    ['text that is no JSON', 'hello', 'record is not JSON in UTF-8'],
    ['a record of another version', JSON.stringify({ ...trade(1), v: 2 }), 'v: '],
    ['milliseconds taken for microseconds', JSON.stringify({ ...trade(1), eventTimeUs: 1_767_614_400_000 }), 'eventTimeUs: '],
    [
      'a trade two hours ahead',
      JSON.stringify({ ...trade(1), eventTimeUs: START_US + 120 * MINUTE_US, receiveTimeUs: START_US + 120 * MINUTE_US }),
      'eventTimeUs: ',
    ],
    [
      "an instrument under another's partition key",
      JSON.stringify(trade(1, 'ETH/USDT')),
      'instrument: is "ETH/USDT", but the record came under the partition key "BTC/USDT"',
    ],
  ])('[ST-01] %s is a dead letter that says where', async (_, payload, reason) => {
    const { run, deadLetters, ingest } = world();
    expect([...(await run([record(payload)]))]).toEqual([]);
    expect(deadLetters.letters).toEqual([{ source: expect.any(String), reason: expect.stringContaining(reason), payload }]);
    expect((await ingest.load('BTC/USDT'))?.state.series['1m']?.bars).toEqual([]);
  });

  test('[ST-01] bytes that are no text are kept as hexadecimal', async () => {
    const { run, deadLetters } = world();
    await run([{ ...record('x'), bytes: Uint8Array.of(0xff, 0, 0x10) }]);
    expect(deadLetters.letters[0]?.payload).toBe('hex:ff0010');
  });
});

describe('what ingestion tells of', () => {
  const told = () => {
    const bars: SocketBar[] = [];
    const run = ingestMarket({
      bars: new MemoryBars(),
      ingest: new MemoryIngest<IngestState>(),
      deadLetters: new MemoryDeadLetters(),
      announce: async (some) => void bars.push(...some),
    });
    return { bars, run };
  };
  const short = ({ time, close, trades, revision, partial }: SocketBar) => [time.slice(14, 16), close, trades, revision, partial];

  test('[ST-02] bars that closed, then the one that grows, marked; a batch that changes nothing tells nothing', async () => {
    const { bars, run } = told();
    const batch = [...threeMinutes(), record(trade(18))];
    await run(batch);
    expect(bars.map(short)).toEqual([
      ['00', 105, 6, 0, false],
      ['01', 104, 6, 0, false],
      ['02', 103, 6, 0, false],
      ['03', 104, 1, 0, true],
    ]);
    await run(batch);
    await run([record(heartbeat(3))]);
    expect(bars).toHaveLength(4);
    await run([record(trade(19))]);
    expect(bars.slice(4).map(short)).toEqual([['03', 105, 2, 0, true]]);
  });

  test('[ST-02] a late trade tells of its bar again with a revision', async () => {
    const { bars, run } = told();
    await run(threeMinutes());
    await run([record({ ...trade(100), eventTimeUs: START_US + 1, receiveTimeUs: START_US + 1, price: '200' } as MarketEvent)]);
    expect(bars.slice(3).map(({ time, high, revision, partial }) => [time.slice(14, 16), high, revision, partial])).toContainEqual([
      '00',
      200,
      1,
      false,
    ]);
  });
});
