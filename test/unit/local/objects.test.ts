import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { algorithmOf } from '../../../local/objects/checksums.ts';
import { AwsChunkedDecoder } from '../../../local/objects/chunked.ts';
import { checkSignature, type SignedRequest } from '../../../local/objects/signature.ts';
import { xmlDocument, xmlTexts } from '../../../local/objects/xml.ts';

describe('signature', () => {
  // Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters", the example with its published signature.
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  const signedMs = Date.UTC(2013, 4, 24);
  const example = (changes: Record<string, string> = {}, more: Partial<SignedRequest> = {}): SignedRequest => ({
    method: 'GET',
    path: '/test.txt',
    headers: { host: 'examplebucket.s3.amazonaws.com' },
    query: new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      ...changes,
    }),
    ...more,
  });
  const check =
    (request: SignedRequest, nowMs = signedMs) =>
    () =>
      checkSignature(request, nowMs, credentials);

  test('[OP-01] the published example of S3 is right until the last moment of its day', () => {
    expect(check(example())).not.toThrow();
    expect(check(example(), signedMs + 86_400_000)).not.toThrow();
    expect(check(example(), signedMs + 86_400_001)).toThrow('Request has expired');
    expect(check(example(), signedMs - 16 * 60_000)).toThrow('not yet valid');
  });

  test('[OP-01] any change of what is signed breaks it', () => {
    const changed = [
      example({}, { method: 'PUT' }),
      example({}, { path: '/test2.txt' }),
      example({}, { headers: { host: 'other' } }),
      example({ 'X-Amz-Expires': '86401' }),
      example({ more: '1' }),
      example({ 'X-Amz-Signature': '' }),
    ];
    for (const request of changed) expect(check(request)).toThrow('does not match');
    expect(check(example({}, { headers: { host: 'examplebucket.s3.amazonaws.com', 'x-amz-acl': 'public-read' } }))).toThrow(
      'not signed: x-amz-acl',
    );
    expect(check(example({ 'X-Amz-Expires': '604801' }))).toThrow('expiry of 1 to 604800 seconds');
    expect(check(example({}, { query: new URLSearchParams() }))).toThrow('Access Denied');
  });
});

describe('aws-chunked', () => {
  const decode = async (encoded: Buffer, cuts: readonly number[]) => {
    const decoder = new AwsChunkedDecoder();
    const at = [0, ...cuts.map((cut) => cut % (encoded.length + 1)).sort((a, b) => a - b), encoded.length];
    const pieces = at.slice(1).map((end, i) => encoded.subarray(at[i], end));
    const body = await buffer(Readable.from(pieces.filter((piece) => piece.length > 0)).pipe(decoder));
    return { body, trailers: Object.fromEntries(decoder.trailers) };
  };

  test('[OP-01] any body in any chunks, cut anywhere on the wire, comes out as it went in, with its trailers', async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), fc.array(fc.nat()), async (chunks, cuts) => {
        const frames = chunks.map((bytes) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]));
        const encoded = Buffer.concat([...frames, Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n')]);
        const { body, trailers } = await decode(encoded, cuts);
        expect(body.equals(Buffer.concat(chunks))).toBe(true);
        expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
    );
  });

  test('[OP-01] a body that ends early, or has no size where one must be, is refused', async () => {
    await expect(buffer(Readable.from([Buffer.from('5\r\nabc')]).pipe(new AwsChunkedDecoder()))).rejects.toThrow('terminated unexpectedly');
    await expect(buffer(Readable.from([Buffer.from('time,open\r\n')]).pipe(new AwsChunkedDecoder()))).rejects.toThrow(
      '"time,open" is not a chunk size',
    );
  });
});

test('[OP-01] a checksum that is not understood is refused by name', () => {
  expect([algorithmOf('x-amz-checksum-sha256'), algorithmOf('x-amz-checksum-mode'), algorithmOf('content-type')]).toEqual([
    'sha256',
    undefined,
    undefined,
  ]);
  expect(() => algorithmOf('x-amz-checksum-crc64nvme')).toThrow('checksum crc64nvme is not offered');
});

test('[OP-01] texts survive XML both ways', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (keys) => {
      expect(xmlTexts(xmlDocument('Delete', { Object: keys.map((Key) => ({ Key })) }), 'Key')).toEqual(keys);
    }),
  );
});
