import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MarketAnnouncement, SocketBar } from '../../../contracts/socket.ts';

/** Longest that ingestion waits for its announcement, milliseconds: a client's first call takes its time, the more so on a busy machine. */
const ANNOUNCE_MS_MAX = 5000;
/** A bar is less than 500 bytes, a request of the queue at most 256 KiB. */
const BARS_PER_MESSAGE = 400;

/**
 * Tells of bars over a queue. Whoever listens hears it sooner or reads it later over HTTP, so a queue that is down or slow costs ingestion five seconds and a line in
 * the log, never a bar.
 */
export function announcements(
  client: SQSClient,
  queueUrl: string,
  limitMs = ANNOUNCE_MS_MAX,
): (bars: readonly SocketBar[]) => Promise<void> {
  const logger = new Logger({ serviceName: 'ingest-market' });
  return async (bars) => {
    const signal = AbortSignal.timeout(limitMs);
    try {
      for (let i = 0; i < bars.length; i += BARS_PER_MESSAGE) {
        const message: MarketAnnouncement = { v: 1, bars: bars.slice(i, i + BARS_PER_MESSAGE) };
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }), { abortSignal: signal });
      }
    } catch (error) {
      logger.warn('bars not announced', { bars: bars.length, reason: error instanceof Error ? error.message : String(error) });
    }
  };
}
