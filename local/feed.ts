import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import { encodeMarketEvent, type MarketEvent } from '../shared/contracts/events.ts';
import { HOUR_US, MINUTE_US, SECOND_US, type TimeUs } from '../shared/domain/time.ts';
import { syntheticHeartbeat, syntheticTrades } from '../shared/market/synthetic-trades.ts';
import { readJson, writeAtomically } from './files.ts';

/** The invented instruments; their name says what they are, and so does every record. */
export const FEED_INSTRUMENTS = ['SYN-BTC/USDT', 'SYN-ETH/USDT'] as const;
const SEED = 42;
const BACKFILL_US = 3 * HOUR_US;
/** Kinesis takes 500 records a call. */
const RECORDS_MAX = 500;

export interface FeedOptions {
  readonly client: KinesisClient;
  readonly stream: string;
  /** Directory of the file that remembers how far the feed got. */
  readonly directory: string;
  readonly log: (line: string) => void;
}

/**
 * The seeded synthetic market, put to the stream as a venue's collector would: the hours that were missed first, up to three, then each second as it passes,
 * with a heartbeat that lets the bars of a quiet instrument close. Returns the stop.
 */
export function startFeed(options: FeedOptions): () => Promise<void> {
  const abort = new AbortController();
  const running = run(options, abort.signal);
  return async () => {
    abort.abort();
    await running;
  };
}

async function run(options: FeedOptions, signal: AbortSignal): Promise<void> {
  const file = join(options.directory, 'feed.json');
  const stored = readJson(file) as { sentUs: TimeUs } | undefined;
  let fromUs = Math.max(stored?.sentUs ?? 0, nowUs() - BACKFILL_US);
  while (!signal.aborted) {
    const toUs = Math.min(fromUs + MINUTE_US, Math.floor(nowUs() / SECOND_US) * SECOND_US);
    const behind = nowUs() - toUs > 2 * SECOND_US;
    if (toUs > fromUs) {
      try {
        await put(options, span(fromUs, toUs), signal);
        writeAtomically(file, JSON.stringify({ sentUs: toUs }));
        fromUs = toUs;
      } catch (error) {
        if (!signal.aborted) options.log(`${new Date().toISOString()} feed: ${(error as Error).message}\n`);
      }
    }
    // While catching up, the other half of each moment is left to those who wait for an answer.
    await sleep(behind ? 20 : 1000 - (Date.now() % 1000), undefined, { signal }).catch(() => undefined);
  }
}

/** Every event of a span in the order of its time, each instrument ended by its heartbeat. */
function span(fromUs: TimeUs, toUs: TimeUs): MarketEvent[] {
  return FEED_INSTRUMENTS.flatMap((instrument): MarketEvent[] => [
    ...syntheticTrades({ seed: SEED, instrument, fromUs, toUs }),
    syntheticHeartbeat(instrument, toUs),
  ]);
}

async function put({ client, stream }: FeedOptions, events: readonly MarketEvent[], signal: AbortSignal): Promise<void> {
  let left: PutRecordsRequestEntry[] = events.map((event) => ({ PartitionKey: event.instrument, Data: encodeMarketEvent(event) }));
  while (left.length > 0 && !signal.aborted) {
    const sent = left.slice(0, RECORDS_MAX);
    const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName: stream, Records: sent }), { abortSignal: signal });
    const refused = sent.filter((_, i) => Records[i]?.ErrorCode !== undefined);
    left = [...refused, ...left.slice(RECORDS_MAX)];
    if (refused.length > 0) await sleep(100);
  }
}

function nowUs(): TimeUs {
  return Date.now() * 1000;
}
