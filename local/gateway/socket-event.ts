import type { IncomingMessage } from 'node:http';
import { clfTime } from './event.ts';

/** What stays the same of a connection. */
export interface Connection {
  readonly id: string;
  readonly connectedAtMs: number;
  readonly api: { readonly id: string; readonly stage: string; readonly account: string; readonly region: string };
  readonly domainName: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** What the authorizer said of the caller; functions get it with every message. */
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
}

export interface EventContext {
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly requestId: string;
  readonly nowMs: number;
}

/** The event of `$connect`, and with `type` and `methodArn` that of its authorizer. API Gateway Developer Guide, "Lambda proxy integration for WebSocket APIs". */
export function connectEvent(connection: Connection, context: EventContext, request: IncomingMessage): Record<string, unknown> {
  return { ...handshake(request), requestContext: requestContext(connection, context), isBase64Encoded: false };
}

/** The event of a REQUEST authorizer. "Create an API Gateway Lambda authorizer": `methodArn` names the stage and the route. */
export function authorizerEvent(connection: Connection, context: EventContext, request: IncomingMessage): Record<string, unknown> {
  const { region, account, id, stage } = connection.api;
  return {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:${region}:${account}:${id}/${stage}/${context.routeKey}`,
    ...handshake(request),
    requestContext: requestContext(connection, context),
  };
}

/** The event of a message. Text comes as it is; a binary frame would come as base64, but API Gateway takes text only. */
export function messageEvent(connection: Connection, context: EventContext, body: string): Record<string, unknown> {
  return {
    requestContext: { ...requestContext(connection, context), messageId: context.requestId },
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(
  connection: Connection,
  context: EventContext,
  ended: { code: number; reason: string },
): Record<string, unknown> {
  return {
    headers: { Host: connection.domainName },
    multiValueHeaders: { Host: [connection.domainName] },
    requestContext: { ...requestContext(connection, context), disconnectStatusCode: ended.code, disconnectReason: ended.reason },
    isBase64Encoded: false,
  };
}

function requestContext(connection: Connection, { routeKey, eventType, requestId, nowMs }: EventContext): Record<string, unknown> {
  const { api, authorizer } = connection;
  return {
    routeKey,
    eventType,
    ...(authorizer === undefined ? {} : { authorizer }),
    extendedRequestId: requestId,
    requestTime: clfTime(nowMs),
    messageDirection: 'IN',
    stage: api.stage,
    connectedAt: connection.connectedAtMs,
    requestTimeEpoch: nowMs,
    identity: { sourceIp: connection.sourceIp, userAgent: connection.userAgent },
    requestId,
    domainName: connection.domainName,
    connectionId: connection.id,
    apiId: api.id,
  };
}

/** Headers keep their names here, as the client wrote them, unlike in an HTTP API. */
function handshake(request: IncomingMessage): Record<string, unknown> {
  const multiValueHeaders: Record<string, string[]> = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    (multiValueHeaders[request.rawHeaders[i] as string] ??= []).push(request.rawHeaders[i + 1] as string);
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const multiValueQuery = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
  const last = (values: Readonly<Record<string, string[]>>) =>
    Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) as string]));
  return {
    headers: last(multiValueHeaders),
    multiValueHeaders,
    ...(query.size === 0 ? {} : { queryStringParameters: last(multiValueQuery), multiValueQueryStringParameters: multiValueQuery }),
  };
}
