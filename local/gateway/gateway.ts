import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IssuerKeys } from '../issuer/keys.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Resource } from '../template/template.ts';
import { accessLine } from './access-log.ts';
import { authorize, type Caller } from './authorize.ts';
import { type ApiCors, apiCorsHeaders } from './cors.ts';
import { clfTime, httpEvent } from './event.ts';
import { type GatewayResponse, gatewayMessage, readResult } from './response.ts';
import { type GatewayRoute, type Match, matchRoute } from './routes.ts';
import { Throttle } from './throttle.ts';
import { withLimit } from '../lambda/with-limit.ts';

/** An HTTP API takes at most 10 MB. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;

export interface GatewayParts {
  readonly api: Resource;
  readonly stage: Resource;
  readonly routes: readonly GatewayRoute[];
  readonly functionByArn: (arn: string) => FunctionPool;
  readonly keys: IssuerKeys;
  readonly account: string;
  /** Gets the line of the stage's access log format. */
  readonly logAccess: (line: string) => void;
}

interface Answer {
  readonly response: GatewayResponse;
  readonly routeKey: string;
  readonly error?: string;
  readonly integrationError?: string;
}

/** API Gateway's HTTP API: routes, tokens, throttling, limits, and the words it uses when it refuses by itself. */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #throttle: Throttle;
  readonly #cors: ApiCors | undefined;
  readonly #logFormat: string | undefined;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#throttle = new Throttle(parts.stage.properties, Date.now());
    this.#cors = parts.api.properties['CorsConfiguration'] as ApiCors | undefined;
    this.#logFormat = (parts.stage.properties['AccessLogSettings'] as { Format?: string } | undefined)?.Format;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedMs = Date.now();
    const requestId = randomUUID();
    const answer = await this.#answer(request, requestId, startedMs);
    const { status, headers, cookies, body } = answer.response;
    const cors = this.#cors === undefined ? {} : apiCorsHeaders(this.#cors, request);
    // The rest of a body that was refused is not read: the connection ends with the answer.
    const unread = request.complete ? {} : { connection: 'close' };
    const length = status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };
    response.writeHead(status, {
      ...headers,
      ...cors,
      ...unread,
      ...length,
      'apigw-requestid': requestId,
      ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    this.#log(request, requestId, answer, startedMs);
  }

  async #answer(request: IncomingMessage, requestId: string, timeMs: number): Promise<Answer> {
    const [rawPath, rawQuery = ''] = splitOnce(request.url ?? '/', '?');
    if (this.#cors !== undefined && request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      return { response: { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) }, routeKey: '' };
    }
    let match: Match | undefined;
    let path: string;
    try {
      path = decodeURIComponent(rawPath);
      match = matchRoute(this.#parts.routes, request.method ?? 'GET', rawPath);
    } catch {
      return { response: gatewayMessage(400, 'Bad Request'), routeKey: '', error: 'malformed path' };
    }
    if (match === undefined) return { response: gatewayMessage(404, 'Not Found'), routeKey: '' };
    const routeKey = match.route.key;
    const refuse = (status: number, message: string, error = message): Answer => ({
      response: gatewayMessage(status, message),
      routeKey,
      error,
    });
    if (!this.#throttle.allows(routeKey, timeMs)) return refuse(429, 'Too Many Requests');
    let caller: Caller | undefined;
    if (match.route.authorizer !== undefined) {
      const verdict = await authorize(request.headers.authorization, match.route.authorizer, this.#parts.keys);
      if (!verdict.ok && verdict.status === 403) return refuse(403, 'Forbidden', verdict.reason);
      if (!verdict.ok)
        return { response: gatewayMessage(401, 'Unauthorized', { 'www-authenticate': 'Bearer' }), routeKey, error: verdict.reason };
      caller = verdict.caller;
    }
    const body = await readBody(request);
    if (body === undefined) return refuse(413, 'Request Entity Too Large');
    const { api, stage, account } = this.#parts;
    const variables = stage.properties['StageVariables'] as Record<string, string> | undefined;
    const event = httpEvent({
      request,
      path,
      rawQuery,
      body,
      match,
      caller,
      requestId,
      api: { id: api.ref, stage: stage.ref, account, variables },
      timeMs,
    });
    return this.#invoke(match.route, JSON.stringify(event), requestId);
  }

  async #invoke(route: GatewayRoute, event: string, requestId: string): Promise<Answer> {
    const pool = this.#parts.functionByArn(route.functionArn);
    const outcome = await withLimit(pool, { event, requestId, limitMs: route.timeoutMs });
    const refuse = (status: number, message: string, integrationError: string): Answer => ({
      response: gatewayMessage(status, message),
      routeKey: route.key,
      integrationError,
    });
    if (outcome === undefined) return refuse(503, 'Service Unavailable', `no answer within ${route.timeoutMs} ms`);
    if (!outcome.ok) {
      const integrationError = `${outcome.error.errorType}: ${outcome.error.errorMessage}`;
      if (outcome.error.errorType === 'RequestTooLargeException') return refuse(413, 'Request Entity Too Large', integrationError);
      if (outcome.error.errorType === 'Runtime.Stopped') return refuse(503, 'Service Unavailable', integrationError);
      return refuse(500, 'Internal Server Error', integrationError);
    }
    const response = readResult(outcome.payload);
    return response === undefined
      ? refuse(500, 'Internal Server Error', 'malformed answer of the function')
      : { response, routeKey: route.key };
  }

  #log(request: IncomingMessage, requestId: string, answer: Answer, startedMs: number): void {
    if (this.#logFormat === undefined) return;
    const values: Readonly<Record<string, string | number | undefined>> = {
      'error.message': answer.error,
      httpMethod: request.method,
      'identity.sourceIp': request.socket.remoteAddress,
      'identity.userAgent': request.headers['user-agent'],
      integrationErrorMessage: answer.integrationError,
      path: splitOnce(request.url ?? '/', '?')[0],
      protocol: `HTTP/${request.httpVersion}`,
      requestId,
      requestTime: clfTime(startedMs),
      requestTimeEpoch: startedMs,
      responseLatency: Date.now() - startedMs,
      responseLength: answer.response.body.length,
      routeKey: answer.routeKey === '' ? undefined : answer.routeKey,
      stage: this.#parts.stage.ref,
      status: answer.response.status,
    };
    this.#parts.logAccess(accessLine(this.#logFormat, values));
  }
}

/** The whole body; undefined when it is longer than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
