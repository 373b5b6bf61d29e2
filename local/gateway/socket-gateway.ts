import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Resource } from '../template/template.ts';
import { accessLine } from './access-log.ts';
import { clfTime } from './event.ts';
import { FrameWatch } from './frame-watch.ts';
import type { OpenSocket } from './open-socket.ts';
import { admit } from './socket-admission.ts';
import { routeOfMessage, type SocketRoute } from './socket-api.ts';
import { type Connection, disconnectEvent, type EventContext, messageEvent } from './socket-event.ts';
import type { SocketLimits } from './socket-limits.ts';
import { manageConnection } from './socket-management.ts';
import { Throttle } from './throttle.ts';
import { withLimit } from '../lambda/with-limit.ts';

export interface SocketGatewayParts {
  readonly api: Resource;
  readonly stage: Resource;
  readonly routes: readonly SocketRoute[];
  readonly functionByArn: (arn: string) => FunctionPool;
  readonly account: string;
  readonly region: string;
  readonly limits: SocketLimits;
  /** Gets the line of the stage's access log format. */
  readonly logAccess: (line: string) => void;
}

/** WebSocket close codes (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;
const TEXT_ONLY = 1003;
const TOO_LARGE = 1009;

/** API Gateway's WebSocket API: the handshake with its authorizer, messages to functions, answers back, limits, and the addresses by which functions send. */
export class SocketGateway {
  readonly #parts: SocketGatewayParts;
  readonly #throttle: Throttle;
  readonly #logFormat: string | undefined;
  readonly #open = new Map<string, OpenSocket>();
  readonly #protocols = new WeakMap<IncomingMessage, string>();
  readonly #server: WebSocketServer;

  constructor(parts: SocketGatewayParts) {
    this.#parts = parts;
    this.#throttle = new Throttle(parts.stage.properties, Date.now());
    this.#logFormat = (parts.stage.properties['AccessLogSettings'] as { Format?: string } | undefined)?.Format;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: parts.limits.messageBytes,
      perMessageDeflate: false,
      handleProtocols: (_, request) => this.#protocols.get(request) ?? false,
    });
  }

  /** The handshake. What is refused gets an HTTP status and no socket. */
  async upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    stream.on('error', () => stream.destroy());
    const context: EventContext = { routeKey: '$connect', eventType: 'CONNECT', requestId: randomUUID(), nowMs: Date.now() };
    const route = this.#parts.routes.find(({ key }) => key === '$connect');
    const path = (request.url ?? '/').split('?')[0];
    const connection = this.#connection(request, context.nowMs);
    const verdict =
      path !== `/${this.#parts.stage.ref}`
        ? { status: 403, error: 'no such stage' }
        : this.#throttle.allows('$connect', context.nowMs)
          ? await admit({ request, connection, context, route, functionByArn: this.#parts.functionByArn })
          : { status: 429, error: 'Too Many Requests' };
    this.#log(connection, context, verdict);
    if (verdict.connection === undefined || stream.destroyed) {
      refuse(stream, verdict.status);
      return;
    }
    const admitted = verdict.connection;
    if (verdict.protocol !== undefined) this.#protocols.set(request, verdict.protocol);
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#take(admitted, socket, stream));
  }

  /** Answers `/{stage}/@connections/{id}`, which functions call. False for any other address. */
  manage(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    return manageConnection(
      { stage: this.#parts.stage.ref, limits: this.#parts.limits, find: (id) => this.#open.get(id) },
      request,
      response,
    );
  }

  stop(): void {
    for (const { socket } of this.#open.values()) socket.terminate();
    this.#server.close();
  }

  #connection(request: IncomingMessage, nowMs: number): Connection {
    const { api, stage, account, region } = this.#parts;
    return {
      id: `${randomBytes(11).toString('base64url')}=`,
      connectedAtMs: nowMs,
      api: { id: api.ref, stage: stage.ref, account, region },
      domainName: request.headers.host ?? '',
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
      authorizer: undefined,
    };
  }

  #take(connection: Connection, socket: WebSocket, stream: Duplex): void {
    const { limits } = this.#parts;
    const leave = () => socket.close(GOING_AWAY, 'Going away');
    const idle = setTimeout(leave, limits.idleMs).unref();
    const life = setTimeout(leave, limits.lifeMs).unref();
    const frames = new FrameWatch();
    this.#open.set(connection.id, { connection, socket, touch: () => idle.refresh() });
    stream.on('data', (chunk: Buffer) => {
      idle.refresh();
      if (frames.longest(chunk) > limits.frameBytes) socket.close(TOO_LARGE, 'frame too long');
    });
    socket.on('message', (data: Buffer, binary) => {
      if (binary) socket.close(TEXT_ONLY, 'text only');
      else if (socket.readyState === socket.OPEN) void this.#message(connection, socket, data.toString());
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code, reason) => {
      clearTimeout(idle);
      clearTimeout(life);
      this.#open.delete(connection.id);
      void this.#disconnect(connection, { code, reason: reason.toString() });
    });
  }

  async #message(connection: Connection, socket: WebSocket, text: string): Promise<void> {
    const route = routeOfMessage(this.#parts.routes, text);
    const context: EventContext = { routeKey: route?.key ?? '', eventType: 'MESSAGE', requestId: randomUUID(), nowMs: Date.now() };
    const refused = (status: number, message: string): void => {
      this.#log(connection, context, { status, error: message });
      socket.send(JSON.stringify({ message, connectionId: connection.id, requestId: context.requestId }));
    };
    if (route === undefined) return refused(403, 'Forbidden');
    if (!this.#throttle.allows(route.key, context.nowMs)) return refused(429, 'Too Many Requests');
    const pool = this.#parts.functionByArn(route.functionArn);
    const event = JSON.stringify(messageEvent(connection, context, text));
    const outcome = await withLimit(pool, { event, requestId: context.requestId, limitMs: route.timeoutMs });
    if (outcome?.ok !== true) return refused(502, outcome === undefined ? 'Endpoint request timed out' : 'Internal server error');
    const { statusCode = 200, body } = (JSON.parse(outcome.payload) ?? {}) as { statusCode?: number; body?: string };
    this.#log(connection, context, { status: statusCode });
    if (route.answers && typeof body === 'string' && socket.readyState === socket.OPEN) socket.send(body);
  }

  async #disconnect(connection: Connection, ended: { code: number; reason: string }): Promise<void> {
    const context: EventContext = { routeKey: '$disconnect', eventType: 'DISCONNECT', requestId: randomUUID(), nowMs: Date.now() };
    const route = this.#parts.routes.find(({ key }) => key === '$disconnect');
    this.#log(connection, context, { status: ended.code });
    if (route === undefined) return;
    await this.#parts
      .functionByArn(route.functionArn)
      .invoke(JSON.stringify(disconnectEvent(connection, context, ended)), context.requestId);
  }

  #log(connection: Connection, { routeKey, eventType, requestId, nowMs }: EventContext, ended: { status: number; error?: string }): void {
    if (this.#logFormat === undefined) return;
    const { status, error } = ended;
    const values = {
      connectionId: connection.id,
      eventType,
      requestId,
      requestTimeEpoch: nowMs,
      routeKey,
      stage: connection.api.stage,
      status,
    };
    this.#parts.logAccess(
      accessLine(this.#logFormat, {
        ...values,
        'error.message': error,
        'identity.sourceIp': connection.sourceIp,
        requestTime: clfTime(nowMs),
      }),
    );
  }
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
};

function refuse(stream: Duplex, status: number): void {
  const message = STATUS_TEXT[status] ?? 'Refused';
  const body = JSON.stringify({ message });
  stream.end(
    `HTTP/1.1 ${status} ${message}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}
