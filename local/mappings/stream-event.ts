import type { Discarded, StreamRecord } from './stream-batch.ts';

export interface StreamSource {
  readonly shard: string;
  readonly streamArn: string;
  readonly region: string;
}

/** The event that Lambda hands to a function for records of a Kinesis shard. */
export function streamEvent(records: readonly StreamRecord[], { shard, streamArn, region }: StreamSource): unknown {
  return {
    Records: records.map((record) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: record.partitionKey,
        sequenceNumber: record.sequence,
        data: Buffer.from(record.data).toString('base64'),
        approximateArrivalTimestamp: record.arrivalMs / 1000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shard}:${record.sequence}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::000000000000:role/local',
      awsRegion: region,
      eventSourceARN: streamArn,
    })),
  };
}

export interface DiscardReason {
  readonly condition: Discarded;
  readonly requestId: string;
  readonly invocations: number;
  readonly functionArn: string;
  readonly nowMs: number;
}

/** What an on-failure destination is told about discarded records; the payload, the event itself, goes to buckets only. */
export function failureReport(
  records: readonly StreamRecord[],
  source: StreamSource,
  reason: DiscardReason,
): { record: Record<string, unknown>; payload: string } {
  const first = records[0] as StreamRecord;
  const last = records.at(-1) as StreamRecord;
  const record = {
    requestContext: {
      requestId: reason.requestId,
      functionArn: reason.functionArn,
      condition: reason.condition,
      approximateInvokeCount: reason.invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(reason.nowMs).toISOString(),
    KinesisBatchInfo: {
      shardId: source.shard,
      startSequenceNumber: first.sequence,
      endSequenceNumber: last.sequence,
      approximateArrivalOfFirstRecord: new Date(first.arrivalMs).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivalMs).toISOString(),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
  };
  return { record, payload: JSON.stringify(streamEvent(records, source)) };
}
