import type { IncomingMessage } from 'node:http';
import type { Caller } from './authorize.ts';
import type { Match } from './routes.ts';

export interface EventParts {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly rawQuery: string;
  readonly body: Buffer;
  readonly match: Match;
  readonly caller: Caller | undefined;
  readonly requestId: string;
  readonly api: {
    readonly id: string;
    readonly stage: string;
    readonly account: string;
    readonly variables: Readonly<Record<string, string>> | undefined;
  };
  readonly timeMs: number;
}

/** The event of an HTTP API in payload format 2.0. API Gateway Developer Guide, "AWS Lambda proxy integrations for HTTP APIs". */
export function httpEvent(parts: EventParts): Record<string, unknown> {
  const { request, path, rawQuery, body, match, caller, requestId, api, timeMs } = parts;
  const { cookie, ...headers } = request.headers;
  const domainName = request.headers.host ?? '';
  const text = isText(request.headers['content-type']) && request.headers['content-encoding'] === undefined;
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers: joinHeaders(headers),
    ...(rawQuery === '' ? {} : { queryStringParameters: joinQuery(rawQuery) }),
    ...(Object.keys(match.pathParameters).length === 0 ? {} : { pathParameters: match.pathParameters }),
    ...(api.variables === undefined ? {} : { stageVariables: api.variables }),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      ...(caller === undefined ? {} : { authorizer: { jwt: caller } }),
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.key,
      stage: api.stage,
      time: clfTime(timeMs),
      timeEpoch: timeMs,
    },
    ...(body.length === 0 ? {} : { body: text ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Common log format, in which API Gateway tells the time of a request: `21/Nov/2026:02:16:33 +0000`. */
export function clfTime(timeMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(timeMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function isText(contentType: string | undefined): boolean {
  const type = (contentType ?? 'application/octet-stream').split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('text/') || /^application\/(.+\+)?(json|xml|javascript)$/.test(type);
}

function joinHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')] as const);
  return Object.fromEntries(entries);
}

function joinQuery(rawQuery: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  return joined;
}
