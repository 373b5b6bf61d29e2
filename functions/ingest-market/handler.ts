import * as z from 'zod';
import { documentClient, queueClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { DynamoIngest } from '../../shared/adapters/aws/dynamo-ingest.ts';
import { kinesisBatch } from '../../shared/adapters/aws/kinesis-batch.ts';
import { announcements } from '../../shared/adapters/aws/sockets/announcements.ts';
import { SqsDeadLetters } from '../../shared/adapters/aws/sqs-dead-letters.ts';
import { ingestMarket } from '../../shared/application/ingest-market.ts';
import { streamSettings } from '../../shared/market/stream-settings.ts';

const Environment = z.object({
  INGEST_TABLE: z.string().min(1),
  BARS_TABLE: z.string().min(1),
  DEAD_LETTER_QUEUE_URL: z.url(),
  ANNOUNCEMENT_QUEUE_URL: z.url(),
  TIMEFRAMES: z.string().min(1),
});
const { INGEST_TABLE, BARS_TABLE, DEAD_LETTER_QUEUE_URL, ANNOUNCEMENT_QUEUE_URL, TIMEFRAMES } = Environment.parse(process.env);
const documents = documentClient();
const queues = queueClient();

const ingest = ingestMarket({
  ingest: new DynamoIngest(documents, INGEST_TABLE),
  bars: new DynamoBars(documents, BARS_TABLE),
  deadLetters: new SqsDeadLetters(queues, DEAD_LETTER_QUEUE_URL),
  announce: announcements(queues, ANNOUNCEMENT_QUEUE_URL),
  settings: streamSettings(TIMEFRAMES),
});

export const handler = kinesisBatch('ingest-market', ingest);
