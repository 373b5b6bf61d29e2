import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { startToy, TOY, temporaryHome } from './fixtures/toy.ts';

const home = temporaryHome();
const RESOURCES = {
  ...TOY,
  Plain: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'toy-plain' } },
  Ordered: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'toy-ordered.fifo', FifoQueue: true } },
};
let cloud: Cloud;
let sqs: SQSClient;

const open = async () => {
  cloud = await startToy(home.path, RESOURCES);
  sqs = new SQSClient({ endpoint: cloud.endpoints.services, region: cloud.endpoints.region, credentials: CREDENTIALS });
};
const url = (id: string) => cloud.resources.find((resource) => resource.id === id)?.ref as string;
const receive = async (id: string, more = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url(id), MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more })))
    .Messages ?? [];
const seen = async (id: string) => {
  const tables = new DynamoDBClient({ endpoint: cloud.endpoints.tables, region: cloud.endpoints.region, credentials: CREDENTIALS });
  const { Item } = await tables.send(new GetItemCommand({ TableName: 'toys', Key: { id: { S: id } } }));
  return Number(Item?.['seen']?.N ?? 0);
};

beforeAll(open);
afterAll(async () => {
  await cloud.stop();
  home[Symbol.dispose]();
});

test('[DX-01] a received message is hidden until its timeout, and comes back unless it was deleted', async () => {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: url('Plain'),
      MessageBody: 'hello',
      MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } },
    }),
  );
  const [first] = await receive('Plain', { MessageAttributeNames: ['All'] });
  expect([first?.Body, first?.MessageAttributes?.['a']?.StringValue, first?.Attributes?.ApproximateReceiveCount]).toEqual([
    'hello',
    'x',
    '1',
  ]);
  expect(await receive('Plain')).toEqual([]);
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url('Plain'), ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }));
  const [again] = await receive('Plain', { WaitTimeSeconds: 1 });
  expect([again?.MessageId, again?.Attributes?.ApproximateReceiveCount]).toEqual([first?.MessageId, '2']);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url('Plain'), ReceiptHandle: again?.ReceiptHandle }));
  expect((await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url('Plain'), AttributeNames: ['All'] }))).Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('[DX-01] a FIFO queue keeps the order of a group, drops a repeated id, and lets other groups pass', async () => {
  const Entries = [
    ['1', 'g', 'd1'],
    ['2', 'g', 'd2'],
    ['3', 'h', 'd3'],
    ['4', 'g', 'd1'],
  ].map(([MessageBody = '', MessageGroupId, MessageDeduplicationId]) => ({
    Id: MessageBody,
    MessageBody,
    MessageGroupId,
    MessageDeduplicationId,
  }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: url('Ordered'), Entries }));
  const [first] = await receive('Ordered', { MaxNumberOfMessages: 1 });
  expect(first?.Body).toBe('1');
  expect((await receive('Ordered')).map((message) => message.Body)).toEqual(['3']);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url('Ordered'), ReceiptHandle: first?.ReceiptHandle }));
  expect((await receive('Ordered')).map((message) => message.Body)).toEqual(['2']);
});

test('[DX-01] messages survive a restart', async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl: url('Plain'), MessageBody: 'kept' }));
  await cloud.stop();
  await open();
  expect((await receive('Plain')).map((message) => message.Body)).toEqual(['kept']);
});

test('[DX-01] a function takes messages off its queue; one that fails twice goes to the dead letters', async () => {
  const bodies = [{ id: 'm1' }, { id: 'm2', fault: 'item' }, { id: 'm3' }].map((body) => JSON.stringify(body));
  await sqs.send(
    new SendMessageBatchCommand({ QueueUrl: url('Work'), Entries: bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody })) }),
  );
  await expect.poll(() => Promise.all([seen('m1'), seen('m3')])).toEqual([1, 1]);
  await expect.poll(async () => (await receive('Letters', { VisibilityTimeout: 0 })).map((message) => message.Body)).toEqual([bodies[1]]);
  expect([await seen('m1'), await seen('m2'), await seen('m3')]).toEqual([1, 2, 1]);
});

test('[OP-01] a service that is not here is refused by name instead of reaching AWS', async () => {
  const headers = { 'x-amz-target': 'SecretsManager.GetSecretValue', authorization: 'x' };
  const response = await fetch(cloud.endpoints.services, { method: 'POST', headers, body: '{}' });
  expect([response.status, await response.json()]).toEqual([
    501,
    { __type: 'UnknownOperationException', message: 'SecretsManager.GetSecretValue is not offered by the embedded cloud' },
  ]);
});
