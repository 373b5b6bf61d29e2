import type { WebSocket } from 'ws';
import type { Connection } from './socket-event.ts';

/** A connection with its socket. */
export interface OpenSocket {
  readonly connection: Connection;
  readonly socket: WebSocket;
  /** Puts off the end for want of messages. */
  readonly touch: () => void;
}
