import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS } from '../credentials.ts';
import type { Endpoints } from '../lambda/environment.ts';
import type { Queues } from '../queues/queues.ts';

/** What Lambda tells about a discarded batch. A queue gets this much; a bucket also gets the records, as `payload`. */
export interface FailureReport {
  readonly mapping: string;
  readonly shard: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly payload: string;
}

/** Sends the report of a discarded batch where the mapping's on-failure destination says. */
export class FailureDestinations {
  readonly #queues: Queues;
  readonly #client: S3Client;

  constructor(queues: Queues, endpoints: Endpoints) {
    this.#queues = queues;
    this.#client = new S3Client({ endpoint: endpoints.services, region: endpoints.region, credentials: CREDENTIALS, forcePathStyle: true });
  }

  async send(arn: string, report: FailureReport, atMs: number): Promise<void> {
    const queue = this.#queues.byArn(arn);
    if (queue !== undefined) {
      queue.send({ body: JSON.stringify(report.record) });
      return;
    }
    const bucket = /^arn:aws:s3:::(.+)$/.exec(arn)?.[1];
    if (bucket === undefined) throw new Error(`on-failure destination ${arn} does not run here; a queue or a bucket does`);
    const time = new Date(atMs).toISOString();
    const Key = `aws/lambda/${report.mapping}/${report.shard}/${time.slice(0, 10).replaceAll('-', '/')}/${time.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`;
    const Body = JSON.stringify({ ...report.record, payload: report.payload });
    await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/json' }));
  }

  stop(): void {
    this.#client.destroy();
  }
}
