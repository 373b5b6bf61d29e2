import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedRecord } from '../../shared/domain/feed.ts';
import { HOUR_US, SECOND_US, type TimeUs } from '../../shared/domain/time.ts';
import { syntheticHeartbeat, type SyntheticTrade, syntheticTrades } from '../../shared/market/synthetic-trades.ts';
import type { MarketConnector, MarketStream, StreamStatus } from '../../shared/ports/market-connector.ts';

/** An hour of an invented market, replayed faster than it passed. */
export interface Replay {
  readonly startUs: TimeUs;
  /** When the first second of it is played, by this machine's clock. */
  readonly beganMs: number;
  readonly speed: number;
  readonly instruments: number;
}

const SEED = 7;
/** The invented market trades two to five times a second; so many instruments are played at a sixth of that. */
const ONE_IN = 6;
const EVERY_MS = 250;

export const endOf = ({ startUs }: Replay): TimeUs => startUs + HOUR_US;
export const namesOf = ({ instruments }: Replay): readonly string[] => Array.from({ length: instruments }, (_, i) => `END-${i}/USDT`);

/** The time in the market now: its start until the replay begins, its end from then on. */
export function marketNowUs(replay: Replay): TimeUs {
  const { startUs, beganMs, speed } = replay;
  return Math.min(endOf(replay), startUs + Math.max(0, Date.now() - beganMs) * 1000 * speed);
}

/** Trades of a span: the same whoever asks, and whenever. */
export function tradesOf(instrument: string, fromUs: TimeUs, toUs: TimeUs): SyntheticTrade[] {
  return syntheticTrades({ seed: SEED, instrument, fromUs, toUs }).filter(
    ({ eventTimeUs }) => Math.floor(eventTimeUs / SECOND_US) % ONE_IN === 0,
  );
}

/** The replay as a venue: from where a lease says it goes on, all that has passed at once, then as it passes. */
export function replayConnector(replay: Replay): MarketConnector {
  return {
    venue: 'synthetic',
    delayUs: 0,
    channels: ['trades'],
    instruments: async () => [],
    market: async (symbol) => ({ symbol, pageBars: 1 }),
    page: async () => [],
    stream: ({ symbols: [symbol = ''], resumeUs = {} }) => replayStream(replay, symbol, resumeUs[symbol] ?? replay.startUs),
  } satisfies MarketConnector;
}

function replayStream(replay: Replay, symbol: string, resumeUs: TimeUs): MarketStream {
  const closing = new AbortController();
  let received = 0;
  async function* records(): AsyncGenerator<FeedRecord> {
    for (let fromUs = resumeUs; !closing.signal.aborted; ) {
      const toUs = Math.floor(marketNowUs(replay) / SECOND_US) * SECOND_US;
      if (toUs > fromUs) {
        for (const trade of tradesOf(symbol, fromUs, toUs)) {
          if (closing.signal.aborted) return;
          received++;
          yield trade;
        }
        yield syntheticHeartbeat(symbol, toUs);
        fromUs = toUs;
      }
      await sleep(EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }
  const status = (): StreamStatus => ({
    state: closing.signal.aborted ? 'closed' : 'open',
    reconnects: 0,
    received,
    duplicates: 0,
    quarantined: 0,
    backfilled: 0,
    overruns: 0,
    holes: [],
  });
  return { records: records(), status, close: async () => closing.abort() };
}
