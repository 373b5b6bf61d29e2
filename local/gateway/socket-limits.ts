/** What API Gateway allows a connection. Developer Guide, "Quotas for configuring and running a WebSocket API". */
export interface SocketLimits {
  /** Without a message either way. */
  readonly idleMs: number;
  readonly lifeMs: number;
  readonly frameBytes: number;
  readonly messageBytes: number;
  /** What may wait for a client that does not read, before sending to it is refused with 429. AWS names no figure. */
  readonly bufferBytes: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  idleMs: 10 * 60_000,
  lifeMs: 2 * 3_600_000,
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
  bufferBytes: 1024 * 1024,
};
