import type { SocketEvent } from './socket.ts';

/** The subprotocol of the WebSocket API. A client offers it at the handshake and its token beside it; the platform chooses it. */
export const SOCKET_PROTOCOL = 'skytape.v1';

/** What a subscription is kept under. */
export function topicOf(instrument: string, channel: string): string {
  return `${instrument} ${channel}`;
}

/** The topic that an event belongs to. */
export function topicOfEvent(event: SocketEvent): string {
  if (event.kind === 'trade') return topicOf(event.instrument, 'trades');
  if (event.kind === 'quote') return topicOf(event.instrument, 'quotes');
  return topicOf(event.instrument, `${event.partial ? 'partial' : 'bars'}:${event.timeframe}`);
}
