import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetters } from '../../ports/dead-letters.ts';

/** SQS takes 256 KiB a message; the rest of a longer payload is where `source` says. */
const MAX_PAYLOAD = 200_000;

/** Dead letters as messages of a queue. */
export class SqsDeadLetters implements DeadLetters {
  readonly #client: SQSClient;
  readonly #url: string;
  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(letter: DeadLetter): Promise<void> {
    const payload = letter.payload.slice(0, MAX_PAYLOAD);
    const body = { ...letter, payload, ...(payload.length < letter.payload.length ? { cutFrom: letter.payload.length } : {}) };
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody: JSON.stringify(body) }));
  }
}
