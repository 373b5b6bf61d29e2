import type { ServerMessage, SocketEvent } from '../../contracts/socket.ts';
import { topicOfEvent } from '../../contracts/socket-protocol.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sockets } from '../../ports/sockets.ts';
import type { Subscriber, Subscriptions } from '../../ports/subscriptions.ts';
import { eachAtOnce } from './each-at-once.ts';
import { firstFrame } from './first-frame.ts';

interface World {
  readonly subscriptions: Subscriptions;
  readonly sockets: Sockets;
  readonly clock: Clock;
}

/** What became of a batch, connections. */
export interface Broadcast {
  readonly reached: number;
  /** The other end had left. */
  readonly gone: number;
  /** Closed because the client did not keep up. */
  readonly slow: number;
  /** Closed because its token had run out. */
  readonly expired: number;
  /** Reasons of what went wrong otherwise; the connection stays. */
  readonly failed: readonly string[];
}

type Fate = Exclude<keyof Broadcast, 'failed'>;

/** Connections that are sent to at a time, and topics looked up. */
const AT_ONCE = 32;

/**
 * Sends each event to exactly those who listen to its topic, in the order given. A client that does not take a message gets what is left of the batch once more, of
 * quotes and partial bars only the newest; if it does not take that either, its connection is closed with a reason, so that no trade is missing from one that stands.
 * Throws only before anything is sent, when it cannot be read who listens; so a batch may be given again.
 */
export function broadcast({ subscriptions, sockets, clock }: World) {
  const close = async (connection: string, code: 'slow' | 'expired', message: string): Promise<Fate> => {
    await sockets.send(connection, encode({ v: 1, kind: 'closing', code, message }));
    await sockets.disconnect(connection);
    await subscriptions.close(connection);
    return code;
  };
  const deliver = async ({ connection, expiresUs }: Subscriber, events: readonly SocketEvent[]): Promise<Fate> => {
    if (expiresUs <= clock.nowUs()) return close(connection, 'expired', 'the token has run out; connect again with a fresh one');
    let rest = events;
    let conflated = false;
    while (rest.length > 0) {
      const frame = firstFrame(rest);
      const sent = await sockets.send(connection, frame.text);
      if (sent === 'gone') {
        await subscriptions.close(connection);
        return 'gone';
      }
      if (sent === 'sent') rest = rest.slice(frame.events);
      else if (conflated)
        return close(connection, 'slow', 'messages were not taken in time; connect again and read over HTTP what was missed');
      else {
        rest = newestOnly(rest);
        conflated = true;
      }
    }
    return 'reached';
  };
  return async (events: readonly SocketEvent[]): Promise<Broadcast> => {
    const counts = { reached: 0, gone: 0, slow: 0, expired: 0 };
    const failed: string[] = [];
    await eachAtOnce(AT_ONCE, await addressed(subscriptions, events), async ({ subscriber, events: theirs }) => {
      try {
        counts[await deliver(subscriber, theirs)]++;
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
      }
    });
    return { ...counts, failed };
  };
}

interface Addressed {
  readonly subscriber: Subscriber;
  readonly events: readonly SocketEvent[];
}

/** Each listener with what is for it. */
async function addressed(subscriptions: Subscriptions, events: readonly SocketEvent[]): Promise<Addressed[]> {
  const topics = events.map(topicOfEvent);
  const listeners = new Map<string, ReadonlySet<string>>();
  const subscribers = new Map<string, Subscriber>();
  await eachAtOnce(AT_ONCE, [...new Set(topics)], async (topic) => {
    const found = await subscriptions.of(topic);
    for (const subscriber of found) subscribers.set(subscriber.connection, subscriber);
    listeners.set(topic, new Set(found.map(({ connection }) => connection)));
  });
  return [...subscribers.values()].map((subscriber) => ({
    subscriber,
    events: events.filter((_, i) => listeners.get(topics[i] as string)?.has(subscriber.connection) === true),
  }));
}

/** Of quotes and partial bars the newest of each topic; trades and closed bars all. */
function newestOnly(events: readonly SocketEvent[]): readonly SocketEvent[] {
  const last = new Map(events.map((event, i) => [topicOfEvent(event), i]));
  return events.filter(
    (event, i) => !(event.kind === 'quote' || (event.kind === 'bar' && event.partial)) || last.get(topicOfEvent(event)) === i,
  );
}

function encode(message: ServerMessage): string {
  return JSON.stringify(message);
}
