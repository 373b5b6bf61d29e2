import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { ApiHandler } from '../../shared/adapters/aws/http/api.ts';
import { ROUTES, type RouteId } from '../../shared/contracts/routes.ts';

export interface CallOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** As the claim arrives: `[trader viewer]`; null for a request without a token. */
  readonly groups?: string | null;
  readonly tenant?: string;
  readonly base64?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed when it is JSON. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** An event of payload format 2.0 as an HTTP API with a JWT authorizer sends it. Source: AWS, "Create AWS Lambda proxy integrations for HTTP APIs". */
export function eventOf(id: RouteId, options: CallOptions = {}): APIGatewayProxyEventV2 {
  const { method, path } = ROUTES[id];
  return rawEvent(
    method,
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(options.path?.[name] ?? '')),
    `${method} ${path}`,
    options,
  );
}

export function rawEvent(method: string, path: string, routeKey: string, options: CallOptions = {}): APIGatewayProxyEventV2 {
  const { query = '', body, headers = {}, groups = '[trader]', tenant, base64 = false } = options;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const claims = { sub: 'user-1', 'cognito:groups': groups, ...(tenant === undefined ? {} : { 'custom:tenant': tenant }) };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers: { accept: 'application/json', ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(options.path === undefined ? {} : { pathParameters: options.path }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: '127.0.0.1',
      domainPrefix: '127',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '21/Nov/2026:02:00:00 +0000',
      timeEpoch: 0,
      ...(groups === null ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
    },
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: base64,
  } as unknown as APIGatewayProxyEventV2;
}

/** Calls a handler as Lambda would, and reads what it answers. */
export async function invoke(handler: ApiHandler, event: APIGatewayProxyEventV2): Promise<Answer> {
  const answer: APIGatewayProxyStructuredResultV2 = await handler(event, CONTEXT);
  const text = answer.isBase64Encoded === true ? Buffer.from(answer.body ?? '', 'base64').toString('latin1') : (answer.body ?? '');
  const headers = answer.headers as Record<string, string>;
  return { status: answer.statusCode ?? 0, headers, text, body: /json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : undefined };
}

export const CONTEXT = {
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'invocation-1',
  logGroupName: '',
  logStreamName: '',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => 10_000,
} as unknown as Context;
