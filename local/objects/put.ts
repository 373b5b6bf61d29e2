import { createWriteStream, rmSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bucket, StoredObject } from './bucket.ts';
import { type Algorithm, algorithmOf, Checksums } from './checksums.ts';
import { AwsChunkedDecoder } from './chunked.ts';
import { notImplemented, ObjectsError } from './error.ts';
import type { ObjectRequest } from './request.ts';
import { payloadHash } from './signature.ts';

const KEPT_HEADERS = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
/** S3 takes at most 5 GB in one put. */
const BYTES_MAX = 5 * 1024 ** 3;

/** Stores the body of a put, after every checksum that the client gave has been found right. Returns what was stored. */
export async function putObject(bucket: Bucket, key: string, request: ObjectRequest): Promise<StoredObject> {
  const { headers, query } = request;
  if (headers['x-amz-copy-source'] !== undefined) throw notImplemented('CopyObject');
  const said = saidChecksums(request);
  const trailing = trailingAlgorithm(headers['x-amz-trailer']);
  const payload = payloadHash(query, headers);
  if (payload.startsWith('STREAMING-') && payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') throw notImplemented(payload);
  const decoder = payload.startsWith('STREAMING-') ? new AwsChunkedDecoder() : undefined;
  const checksums = new Checksums(new Set<Algorithm>([...said.keys(), ...(trailing === undefined ? [] : [trailing]), 'crc32']));
  const tally = new Transform({
    transform: (data: Buffer, _, callback) => {
      checksums.update(data);
      callback(
        checksums.bytes > BYTES_MAX
          ? new ObjectsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
          : null,
        data,
      );
    },
  });
  const draft = bucket.draft();
  try {
    const sink = createWriteStream(draft.path, { flags: 'wx' });
    await (decoder === undefined ? pipeline(request.body, tally, sink) : pipeline(request.body, decoder, tally, sink));
    checkLength(checksums.bytes, headers[decoder === undefined ? 'content-length' : 'x-amz-decoded-content-length']);
    for (const [name, value] of decoder?.trailers ?? []) {
      const algorithm = algorithmOf(name);
      if (algorithm !== undefined) said.set(algorithm, value);
    }
    if (trailing !== undefined && !said.has(trailing))
      throw new ObjectsError(400, 'MalformedTrailerError', 'The request contained trailing data that was not well-formed');
    const sha256Hex = /^[0-9a-f]{64}$/.test(payload) ? payload : undefined;
    const found = checksums.finish({ md5: headers['content-md5'] as string | undefined, sha256Hex, checksums: said });
    return { key, file: draft.file, bytes: checksums.bytes, modifiedMs: Date.now(), headers: keptHeaders(request), ...found };
  } catch (error) {
    rmSync(draft.path, { force: true });
    throw error;
  }
}

/** Checksums in the headers, or in the query of a presigned URL, where the SDK's presigner moves them. */
function saidChecksums({ headers, query }: ObjectRequest): Map<Algorithm, string> {
  const said = new Map<Algorithm, string>();
  const pairs = [...[...query].map(([name, value]) => [name.toLowerCase(), value] as const), ...Object.entries(headers)];
  for (const [name, value] of pairs) {
    const algorithm = algorithmOf(name);
    if (algorithm !== undefined) said.set(algorithm, String(value));
  }
  return said;
}

function trailingAlgorithm(trailer: string | string[] | undefined): Algorithm | undefined {
  return typeof trailer === 'string' ? algorithmOf(trailer.toLowerCase()) : undefined;
}

function checkLength(bytes: number, said: string | string[] | undefined): void {
  if (said !== undefined && Number(said) !== bytes) {
    throw new ObjectsError(
      400,
      'IncompleteBody',
      `You did not provide the number of bytes specified by the length header: ${String(said)}, received ${bytes}`,
    );
  }
}

function keptHeaders({ headers }: ObjectRequest): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && (KEPT_HEADERS.includes(name) || name.startsWith('x-amz-meta-'))) kept[name] = value;
  }
  const encoding = String(headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked');
  if (encoding.length > 0) kept['content-encoding'] = encoding.join(', ');
  return kept;
}
