import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, KinesisStreamRecord, SQSRecord } from 'aws-lambda';
import type { Broadcast } from '../../../application/sockets/broadcast.ts';
import { parseMarketEvent } from '../../../contracts/events.ts';
import { MarketAnnouncement, type SocketEvent } from '../../../contracts/socket.ts';

interface BroadcastEvent {
  readonly Records: readonly (KinesisStreamRecord | SQSRecord)[];
}
type Handler = (event: BroadcastEvent, context: Context) => Promise<void>;

/**
 * The Lambda handler of what clients are told: trades and quotes from the market stream, bars from the queue of announcements. What cannot be read is left out:
 * ingestion puts it aside. An error that `send` throws gives the batch back.
 */
export function broadcastHandler(send: (events: readonly SocketEvent[]) => Promise<Broadcast>): Handler {
  const logger = new Logger({ serviceName: 'broadcast-market' });
  const run = async ({ Records }: BroadcastEvent): Promise<void> => {
    const events = Records.flatMap(eventsOf);
    if (events.length === 0) return;
    const done = await send(events);
    const { failed } = done;
    if (failed.length > 0) logger.error('connections failed', { failed: failed.length, reasons: [...new Set(failed)].slice(0, 5) });
    if (done.slow + done.gone + done.expired > 0) logger.info('connections closed', { ...done, failed: failed.length });
  };
  return middy<BroadcastEvent, void>().use(injectLambdaContext(logger)).handler(run) as unknown as Handler;
}

function eventsOf(record: KinesisStreamRecord | SQSRecord): readonly SocketEvent[] {
  if ('kinesis' in record) {
    const parsed = parseMarketEvent(Buffer.from(record.kinesis.data, 'base64'), {
      arrivedUs: Math.round(record.kinesis.approximateArrivalTimestamp * 1_000_000),
    });
    return parsed.ok && parsed.event.kind !== 'heartbeat' ? [parsed.event] : [];
  }
  return MarketAnnouncement.parse(JSON.parse(record.body)).bars;
}
