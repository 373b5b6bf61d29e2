import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ServiceError } from '../service-error.ts';
import type { Resource } from '../template/template.ts';
import { type Message, type MessageAttribute, Queue, type QueueSettings, type SentMessage } from './queue.ts';

type Input = Readonly<Record<string, unknown>>;

/** SQS: the queues of the templates and the operations of its JSON protocol that the product uses. */
export class Queues {
  readonly #queues: readonly Queue[];

  constructor(directory: string, resources: readonly Resource[]) {
    this.#queues = resources.map((resource) => {
      const settings = parseSettings(resource);
      return new Queue(settings, join(directory, settings.name));
    });
  }

  byArn(arn: string): Queue | undefined {
    return this.#queues.find((queue) => queue.settings.arn === arn);
  }

  deadLettersOf(queue: Queue): Queue | undefined {
    return queue.settings.redrive === undefined ? undefined : this.byArn(queue.settings.redrive.targetArn);
  }

  async call(operation: string, input: Input): Promise<unknown> {
    if (operation === 'GetQueueUrl') return { QueueUrl: this.#find(String(input['QueueName'])).settings.url };
    if (operation === 'ListQueues') return { QueueUrls: this.#queues.map((queue) => queue.settings.url) };
    const queue = this.#find(String(input['QueueUrl']).split('/').at(-1) ?? '');
    switch (operation) {
      case 'SendMessage':
        return this.#send(queue, input);
      case 'SendMessageBatch':
        return { Successful: entries(input).map((entry) => ({ Id: entry['Id'], ...this.#send(queue, entry) })), Failed: [] };
      case 'ReceiveMessage':
        return this.#receive(queue, input);
      case 'DeleteMessage':
        queue.delete(String(input['ReceiptHandle']));
        return {};
      case 'DeleteMessageBatch':
        for (const entry of entries(input)) queue.delete(String(entry['ReceiptHandle']));
        return { Successful: entries(input).map((entry) => ({ Id: entry['Id'] })), Failed: [] };
      case 'ChangeMessageVisibility':
        if (!queue.changeVisibility(String(input['ReceiptHandle']), Number(input['VisibilityTimeout']))) {
          throw new ServiceError('com.amazonaws.sqs#MessageNotInflight', 'the receipt handle names no message in flight');
        }
        return {};
      case 'PurgeQueue':
        queue.purge();
        return {};
      case 'GetQueueAttributes':
        return { Attributes: attributes(queue, (input['AttributeNames'] as string[] | undefined) ?? []) };
      default:
        throw new ServiceError('UnknownOperationException', `SQS ${operation} is not offered by the embedded cloud`, 501);
    }
  }

  #find(name: string): Queue {
    const queue = this.#queues.find((candidate) => candidate.settings.name === name);
    if (queue === undefined) throw new ServiceError('com.amazonaws.sqs#QueueDoesNotExist', `The specified queue does not exist: ${name}`);
    return queue;
  }

  #send(queue: Queue, input: Input): Record<string, unknown> {
    const body = input['MessageBody'];
    if (typeof body !== 'string' || body === '')
      throw new ServiceError('com.amazonaws.sqs#InvalidMessageContents', 'MessageBody must be non-empty text');
    if (Buffer.byteLength(body) > 1024 * 1024)
      throw new ServiceError('InvalidParameterValue', 'One or more parameters are invalid: message must be shorter than 1048576 bytes');
    const sent: SentMessage = {
      body,
      attributes: input['MessageAttributes'] as Record<string, MessageAttribute> | undefined,
      groupId: input['MessageGroupId'] as string | undefined,
      deduplicationId: input['MessageDeduplicationId'] as string | undefined,
      delaySeconds: input['DelaySeconds'] as number | undefined,
    };
    if (queue.settings.fifo && sent.groupId === undefined)
      throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
    if (queue.settings.fifo && sent.deduplicationId === undefined && !queue.settings.contentBasedDeduplication) {
      throw new ServiceError(
        'InvalidParameterValue',
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
      );
    }
    return { MessageId: queue.send(sent), MD5OfMessageBody: md5(body) };
  }

  async #receive(queue: Queue, input: Input): Promise<unknown> {
    const limit = Number(input['MaxNumberOfMessages'] ?? 1);
    const visibility = input['VisibilityTimeout'] as number | undefined;
    const untilMs = Date.now() + Number(input['WaitTimeSeconds'] ?? 0) * 1000;
    for (;;) {
      const received = queue.receive(limit, this.deadLettersOf(queue), visibility);
      if (received.length > 0) return { Messages: received.map(wire) };
      if (Date.now() >= untilMs) return {};
      await new Promise((resolve) => setTimeout(resolve, 50).unref());
    }
  }
}

/** The system attributes of a message, as SQS and Lambda show them. */
export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    SentTimestamp: String(message.sentMs),
    SenderId: 'local',
    ...(message.groupId === undefined
      ? {}
      : { MessageGroupId: message.groupId, SequenceNumber: String(message.sequence).padStart(20, '0') }),
    ...(message.deduplicationId === undefined ? {} : { MessageDeduplicationId: message.deduplicationId }),
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function wire(message: Message): Record<string, unknown> {
  const shown = {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: systemAttributes(message),
  };
  return message.attributes === undefined ? shown : { ...shown, MessageAttributes: message.attributes };
}

function entries(input: Input): Input[] {
  return input['Entries'] as Input[];
}

function attributes(queue: Queue, asked: readonly string[]): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const all: Record<string, string> = {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    QueueArn: queue.settings.arn,
    VisibilityTimeout: String(queue.settings.visibilitySeconds),
    ...(queue.settings.fifo ? { FifoQueue: 'true' } : {}),
  };
  return asked.includes('All') ? all : Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes(name)));
}

function parseSettings({ ref, properties, attributes: given }: Resource): QueueSettings {
  const redrive = properties['RedrivePolicy'] as { deadLetterTargetArn: string; maxReceiveCount: number } | undefined;
  return {
    name: given['QueueName'] as string,
    url: ref,
    arn: given['Arn'] as string,
    fifo: properties['FifoQueue'] === true,
    contentBasedDeduplication: properties['ContentBasedDeduplication'] === true,
    delaySeconds: Number(properties['DelaySeconds'] ?? 0),
    retentionSeconds: Number(properties['MessageRetentionPeriod'] ?? 345_600),
    visibilitySeconds: Number(properties['VisibilityTimeout'] ?? 30),
    redrive:
      redrive === undefined ? undefined : { targetArn: redrive.deadLetterTargetArn, maxReceiveCount: Number(redrive.maxReceiveCount) },
  };
}
