import type { Channel, ClientMessage, ServerMessage, SocketEvent } from './socket.ts';
import { SOCKET_PROTOCOL, topicOf } from './socket-protocol.ts';

/** `refused`: the platform did not let the client in; `waiting`: a connection ended, another is tried soon. */
export type SocketState = 'connecting' | 'open' | 'refused' | 'waiting' | 'closed';

export interface SocketClientOptions {
  /** As `/config.json` says it, ws or wss. */
  readonly url: string;
  /** Asked at each connect, so that a fresh one is used. */
  readonly token: () => string | Promise<string>;
  readonly onEvents: (events: readonly SocketEvent[]) => void;
  /** Called at each change; `reason` is for a person. */
  readonly onState?: (state: SocketState, reason: string) => void;
  /** An answer that refuses a subscription, or one that is not understood. */
  readonly onError?: (message: string) => void;
  /** First wait before connecting again, milliseconds; doubles to half a minute. */
  readonly retryMs?: number;
}

type Message = ClientMessage extends infer M ? (M extends unknown ? Omit<M, 'v'> : never) : never;
interface Topic {
  readonly instrument: string;
  readonly channel: Channel;
}

const RETRY_MS = 1000;
const RETRY_MS_MAX = 30_000;
/** The platform ends a connection that says nothing for ten minutes. */
const PING_MS = 4 * 60_000;

/**
 * The typed client of the WebSocket API. Connects again by itself and listens to the same topics as before; events that came in between are not told, and can be
 * read over HTTP. The same event may come twice.
 */
export class SocketClient {
  readonly #options: SocketClientOptions;
  readonly #topics = new Map<string, Topic>();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #failures = 0;
  #closed = false;

  constructor(options: SocketClientOptions) {
    this.#options = options;
    void this.#connect();
  }

  subscribe(instrument: string, channel: Channel): void {
    this.#topics.set(topicOf(instrument, channel), { instrument, channel });
    this.#send({ action: 'subscribe', instrument, channel });
  }

  unsubscribe(instrument: string, channel: Channel): void {
    this.#topics.delete(topicOf(instrument, channel));
    this.#send({ action: 'unsubscribe', instrument, channel });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#ping);
    this.#socket?.close();
    this.#options.onState?.('closed', 'closed here');
  }

  async #connect(): Promise<void> {
    this.#options.onState?.('connecting', '');
    const token = await Promise.resolve(this.#options.token()).catch(() => undefined);
    if (this.#closed) return;
    if (token === undefined) return this.#again('refused', 'there is no token');
    const socket = new WebSocket(this.#options.url, [SOCKET_PROTOCOL, token]);
    let opened = false;
    let reason = '';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      opened = true;
      this.#failures = 0;
      this.#options.onState?.('open', '');
      for (const topic of this.#topics.values()) this.#send({ action: 'subscribe', ...topic });
      this.#ping = setInterval(() => this.#send({ action: 'ping' }), PING_MS);
    });
    socket.addEventListener('message', ({ data }) => {
      reason = this.#take(String(data)) ?? reason;
    });
    socket.addEventListener('close', (event) => {
      clearInterval(this.#ping);
      if (!this.#closed)
        this.#again(opened ? 'waiting' : 'refused', reason || event.reason || (opened ? 'the connection ended' : 'not let in'));
    });
  }

  #again(state: SocketState, reason: string): void {
    const waitMs = Math.min((this.#options.retryMs ?? RETRY_MS) * 2 ** this.#failures++, RETRY_MS_MAX);
    this.#timer = setTimeout(() => void this.#connect(), waitMs);
    this.#options.onState?.(state, reason);
  }

  /** Hands a message on. Answers the reason of a connection that is about to be closed. */
  #take(text: string): string | undefined {
    const message = messageOf(text);
    if (message === undefined) {
      this.#options.onError?.(`the platform sent what is no message: ${text.slice(0, 200)}`);
      return undefined;
    }
    if (message.kind === 'market') this.#options.onEvents(message.events);
    else if (message.kind === 'error') this.#options.onError?.(message.message);
    return message.kind === 'closing' ? message.message : undefined;
  }

  #send(message: Message): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ v: 1, ...message }));
  }
}

/** A message of the version that is spoken here; the schemas stay out of the browser, to which they would be half of what it loads. */
function messageOf(text: string): ServerMessage | undefined {
  try {
    const value = JSON.parse(text) as Partial<ServerMessage> | null;
    return value?.v === 1 && typeof value.kind === 'string' ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}
