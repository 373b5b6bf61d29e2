import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { Probe } from '../../ports/probe.ts';

export function tableProbe(name: string, client: DynamoDBClient, table: string): Probe {
  return {
    name,
    check: async () => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
      if (Table?.TableStatus !== 'ACTIVE' && Table?.TableStatus !== 'UPDATING') throw new Error(`table ${table} is ${Table?.TableStatus}`);
    },
  };
}

export function bucketProbe(name: string, client: S3Client, bucket: string): Probe {
  return { name, check: async () => void (await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }))) };
}

export function machineProbe(name: string, client: SFNClient, machineArn: string): Probe {
  return { name, check: async () => void (await client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }))) };
}

export function streamProbe(name: string, client: KinesisClient, stream: string): Probe {
  return {
    name,
    check: async () => {
      const { StreamDescriptionSummary: summary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: stream }));
      if (summary?.StreamStatus !== 'ACTIVE' && summary?.StreamStatus !== 'UPDATING')
        throw new Error(`stream ${stream} is ${summary?.StreamStatus}`);
    },
  };
}
