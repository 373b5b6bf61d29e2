import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ObjectsError } from './error.ts';

/** A request to the object store, taken apart: path style, so the first segment is the bucket. */
export interface ObjectRequest {
  readonly method: string;
  /** Still percent-encoded; what a signature covers. */
  readonly path: string;
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export function parseObjectRequest(request: IncomingMessage): ObjectRequest {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    // A plus sign in a query is a plus sign to S3, while URLSearchParams reads a space.
    const parameters = new URLSearchParams(query.replaceAll('+', '%2B'));
    return {
      method: request.method ?? 'GET',
      path,
      bucket,
      key: decodeURIComponent(key),
      query: parameters,
      headers: request.headers,
      body: request,
    };
  } catch {
    throw new ObjectsError(400, 'InvalidURI', `Couldn't parse the specified URI ${path}`);
  }
}
