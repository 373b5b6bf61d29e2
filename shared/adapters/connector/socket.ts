import WebSocket from 'ws';
import { HistoryError } from '../../ports/history-source.ts';
import type { TickSink, Wire } from './feed.ts';

export interface SocketOptions {
  readonly venue: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called once it is open, to sign in and subscribe. Says 'ready' where the venue confirms nothing. */
  readonly onOpen: (send: (message: unknown) => void) => 'ready' | undefined;
  /** Reads a frame. Says 'ready' once what was asked for flows; throws `HistoryError` when the venue refuses. */
  readonly onFrame: (frame: Frame, send: (message: unknown) => void) => 'ready' | undefined;
  readonly sink: TickSink;
  /** What the owner of a key that is not accepted should do. */
  readonly hint?: string;
}

export interface Frame {
  readonly data: Buffer;
  readonly binary: boolean;
}

const HANDSHAKE_MS = 10_000;

/** Opens a WebSocket and answers when the venue says that what was asked for flows. Rejects with `HistoryError`. */
export async function openSocket(options: SocketOptions): Promise<Wire> {
  const { venue, url, headers } = options;
  const socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE_MS, headers: { ...headers }, perMessageDeflate: false });
  const ended = Promise.withResolvers<HistoryError>();
  const ready = Promise.withResolvers<void>();
  const fail = (error: HistoryError) => {
    ended.resolve(error);
    ready.reject(error);
    socket.terminate();
  };
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  const guard = (work: () => void) => {
    try {
      work();
    } catch (error) {
      const known = error instanceof HistoryError && error.code !== 'malformed';
      if (known) fail(error);
      else options.sink.bad(error instanceof Error ? error.message : String(error));
    }
  };
  socket.on('open', () =>
    guard(() => {
      if (options.onOpen(send) === 'ready') ready.resolve();
    }),
  );
  socket.on('ping', options.sink.life);
  socket.on('message', (data: Buffer, binary: boolean) => {
    options.sink.life();
    guard(() => {
      if (options.onFrame({ data, binary }, send) === 'ready') ready.resolve();
    });
  });
  socket.on('unexpected-response', (_request, { statusCode }) => {
    const code = statusCode === 401 || statusCode === 403 ? 'unauthorised' : 'unavailable';
    const line =
      code === 'unauthorised' ? `does not accept the key: ${statusCode}${options.hint ?? ''}` : `refused the socket: ${statusCode}`;
    fail(new HistoryError(code, `${venue} ${line}`));
  });
  socket.on('error', (error) => fail(new HistoryError('unavailable', `the socket of ${venue} failed: ${error.message}`, { cause: error })));
  socket.on('close', (code) => fail(new HistoryError('unavailable', `the socket of ${venue} closed with ${code}`)));
  const late = setTimeout(
    () => fail(new HistoryError('unavailable', `${venue} did not answer the subscription in ${HANDSHAKE_MS} ms`)),
    HANDSHAKE_MS,
  );
  try {
    await ready.promise;
  } finally {
    clearTimeout(late);
  }
  return { ended: ended.promise, close: () => socket.terminate() };
}
