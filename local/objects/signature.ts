import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { CREDENTIALS } from '../credentials.ts';
import { ObjectsError } from './error.ts';

export interface SignedRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const WEEK_SECONDS = 7 * 24 * 3600;

/**
 * Checks a request's right to be here: a presigned URL in full (signature, expiry, signed headers), a signed header by its presence and key, since only
 * this machine's processes can hold it. Throws `ObjectsError` with S3's code. Signature Version 4: AWS General Reference, "Create a signed request".
 */
export function checkSignature(request: SignedRequest, nowMs: number, credentials: Credentials = CREDENTIALS): void {
  if (request.query.has('X-Amz-Algorithm')) return checkPresigned(request, nowMs, credentials);
  const header = request.headers.authorization;
  if (header === undefined) throw new ObjectsError(403, 'AccessDenied', 'Access Denied');
  const key = /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(header)?.[1];
  if (key !== credentials.accessKeyId)
    throw new ObjectsError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
}

function checkPresigned(request: SignedRequest, nowMs: number, credentials: Credentials): void {
  const { query } = request;
  const [key, day, region, service, terminator] = (query.get('X-Amz-Credential') ?? '').split('/');
  const date = query.get('X-Amz-Date') ?? '';
  const expiresSeconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  const wellFormed =
    query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256' && service === 's3' && terminator === 'aws4_request' && date.startsWith(`${day}T`);
  if (!wellFormed || !(expiresSeconds >= 1 && expiresSeconds <= WEEK_SECONDS)) {
    throw new ObjectsError(
      400,
      'AuthorizationQueryParametersError',
      'Query-string authentication requires a valid algorithm, credential, date and expiry of 1 to 604800 seconds',
    );
  }
  if (key !== credentials.accessKeyId)
    throw new ObjectsError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  const signedMs = parseAmzDate(date);
  if (Number.isNaN(signedMs) || nowMs < signedMs - 15 * 60_000) throw new ObjectsError(403, 'AccessDenied', 'Request is not yet valid');
  const scope = [day, region, service, terminator].join('/');
  const canonical = canonicalRequest(request);
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const expected = signingKey(credentials, day as string, region as string)
    .update(text)
    .digest();
  const given = Buffer.from(query.get('X-Amz-Signature') ?? '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ObjectsError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.');
  }
  if (nowMs > signedMs + expiresSeconds * 1000) throw new ObjectsError(403, 'AccessDenied', 'Request has expired');
}

function canonicalRequest({ method, path, query, headers }: SignedRequest): string {
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!signed.includes('host')) throw new ObjectsError(403, 'AccessDenied', 'The host header must be signed');
  const loose = Object.keys(headers).find((name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.includes(name));
  if (loose !== undefined)
    throw new ObjectsError(403, 'AccessDenied', `There were headers present in the request which were not signed: ${loose}`);
  const lines = signed
    .map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replaceAll(/ +/g, ' ')}\n`,
    )
    .join('');
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return [method, path, pairs.sort().join('&'), lines, signed.join(';'), payloadHash(query, headers)].join('\n');
}

/** The hash of the body that the signature covers, hexadecimal, or `UNSIGNED-PAYLOAD`. */
export function payloadHash(query: URLSearchParams, headers: IncomingHttpHeaders): string {
  return query.get('X-Amz-Content-Sha256') ?? (headers['x-amz-content-sha256'] as string | undefined) ?? 'UNSIGNED-PAYLOAD';
}

function signingKey({ secretAccessKey }: Credentials, day: string, region: string) {
  const chain = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', chain);
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
