import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Bucket, StoredObject } from './bucket.ts';
import { ObjectsError } from './error.ts';
import type { ObjectRequest } from './request.ts';

/** Answers GET and HEAD of an object: conditions, one byte range, the overrides that a presigned URL may carry. */
export async function getObject(bucket: Bucket, request: ObjectRequest, response: ServerResponse): Promise<void> {
  const object = bucket.get(request.key);
  if (object === undefined) throw new ObjectsError(404, 'NoSuchKey', 'The specified key does not exist.');
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== object.etag) {
    throw new ObjectsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  const headers = describe(object, request);
  if (ifNoneMatch !== undefined && (ifNoneMatch === '*' || ifNoneMatch === object.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = parseRange(request.headers.range, object.bytes);
  if (range !== undefined) headers['content-range'] = `bytes ${range.start}-${range.end}/${object.bytes}`;
  else Object.assign(headers, checksumHeaders(object, request));
  headers['content-length'] = String(range === undefined ? object.bytes : range.end - range.start + 1);
  response.writeHead(range === undefined ? 200 : 206, headers);
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(bucket.path(object.file), range), response);
}

function describe(object: StoredObject, { query }: ObjectRequest): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    etag: object.etag,
    'last-modified': new Date(object.modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const [name, value] of query) {
    const header = /^response-(content-type|content-language|expires|cache-control|content-disposition|content-encoding)$/.exec(name)?.[1];
    if (header !== undefined) headers[header] = value;
  }
  return headers;
}

function checksumHeaders(object: StoredObject, { headers }: ObjectRequest): Record<string, string> {
  if (headers['x-amz-checksum-mode'] !== 'ENABLED') return {};
  const entries = Object.entries(object.checksums).map(([algorithm, value]) => [`x-amz-checksum-${algorithm}`, value] as const);
  return { ...Object.fromEntries(entries), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** One range in bytes, both ends inclusive; undefined for none, or for several, which S3 ignores. */
function parseRange(header: string | undefined, bytes: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, bytes - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? bytes - 1 : Math.min(Number(match[2]), bytes - 1);
  if (start > end) throw new ObjectsError(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end };
}
