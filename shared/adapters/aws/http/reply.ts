import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** An answer that is not plain JSON of the route's own status. */
export class Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  constructor(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** On every answer: nothing may be sniffed, framed, cached or loaded by it unless a reply says otherwise. */
const STRICT_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The payload 2.0 form of a reply; bytes travel as base64. */
export function toGateway(reply: Reply, requestId: string): APIGatewayProxyStructuredResultV2 {
  const headers = { ...STRICT_HEADERS, ...reply.headers, 'x-request-id': requestId };
  if (typeof reply.body === 'string') return { statusCode: reply.status, headers, body: reply.body };
  return { statusCode: reply.status, headers, body: Buffer.from(reply.body).toString('base64'), isBase64Encoded: true };
}

export function jsonReply(status: number, value: unknown): Reply {
  return new Reply(status, { 'content-type': 'application/json' }, JSON.stringify(value));
}
