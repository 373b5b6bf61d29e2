import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { startToy, temporaryHome } from './fixtures/toy.ts';

const Bucket = 'toy-lake';
const home = temporaryHome();
let cloud: Cloud;
let client: S3Client;

const clientOf = (changes: Partial<ConstructorParameters<typeof S3Client>[0]> = {}) =>
  new S3Client({
    endpoint: cloud.endpoints.services,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
    ...changes,
  });
const open = async () => {
  cloud = await startToy(home.path);
  client = clientOf();
};
const put = (Key: string, Body: string | Buffer | Readable, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ ...more, Bucket, Key, Body }));
const read = async (Key: string, more = {}) =>
  (await client.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

beforeAll(open);
afterAll(async () => {
  await cloud.stop();
  home[Symbol.dispose]();
});

describe('objects', () => {
  test('[OP-01] what is put comes back byte for byte, with the checksums that the SDK sends and asks for by default', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) % 256));
    const { ETag } = await put('a/b c+ü.bin', bytes, { ContentType: 'application/x-one', Metadata: { who: 'me' } });
    expect(ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b c+ü.bin', ChecksumMode: 'ENABLED' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) as Uint8Array).equals(bytes)).toBe(true);
    expect(got).toMatchObject({ ContentLength: 200_000, ContentType: 'application/x-one', Metadata: { who: 'me' } });
    expect(got.ChecksumCRC32).toBeDefined();
  });

  test('[OP-01] a stream, which the SDK sends in aws-chunked frames with a trailing checksum, is stored without the frames', async () => {
    const parts = ['one,', 'two,', 'x'.repeat(100_000)];
    await put('streamed', Readable.from(parts.map((part) => Buffer.from(part))), { ContentLength: 100_008 });
    expect(await read('streamed')).toBe(parts.join(''));
    expect(await read('streamed', { Range: 'bytes=4-6' })).toBe('two');
    const { ContentLength, ContentEncoding } = await client.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }));
    expect([ContentLength, ContentEncoding]).toEqual([100_008, undefined]);
  });

  test('[OP-01] a wrong checksum is refused and nothing is stored', async () => {
    for (const claim of [
      { ChecksumSHA256: createHash('sha256').update('other').digest('base64') },
      { ChecksumCRC32: 'AAAAAA==' },
      { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    ]) {
      await expect(put('wrong', 'text', claim)).rejects.toMatchObject({ name: 'BadDigest' });
    }
    await expect(read('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('[OP-01] conditions: only if absent, only if unchanged', async () => {
    const { ETag } = await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await put('once', '3', { IfMatch: ETag });
    await expect(put('once', '4', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await read('once')).toBe('3');
  });

  test('[OP-01] lists come in pages, in the order of bytes, folded at the delimiter', async () => {
    for (const key of ['l/2', 'l/1', 'l/x/1', 'l/x/2', 'l/é', 'l/a&<b>']) await put(key, key);
    const all = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/' }));
    expect(all.Contents?.map((entry) => entry.Key)).toEqual(['l/1', 'l/2', 'l/a&<b>', 'l/x/1', 'l/x/2', 'l/é']);
    const folded = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/' }));
    expect([folded.Contents?.length, folded.CommonPrefixes]).toEqual([4, [{ Prefix: 'l/x/' }]]);
    const keys = [];
    let token: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', MaxKeys: 2, ContinuationToken: token }));
      keys.push(...(page.Contents ?? []).map((entry) => entry.Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(keys).toEqual(all.Contents?.map((entry) => entry.Key));
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'l/a&<b>' }, { Key: 'l/1' }] } }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'l/2' }));
    expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/' }))).KeyCount).toBe(3);
  });

  test('[OP-01] objects survive a restart, also one after a crash in the middle of a line', async () => {
    await put('kept', 'still here');
    await cloud.stop();
    appendFileSync(join(home.path, 'cloud', 'objects', Bucket, 'index.jsonl'), '{"key":"torn","fi');
    await open();
    expect(await read('kept')).toBe('still here');
    await expect(read('torn')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('[OP-01] what is not offered says so by name', async () => {
    await expect(put('x', 'x', { ChecksumAlgorithm: 'CRC32C' })).rejects.toThrow('checksum crc32c is not offered');
    await expect(client.send(new GetObjectCommand({ Bucket: 'elsewhere', Key: 'x' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

describe('presigned uploads', () => {
  const body = 'time,open\n1,2\n';
  const sha256 = createHash('sha256').update(body).digest('base64');
  const presign = (options: Parameters<typeof getSignedUrl>[2] = {}, changes: Parameters<typeof clientOf>[0] = {}) =>
    getSignedUrl(
      clientOf({ requestChecksumCalculation: 'WHEN_REQUIRED', ...changes }),
      new PutObjectCommand({ Bucket, Key: 'uploads/o/1', ContentLength: body.length, ChecksumSHA256: sha256 }),
      {
        expiresIn: 60,
        ...options,
      },
    );
  const send = async (url: string, content = body, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'PUT', body: content, headers });
    return [response.status, /<Code>(\w+)/.exec(await response.text())?.[1]];
  };

  test('[OP-01] the right bytes are taken', async () => {
    expect(await send(await presign())).toEqual([200, undefined]);
    expect(await read('uploads/o/1')).toBe(body);
  });

  test('[OP-01] the checksum may be in the query or in a signed header, and other bytes are refused either way', async () => {
    const signed = await presign({ unhoistableHeaders: new Set(['x-amz-checksum-sha256']) });
    expect(await send(signed, body, { 'x-amz-checksum-sha256': sha256 })).toEqual([200, undefined]);
    expect(await send(signed)).toEqual([403, 'SignatureDoesNotMatch']);
    const other = 'time,open\n1,3\n';
    expect(await send(signed, other, { 'x-amz-checksum-sha256': sha256 })).toEqual([400, 'BadDigest']);
    expect(await send(await presign(), other)).toEqual([400, 'BadDigest']);
    expect(await send(signed, other, { 'x-amz-checksum-sha256': createHash('sha256').update(other).digest('base64') })).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
  });

  test('[OP-01] a changed, foreign, late or over-long URL is refused', async () => {
    const url = await presign();
    expect(await send(url.replace('uploads/o/1', 'uploads/o/2'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await send(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await send(await presign({}, { credentials: { ...CREDENTIALS, secretAccessKey: 'guessed' } }))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    expect(await send(await presign({}, { credentials: { ...CREDENTIALS, accessKeyId: 'AKIAOTHER' } }))).toEqual([
      403,
      'InvalidAccessKeyId',
    ]);
    expect(await send(await presign({ signingDate: new Date(Date.now() - 61_000) }))).toEqual([403, 'AccessDenied']);
    expect(await send(`${cloud.endpoints.services}/${Bucket}/uploads/o/3`)).toEqual([403, 'AccessDenied']);
    expect(await send(await presign(), body, { 'x-amz-meta-more': 'unsigned' })).toEqual([403, 'AccessDenied']);
  });

  test('[OP-01] a page may upload from the origins that the bucket names, and from no other', async () => {
    const preflight = async (origin: string) => {
      const response = await fetch(await presign(), {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' },
      });
      return [response.status, response.headers.get('access-control-allow-origin')];
    };
    expect(await preflight('http://127.0.0.1:4600')).toEqual([200, 'http://127.0.0.1:4600']);
    expect(await preflight('https://foe.example')).toEqual([403, null]);
    const response = await fetch(await presign(), { method: 'PUT', body, headers: { origin: 'http://127.0.0.1:4600' } });
    expect([response.status, response.headers.get('access-control-expose-headers')]).toEqual([200, 'ETag']);
  });
});
