import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What happens at a local venue: its truth, whoever listens. Times are whole seconds, so that every protocol can say them. */
export interface VenueTick {
  readonly id: number;
  /** Decimal text with two decimals. */
  readonly price: string;
  readonly quantity: number;
  readonly timeMs: number;
}

export interface VenueBar {
  readonly timeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface VenueBook {
  readonly timeMs: number;
  readonly bids: readonly (readonly [price: string, quantity: number])[];
  readonly asks: readonly (readonly [price: string, quantity: number])[];
}

/** The answer to the next request of a kind, before the venue answers rightly again. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Ask {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** Who listens: a socket, or a long answer of lines. */
export interface Listener {
  /** What it has subscribed to. */
  readonly topics: Set<string>;
  send(frame: string | Buffer): void;
  cut(): void;
}

/** How one venue speaks, as its documents say. */
export interface Protocol {
  /** The body of an answer; `undefined` where there is no such path, 'stream' for one that goes on as a listener. */
  answer(ask: Ask, venue: LocalVenue): unknown;
  /** The status with which a handshake is refused. */
  refuse?(ask: Ask, venue: LocalVenue): number | undefined;
  opened?(listener: Listener, venue: LocalVenue, ask: Ask): void;
  message?(listener: Listener, text: string, venue: LocalVenue): void;
  /** Frames of what happened; several ticks may go in one. */
  ticks(ticks: readonly VenueTick[], venue: LocalVenue): readonly (string | Buffer)[];
  book?(book: VenueBook, venue: LocalVenue): readonly (string | Buffer)[];
  /** Topics of ticks and books, when a listener must ask for them; anybody gets them otherwise. */
  readonly topics?: { readonly ticks: string; readonly book?: string };
}

const MINUTE_MS = 60_000;

/** A venue on a port of its own, over real HTTP and WebSocket, that does what a test's script says. */
export class LocalVenue {
  /** Paths and queries of all requests so far. */
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  /** Faults are for requests whose path holds this. */
  faultsFor = '';
  readonly ticks: VenueTick[] = [];
  readonly listeners = new Set<Listener>();
  /** The key is not accepted, or no longer. */
  locked = false;
  /** Every frame is sent so many times. */
  copies = 1;
  /** Connections opened so far. */
  connections = 0;
  readonly #protocol: Protocol;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor(protocol: Protocol) {
    this.#protocol = protocol;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      const status = this.#protocol.refuse?.(askOf(request), this);
      if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return this.#sockets.handleUpgrade(request, socket, head, (client) => this.#connect(client, askOf(request)));
    });
  }

  static async start(protocol: Protocol): Promise<LocalVenue> {
    const venue = new LocalVenue(protocol);
    await new Promise<void>((resolve) => venue.#server.listen(0, '127.0.0.1', resolve));
    return venue;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ticks that happen and are told at once, in the order given. */
  tell(ticks: readonly VenueTick[]): void {
    this.ticks.push(...ticks);
    this.tellAgain(ticks);
  }

  /** Ticks that are told, and not for the first time. */
  tellAgain(ticks: readonly VenueTick[]): void {
    this.sendTo(this.#protocol.topics?.ticks, this.#protocol.ticks(ticks, this));
  }

  /** Ticks that happen while nobody is told. */
  happen(ticks: readonly VenueTick[]): void {
    this.ticks.push(...ticks);
  }

  tellBook(book: VenueBook): void {
    this.sendTo(this.#protocol.topics?.book, this.#protocol.book?.(book, this) ?? []);
  }

  sendTo(topic: string | undefined, frames: readonly (string | Buffer)[]): void {
    for (const listener of this.listeners) {
      if (topic !== undefined && !listener.topics.has(topic)) continue;
      for (const frame of frames) for (let copy = 0; copy < this.copies; copy++) listener.send(frame);
    }
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const listener of this.listeners) listener.cut();
    this.listeners.clear();
  }

  /** Fulfilled when somebody listens to the topic; without one, to anything. */
  async listened(topic = this.#protocol.topics?.ticks): Promise<void> {
    const endMs = Date.now() + 30_000;
    while (Date.now() < endMs && ![...this.listeners].some(({ topics }) => topic === undefined || topics.has(topic))) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Bars of minutes that begin in `[fromMs, toMs)`: a function of the minute. */
  bars(fromMs: number, toMs: number, limit = Number.POSITIVE_INFINITY): VenueBar[] {
    const bars: VenueBar[] = [];
    for (let timeMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; timeMs < toMs && bars.length < limit; timeMs += MINUTE_MS) {
      const [open, close] = [priceOf(timeMs), priceOf(timeMs + MINUTE_MS)];
      bars.push({
        timeMs,
        open,
        high: Math.max(open, close) + 1.5,
        low: Math.min(open, close) - 1.25,
        close,
        volume: 100 + ((timeMs / MINUTE_MS) % 7),
      });
    }
    return bars;
  }

  ticksSince(fromMs: number, toMs = Number.POSITIVE_INFINITY): VenueTick[] {
    return this.ticks.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs).toSorted((a, b) => a.timeMs - b.timeMs || a.id - b.id);
  }

  close(): Promise<void> {
    this.cut();
    this.#sockets.close();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const ask = askOf(request);
    this.requests.push(request.url ?? '/');
    const fault = ask.path.includes(this.faultsFor) ? this.faults.shift() : undefined;
    if (fault) return void response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(fault.body ?? '');
    const body = this.#protocol.answer(ask, this);
    if (body === 'stream') return this.#stream(response, ask);
    if (body instanceof Refused)
      return void response.writeHead(body.status, { 'content-type': 'application/json' }).end(JSON.stringify(body.body));
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? { message: `no path ${ask.path}` }));
  }

  #stream(response: ServerResponse, ask: Ask): void {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.flushHeaders();
    this.#listen({ topics: new Set(), send: (frame) => void response.write(frame), cut: () => void response.destroy() }, ask);
  }

  #connect(client: WebSocket, ask: Ask): void {
    const listener: Listener = {
      topics: new Set(),
      send: (frame) => client.send(frame, { binary: typeof frame !== 'string' }),
      cut: () => client.terminate(),
    };
    client.on('message', (data) => this.#protocol.message?.(listener, (data as Buffer).toString('utf8'), this));
    client.on('close', () => this.listeners.delete(listener));
    this.#listen(listener, ask);
  }

  #listen(listener: Listener, ask: Ask): void {
    this.connections++;
    this.listeners.add(listener);
    this.#protocol.opened?.(listener, this, ask);
  }
}

/** An answer with a status of its own. */
export class Refused {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

function askOf(request: IncomingMessage): Ask {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return { path: url.pathname, query: url.searchParams, headers: request.headers };
}

/** Two decimals, different from minute to minute. */
function priceOf(timeMs: number): number {
  return (100_000 + (((timeMs / MINUTE_MS) * 37) % 1009)) / 100;
}

/** `0.01` more: what stands on the other side of a book. */
export function above(price: string, cents = 1): string {
  return ((Math.round(Number(price) * 100) + cents) / 100).toFixed(2);
}
