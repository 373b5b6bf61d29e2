import * as z from 'zod';
import { documentClient, s3Client } from '../../shared/adapters/aws/clients.ts';
import { DynamoIngest } from '../../shared/adapters/aws/dynamo-ingest.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { Reply } from '../../shared/adapters/aws/http/reply.ts';
import { ticksReply } from '../../shared/adapters/aws/http/ticks-reply.ts';
import { S3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { decompress } from '../../shared/adapters/files/gzip.ts';
import { MemoryCache } from '../../shared/adapters/memory/cache.ts';
import { readTicks } from '../../shared/application/raw/read-ticks.ts';
import { readQuotes } from '../../shared/application/read-quotes.ts';

const Environment = z.object({ INGEST_TABLE: z.string().min(1), LAKE_BUCKET: z.string().min(1) });
const { INGEST_TABLE, LAKE_BUCKET } = Environment.parse(process.env);

const quotes = readQuotes({ ingest: new DynamoIngest(documentClient(), INGEST_TABLE), cache: new MemoryCache(1000), clock: systemClock });
const ticks = readTicks({ objects: new S3Objects({ client: s3Client(), bucket: LAKE_BUCKET, clock: systemClock }), decompress });

export const handler = api('read-market', {
  latestQuotes: async ({ query }) => {
    const { hit, quotes: latest } = await quotes(query.instruments);
    return new Reply(200, { 'content-type': 'application/json', 'x-cache': hit ? 'hit' : 'miss' }, JSON.stringify({ quotes: latest }));
  },
  readTicks: async ({ query }) => ticksReply(await ticks(query), query.format),
});
