import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { TimeUs } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Objects, PresignedPut, PutOptions, UploadOptions } from '../../ports/objects.ts';

interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: Clock;
}

const CHECKSUM_HEADER = 'x-amz-checksum-sha256';
/** What one DeleteObjects takes. */
const DELETE_BATCH = 1000;

/** Objects of one S3 bucket. */
export class S3Objects implements Objects {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #clock: Clock;
  constructor({ client, bucket, clock }: Bucket) {
    this.#client = client;
    this.#bucket = bucket;
    this.#clock = clock;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async put(key: string, body: Uint8Array | string, options: PutOptions): Promise<'stored' | 'exists'> {
    const condition = options.ifAbsent === true ? { IfNoneMatch: '*' } : {};
    try {
      await this.#client.send(
        new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentType: options.contentType, ...condition }),
      );
      return 'stored';
    } catch (error) {
      if (error instanceof Error && error.name === 'PreconditionFailed') return 'exists';
      throw error;
    }
  }

  async *list(prefix: string): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const page = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix, ContinuationToken: token }));
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += DELETE_BATCH) {
      const Objects = keys.slice(i, i + DELETE_BATCH).map((Key) => ({ Key }));
      const { Errors } = await this.#client.send(new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }));
      const first = Errors?.[0];
      if (first !== undefined) throw new Error(`could not delete ${first.Key}: ${first.Code} ${first.Message}`);
    }
  }

  /** Length and checksum are signed headers, so the store refuses any other bytes; they would mean nothing as query parameters. */
  async presignPut(key: string, { expiresUs, bytes, sha256 }: UploadOptions): Promise<PresignedPut> {
    const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
    const command = new PutObjectCommand({ Bucket: this.#bucket, Key: key, ContentLength: bytes, ChecksumSHA256 });
    const url = await getSignedUrl(this.#client, command, {
      expiresIn: this.#secondsTo(expiresUs),
      unhoistableHeaders: new Set([CHECKSUM_HEADER]),
    });
    return { url, headers: { [CHECKSUM_HEADER]: ChecksumSHA256 } };
  }

  presignGet(key: string, { expiresUs, contentType }: { readonly expiresUs: TimeUs; readonly contentType: string }): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentType: contentType,
      ResponseContentDisposition: 'inline',
    });
    return getSignedUrl(this.#client, command, { expiresIn: this.#secondsTo(expiresUs) });
  }

  #secondsTo(timeUs: TimeUs): number {
    return Math.max(1, Math.round((timeUs - this.#clock.nowUs()) / 1_000_000));
  }
}

/** Where browsers put uploads: what a page's connect-src must allow. Computed from the client as it is set up; asks nobody. */
export async function uploadOrigin(client: S3Client, bucket: string): Promise<string> {
  return new URL(await getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, Key: 'x' }))).origin;
}
