import { signal } from '@preact/signals';
import type { Channel, SocketEvent } from '../../../shared/contracts/socket.ts';
import { SocketClient, type SocketState } from '../../../shared/contracts/socket-client.ts';
import { topicOf, topicOfEvent } from '../../../shared/contracts/socket-protocol.ts';
import { bearer, config } from '../auth/session.ts';

/** Whether the market is told as it happens; `off` where nobody listens or the platform has no socket. */
export const live = signal<{ readonly state: SocketState | 'off'; readonly reason: string }>({ state: 'off', reason: '' });

type Listener = (event: SocketEvent) => void;
const listeners = new Map<string, Set<Listener>>();
let client: SocketClient | undefined;

/** Calls back with each event of a channel, over the one connection of the page. Returns the stop; the last one closes the connection. */
export function listen(instrument: string, channel: Channel, listener: Listener): () => void {
  const url = config.value?.socketUrl;
  if (url === undefined) return () => undefined;
  client ??= open(url);
  const topic = topicOf(instrument, channel);
  const known = listeners.get(topic) ?? new Set();
  listeners.set(topic, known.add(listener));
  if (known.size === 1) client.subscribe(instrument, channel);
  return () => {
    known.delete(listener);
    if (known.size > 0) return;
    listeners.delete(topic);
    client?.unsubscribe(instrument, channel);
    if (listeners.size > 0) return;
    client?.close();
    client = undefined;
    live.value = { state: 'off', reason: '' };
  };
}

function open(url: string): SocketClient {
  return new SocketClient({
    url,
    token: bearer,
    onEvents: (events) => {
      for (const event of events) for (const listener of listeners.get(topicOfEvent(event)) ?? []) listener(event);
    },
    onState: (state, reason) => {
      // Trying again is no news while nobody is let in.
      if (state !== 'connecting' || live.peek().state !== 'refused') live.value = { state, reason };
    },
  });
}
