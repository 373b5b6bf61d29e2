import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { StreamRecord } from '../../application/ingest-market.ts';

/**
 * The Lambda handler of a Kinesis batch. `work` answers with the ids it could not process; they are reported in the order of the batch, so the
 * stream goes on from the first of them and nothing is skipped. An error that `work` throws fails the whole batch.
 */
export function kinesisBatch(name: string, work: (records: readonly StreamRecord[]) => Promise<ReadonlyMap<string, string>>) {
  const logger = new Logger({ serviceName: name });
  const run = async (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const records = event.Records.map(recordOf);
    const failed = await work(records).catch((error: unknown) => {
      logger.error('batch failed', error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    if (failed.size > 0)
      logger.error('records failed', { records: records.length, failed: failed.size, reasons: [...new Set(failed.values())].slice(0, 5) });
    return { batchItemFailures: records.filter(({ id }) => failed.has(id)).map(({ id }) => ({ itemIdentifier: id })) };
  };
  return middy<KinesisStreamEvent, KinesisStreamBatchResponse>().use(injectLambdaContext(logger)).handler(run) as unknown as (
    event: KinesisStreamEvent,
    context: Context,
  ) => Promise<KinesisStreamBatchResponse>;
}

function recordOf({ kinesis, eventID, eventSourceARN }: KinesisStreamRecord): StreamRecord {
  return {
    id: kinesis.sequenceNumber,
    partition: kinesis.partitionKey,
    source: `${eventSourceARN} ${eventID}`,
    bytes: Buffer.from(kinesis.data, 'base64'),
    arrivedUs: Math.round(kinesis.approximateArrivalTimestamp * 1_000_000),
  };
}
