import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Retries with jittered back-off; a throttled or failing store is asked again at most this often. */
const maxAttempts = 5;

export function dynamoClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts });
}

/** Rows as plain objects; undefined members are left out, binary stays binary. */
export function documentClient(client: DynamoDBClient = dynamoClient()): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Path style, since a bucket is no host name on one machine; no default checksums, since a presigned URL would carry that of an empty body. */
export function s3Client(): S3Client {
  return new S3Client({
    maxAttempts,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

export function workflowClient(): SFNClient {
  return new SFNClient({ maxAttempts });
}

export function queueClient(): SQSClient {
  return new SQSClient({ maxAttempts });
}

/** HTTP/1.1: the SDK's default for Kinesis is HTTP/2, which pays only for the streaming calls that we do not make. */
export function streamClient(): KinesisClient {
  return new KinesisClient({ maxAttempts, requestHandler: new NodeHttpHandler() });
}

/** Sends to sockets of the WebSocket API at `url` (ws or wss). One attempt: whoever does not take a message is not asked again behind our back. */
export function socketClient(url: string): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({ endpoint: url.replace(/^ws/, 'http'), maxAttempts: 1 });
}
